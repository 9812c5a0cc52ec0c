import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it as defineTest, describe, expect, vi } from 'vitest';

import { bundleProgram, type RunningProgram } from './support/program.js';

const PROXY = join(import.meta.dirname, 'hostile', 'fault-proxy.mjs');
const TARGET = `
  globalThis.keep = [];
  for (let count = 0; count < 5000; count += 1) keep.push({ count });
  setInterval(() => undefined, 1000);
`;

const NO_INSPECTOR = 'What answers is no inspector of Node.js: it sent ';
const NO_LIST = 'no inspector answers: ';
const NO_SESSION = 'no session could be opened: ';
const LOST = 'The target ended, or closed the connection, before it answered ';
const REFUSED = 'The target refused ';

/**
 * What goes wrong between poolscope and an inspector, when, after how many seconds at most `attach` ends on an idle machine, and
 * with which sentence.
 */
const TABLE: readonly (readonly [moment: string, fault: string, seconds: number, sentence: string])[] = [
  ['list', 'silent', 3, `${NO_LIST}no answer within 2 s`],
  ['list', 'garbage', 1, `${NO_LIST}the answer is not JSON`],
  ['list', 'redirect', 1, `${NO_LIST}the answer is not JSON`],
  ['list', 'close', 1, `${NO_LIST}socket hang up`],
  ['list', 'odd', 1, 'what answers there is no inspector of Node.js'],
  ['list', 'drip', 6, `${NO_LIST}the answer was not complete within 5 s`],
  ['list', 'endless', 2, `${NO_LIST}the answer is too long`],
  ['upgrade', 'silent', 11, `${NO_SESSION}Opening handshake has timed out`],
  ['upgrade', 'redirect', 1, `${NO_SESSION}Unexpected server response: 302`],
  ['upgrade', 'garbage', 1, NO_SESSION],
  ['upgrade', 'close', 1, `${NO_SESSION}socket hang up`],
  ['hello', 'garbage', 1, `${NO_INSPECTOR}a message that is not JSON`],
  ['hello', 'bytes', 1, `${NO_INSPECTOR}bytes instead of text`],
  ['hello', 'array', 1, `${NO_INSPECTOR}a message that is not a JSON object`],
  ['hello', 'no number', 1, `${NO_INSPECTOR}a message with neither a number nor a method`],
  ['hello', 'no frame', 1, `${NO_INSPECTOR}what no WebSocket sends`],
  ['hello', 'overlong', 5, `${NO_INSPECTOR}what no WebSocket sends: Max payload size exceeded`],
  ['identity', 'silent', 33, 'The target did not answer within 30 s'],
  ['identity', 'close', 1, LOST],
  ['identity', 'garbage', 1, NO_INSPECTOR],
  ['identity', 'empty', 1, `${NO_INSPECTOR}an answer without a result`],
  ['identity', 'flood', 34, 'The target did not answer within 30 s'],
  ['identity', 'drip', 33, 'The target did not answer within 30 s'],
  ['marker', 'silent', 16, 'The target did not answer Runtime.evaluate within 15 s'],
  ['marker', 'refusal', 4, `${REFUSED}Runtime.evaluate: \\u{1b}[31mno\\u{7} \\u{202e}`],
  ['marker', 'odd', 4, `${REFUSED}Runtime.evaluate: it gave no object`],
  ['scripts', 'garbage', 2, NO_INSPECTOR],
  ['scripts', 'silent', 18, 'The target did not answer Debugger.enable within 15 s'],
  ['scripts', 'refusal', 4, `${REFUSED}Debugger.enable: \\u{1b}[31m`],
  ['collection', 'close', 2, `${LOST}HeapProfiler.collectGarbage`],
  ['collection', 'refusal', 4, `${REFUSED}HeapProfiler.collectGarbage`],
  ['snapshot', 'close', 2, `${LOST}HeapProfiler.takeHeapSnapshot`],
  ['snapshot', 'garbage', 2, NO_INSPECTOR],
  ['snapshot', 'refusal', 5, `${REFUSED}HeapProfiler.takeHeapSnapshot`],
  ['snapshot', 'no snapshot', 5, 'What answers sent another text in place of a heap snapshot'],
  ['snapshot', 'odd chunk', 5, 'What answers sent something that is no text in place of a heap snapshot'],
  ['snapshot', 'half', 5, '0.heapsnapshot: the target sent 20 bytes, and no end'],
  ['snapshot', 'empty', 5, '0.heapsnapshot: the target sent 0 bytes, and no end'],
  ['snapshot', 'endless', 30, 'What answers sent more than '],
];

