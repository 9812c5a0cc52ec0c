import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isInspector } from '../../src/capture/inspector-endpoint.js';
import { freePort } from '../support/free-port.js';
import { bundleProgram, type RunningProgram } from './support/program.js';
import { startServing } from './support/serving.js';

/** A service that ends, loops or hangs on a request. */
const SOURCE = `
  const keep = [];
  for (let count = 0; count < 40_000; count += 1) keep.push({ count, next: keep[count - 1], tags: [count] });
  globalThis.keep = keep;
  const faults = {
    exit: () => process.exit(3),
    throw: () => { throw new Error('nobody catches this'); },
    loop: () => { for (;;); },
    hang: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  };
  require('node:http').createServer(({ url }, response) => {
    response.end('well');
    setTimeout(() => faults[url.slice(1)]?.(), 5);
  }).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
`;

const MOMENTS = ['snapshot', 'between', 'second snapshot'] as const;
type Moment = (typeof MOMENTS)[number];

const PROGRAM_ENDED = 'The process ended while it was attached to: its program exited, or an error was not caught';

/** What befalls a target, after how many seconds at most `attach` ends on an idle machine, and with which sentence. */
const FAULTS: readonly (readonly [fault: string, seconds: number, sentence: RegExp])[] = [
  ['kill', 1, /^poolscope: Process \d+ ended while it was attached to$/m],
  ['exit', 3, new RegExp(`^poolscope: ${PROGRAM_ENDED}$`, 'm')],
  ['throw', 3, new RegExp(`^poolscope: ${PROGRAM_ENDED}$`, 'm')],
  ['stop', 7, /^poolscope: Process \d+ is stopped, and does not answer$/m],
];
/** They do not end a snapshot that is under way, but the next request. */
const STANDSTILLS: typeof FAULTS = [
  ['loop', 25, /^poolscope: The target has been in one call for 15 s or more$/m],
  [
    'hang',
    25,
    /^poolscope: (Process \d+ has not answered for 15 s, and does no work|The target (did not answer .* within 15 s|has been in one call for 15 s or more))$/m,
  ],
];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The machine of the tests is busy. */
const FACTOR = 4;

let poolscope: (...args: string[]) => RunningProgram;
let scratch = '';
let program = '';

beforeAll(async () => {
  poolscope = await bundleProgram('attach-ends');
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-ends-'));
  program = join(scratch, 'service.cjs');
  await writeFile(program, SOURCE);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Attaches to a service, and does `what` at a moment. */
async function endAt(
  moment: Moment,
  what: (service: { pid: number; ask: (path: string) => void }, run: RunningProgram) => void,
) {
  const [inspector, port] = [await freePort(), await freePort()];
  const serving = startServing(process.execPath, [`--inspect-port=${inspector}`, program, String(port)]);
  await serving.waitFor(/ready/);
  try {
    const folder = join(scratch, `series-${Math.random()}`);
    const run = poolscope('attach', String(serving.pid), '--rounds', '2', '--interval', '1500ms', '--dir', folder);
    const sign = {
      snapshot: '0.heapsnapshot.part',
      between: '0.heapsnapshot.json',
      'second snapshot': '1.heapsnapshot.part',
    }[moment];
    await expect.poll(() => existsSync(join(folder, sign)), { timeout: 60_000, interval: 5 }).toBe(true);
    const startMs = performance.now();
    const ask = (path: string): void =>
      void get({ host: '127.0.0.1', port, path, agent: false }).on('error', () => undefined);
    what({ pid: serving.pid, ask }, run);
    const { code } = await run.exit;
    const seconds = (performance.now() - startMs) / 1000;
    if (serving.child.exitCode === null && serving.child.signalCode === null) serving.child.kill('SIGCONT');
    const files = (await readdir(folder).catch(() => [])).sort();
    return { code, seconds, files, stderr: run.output.stderr, serving, inspector };
  } catch (error) {
    serving.child.kill('SIGKILL');
    throw error;
  }
}

const whole = (files: readonly string[]): boolean => !files.some((file) => file.endsWith('.part'));

describe.skipIf(process.platform !== 'linux')(
  'what befalls a target while it is attached to',
  { timeout: 180_000 },
  () => {
    const rows = [
      ...MOMENTS.flatMap((moment) => FAULTS.map((fault) => [moment, ...fault] as const)),
      ...STANDSTILLS.map((fault) => ['between', ...fault] as const),
    ];
    it.each(rows)('%s, %s: ends within %d s, with one sentence', async (moment, fault, most, sentence) => {
      const { code, seconds, files, stderr, serving } = await endAt(moment, ({ pid, ask }) => {
        if (fault === 'kill') process.kill(pid, 'SIGKILL');
        else if (fault === 'stop') process.kill(pid, 'SIGSTOP');
        else ask(`/${fault}`);
      });
      serving.child.kill('SIGKILL');
      expect(stderr).toMatch(sentence);
      expect(stderr).not.toMatch(/^\s+at |internal error/m);
      expect([code, whole(files)]).toEqual([2, true]);
      if (files.length > 0) expect(stderr).toMatch(/^Kept \d snapshots?/m);
      // Nothing is kept without what is known about it.
      for (const file of files.filter((name) => name.endsWith('.heapsnapshot')))
        expect(files).toContain(`${file}.json`);
      expect(seconds).toBeLessThan(most * FACTOR);
    });
  },
);

describe.skipIf(process.platform !== 'linux')('a signal while attached', { timeout: 180_000 }, () => {
  it.each(MOMENTS.flatMap((moment) => SIGNALS.map((signal) => [moment, signal] as const)))(
    '%s, %s: ends within 3 s, and the target goes on without an inspector',
    async (moment, signal) => {
      const { code, seconds, files, stderr, serving, inspector } = await endAt(moment, (_, run) =>
        run.child.kill(signal),
      );
      try {
        expect([code, whole(files)]).toEqual([130, true]);
        expect(stderr).toMatch(/^Interrupted\. (No snapshot was kept\.|Kept \d snapshots?.*)$/m);
        expect(stderr).not.toMatch(/^poolscope: /m);
        // A margin for the start of the clock and the end of the process.
        expect(seconds).toBeLessThan(3.5);
        const look = (): Promise<boolean> => isInspector({ host: '127.0.0.1', port: inspector });
        await expect.poll(look, { timeout: 30_000 }).toBe(false);
        expect(serving.child.exitCode).toBeNull();
      } finally {
        serving.child.kill('SIGKILL');
      }
    },
  );
});
