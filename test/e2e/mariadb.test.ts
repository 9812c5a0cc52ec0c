import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';

import { analyzeToJson } from './support/command-line.js';
import { expectAnswer } from './support/expectations.js';
import { compileSample, type Sample } from './support/sample.js';

const HOST = '127.0.0.1';
const PORT = 3306;
const URL = process.env['POOLSCOPE_MYSQL_URL'] ?? `mysql://root@${HOST}:${PORT}/test`;

/** Whether a server takes connections at the usual place. */
function isListening(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port: PORT });
    const answer = (listens: boolean) => {
      socket.destroy();
      resolve(listens);
    };
    socket.setTimeout(2_000, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

const isThere = process.env['POOLSCOPE_MYSQL_URL'] !== undefined || (await isListening());
const RUNS = [
  { scenario: 'stale-link', flags: [] as string[] },
  { scenario: 'stale-link', flags: ['--fixed'] },
  { scenario: 'refcount', flags: [] as string[] },
];

// Here the locks are a server's own, and closed connections are closed by somebody else.
describe.skipIf(!isThere)(
  isThere
    ? 'the sample on a real MariaDB'
    : `the sample on a real MariaDB (skipped: nothing listens on ${HOST}:${PORT})`,
  { timeout: 120_000 },
  () => {
    let sample: Sample;
    let scratch = '';
    beforeAll(async () => {
      sample = await compileSample('mariadb');
      scratch = await mkdtemp(join(tmpdir(), 'poolscope-mariadb-'));
    });
    afterAll(() => rm(scratch, { recursive: true, force: true }));

    it.each(RUNS)('is diagnosed: $scenario $flags', async (each) => {
      const flags = [...each.flags, '--url', URL];
      const series = await sample.capture(process.execPath, each.scenario, flags, join(scratch, 'series'));
      expectAnswer(each, await analyzeToJson([series]));
    });
  },
);