/** The machine of the tests is busy: to start two processes may take it many seconds. */
const FACTOR = 3;
const START_SECONDS = 20;

let poolscope: (...args: string[]) => RunningProgram;
let scratch = '';
let target: ChildProcess;
let inspector = '';

beforeAll(async () => {
  poolscope = await bundleProgram('attach-hostile');
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-hostile-'));
  target = spawn(process.execPath, ['--inspect=127.0.0.1:0', '-e', TARGET], { stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  target.stderr?.on('data', (text) => {
    printed += text;
  });
  await vi.waitUntil(() => /ws:/.test(printed), { timeout: 20_000 });
  inspector = /127\.0\.0\.1:(\d+)/.exec(printed)?.[1] ?? '';
});
afterAll(async () => {
  target.kill('SIGKILL');
  await rm(scratch, { recursive: true, force: true });
});

/** Attaches through a proxy that goes wrong. */
async function attachTo(fault: string, moment: string, more: readonly string[] = []) {
  const proxy = spawn(process.execPath, [PROXY, fault, moment, inspector], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(proxy.stdout, 'data');
  const folder = join(scratch, `${moment}-${fault}`.replaceAll(' ', '-'));
  const startMs = performance.now();
  const run = poolscope('attach', `127.0.0.1:${String(port).trim()}`, '--dir', folder, '--rounds', '0', ...more);
  const { code } = await run.exit;
  const seconds = (performance.now() - startMs) / 1000;
  proxy.kill('SIGKILL');
  const { stdout, stderr } = run.output;
  return { code, seconds, stdout, stderr, files: (await readdir(folder).catch(() => [])).sort() };
}

const it = defineTest.concurrent;

describe('what calls itself an inspector', { timeout: 240_000 }, () => {
  it.each(TABLE)('%s, %s: ends within %d s, with one sentence', async (moment, fault, most, sentence) => {
    const { code, seconds, stdout, stderr, files } = await attachTo(fault, moment);
    expect(stderr).toContain(sentence);
    // No stack of calls, nothing that a terminal would obey, one failure.
    expect(stderr).not.toMatch(/^\s+at |internal error|[\u0000-\u0009\u000b-\u001f\u202e]/m);
    expect(stderr.match(/^poolscope: /gm)).toHaveLength(1);
    expect([code, stdout, files]).toEqual([2, '', []]);
    expect(seconds).toBeLessThan(most * FACTOR + START_SECONDS);
  });

  it('is left with the snapshots that were whole before', async () => {
    const { code, stderr, files } = await attachTo('close', 'second snapshot', [
      '--rounds',
      '1',
      '--interval',
      '100ms',
    ]);
    expect([code, files]).toEqual([2, ['0.heapsnapshot', '0.heapsnapshot.json']]);
    expect(stderr).toMatch(/Kept 1 snapshot: /);
  });

  it('loses its texts and no snapshot when it goes wrong after them', async () => {
    const { code, stderr, files } = await attachTo('garbage', 'texts');
    expect([code, files]).toEqual([0, ['0.heapsnapshot', '0.heapsnapshot.json']]);
    expect(stderr).toMatch(/then it failed: What answers is no inspector/);
  });

  it('does not keep anybody who leaves', async () => {
    const { code, seconds } = await attachTo('silent', 'farewell');
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(12 * FACTOR + START_SECONDS);
  });
});
