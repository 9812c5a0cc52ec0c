import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sampleHeap } from '../snapshot/sample-heap.js';
import { bundleProgram, startProgram } from './support/program.js';

const PROGRAM = resolve('build', 'e2e', 'uncaught', 'dist', 'cli', 'main.mjs');

/** A module that the process loads first: `fail` is called when the snapshot is looked for, and the run goes on meanwhile. */
const preloadOf = (fail: string): string => `
  const files = require('node:fs/promises');
  const { stat } = files;
  let isFirst = true;
  files.stat = (...all) => {
    if (isFirst) { isFirst = false; ${fail}; }
    return stat(...all);
  };
  require('node:module').syncBuiltinESMExports();
`;

/** Nobody waits for what fails there. */
const UNAWAITED = {
  'a timer throws': "setTimeout(() => { throw new TypeError('from\\n a \\u001b[31mtimer'); })",
  'a promise is rejected': "Promise.reject(new Error('unasked'))",
  'what is thrown cannot be printed': 'process.nextTick(() => { throw { toString() { throw 1; } }; })',
  'nothing is thrown': 'setImmediate(() => { throw undefined; })',
  'an emitter has no listener for its error':
    "setImmediate(() => new (require('node:events'))().emit('error', new Error('unheard')))",
};

/** The run waits for these. */
const AWAITED = {
  'a method of the language': "Uint32Array.prototype.fill = () => { throw new TypeError('no fill'); }",
  'memory for an array': "globalThis.Float64Array = class { constructor() { throw new RangeError('no memory'); } }",
};

let folder = '';
let snapshot = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-uncaught-'));
  snapshot = join(folder, 'heap.heapsnapshot');
  await bundleProgram('uncaught');
  await writeFile(snapshot, sampleHeap().toJson());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(preload: string) {
  const file = join(folder, 'preload.cjs');
  await writeFile(file, preload);
  return startProgram([process.execPath, '--require', file, PROGRAM, 'analyze', snapshot, '--fail-on', 'never']);
}

describe('a process in which something fails', { timeout: 60_000 }, () => {
  it('has code 0 otherwise', async () => {
    const { exit, output } = await start(preloadOf(''));
    expect([await exit, output.stderr]).toEqual([{ code: 0, signal: null }, '']);
  });

  it.each(Object.entries(UNAWAITED))(
    'that nobody waits for, ends with exit code 2 and one line: %s',
    async (_, fail) => {
      const { exit, output } = await start(preloadOf(fail));
      expect(await exit).toEqual({ code: 2, signal: null });
      expect(output.stderr).toMatch(/^poolscope: internal error: [^\n\u001b]+\. Please report it, [^\n]+\n$/);
    },
  );

  it.each(Object.entries(AWAITED))('ends with exit code 2 and a sentence without a stack: %s', async (_, fail) => {
    const { exit, output } = await start(preloadOf(fail));
    expect(await exit).toEqual({ code: 2, signal: null });
    expect(output.stderr).toMatch(
      /^poolscope: internal error: \w+Error: no (fill|memory)\nThis is a fault of poolscope/,
    );
    expect(output.stderr).not.toMatch(/^ {4}at /m);
  });

  it('ends so also when the report was being written: it is not known to be whole', async () => {
    const { exit, output } = await start(`
      const { write } = process.stdout;
      process.stdout.write = function (...all) {
        process.nextTick(() => { throw new Error('late'); });
        return write.apply(this, all);
      };
    `);
    expect([await exit, output.stderr.slice(0, 38)]).toEqual([
      { code: 2, signal: null },
      'poolscope: internal error: Error: late',
    ]);
  });

  it('is not taken for a run with findings when nobody reads what it says', async () => {
    const { child } = await start(preloadOf(UNAWAITED['a timer throws']));
    child.stderr.destroy();
    child.stdout.destroy();
    await once(child, 'exit');
    expect(child.exitCode).toBe(2);
  });
});
