import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { keptFilesOnDisk } from '../../src/disk/kept-files.js';
import { type KeptScripts, readKeptScripts } from '../../src/sources/kept-scripts.js';
import { poolscope } from './support/command-line.js';
import { startServing } from './support/serving.js';

const PROGRAM: Readonly<Record<string, string>> = {
  'app.mjs': `
    import { createRequire } from 'node:module';
    import { Worker } from 'node:worker_threads';
    import './part.mjs';
    const require = createRequire(import.meta.url);
    globalThis.pool = require('./pool.cjs');
    globalThis.made = new Function('a', 'return a + 12345');
    new Worker(new URL('./job.cjs', import.meta.url));
    setTimeout(() => require('./late.cjs'), 1000);
    // Stops whatever has a debugger that stops.
    setInterval(() => { debugger; }, 1);`,
  'part.mjs': `// Grüße 🎈\nexport const part = 1;\n//# sourceMappingURL=part.mjs.map\n`,
  'pool.cjs': `\nexports.checkOutOne = function checkOutOne() {};\n//# sourceMappingURL=data:application/json;base64,e30=\n`,
  'late.cjs': `exports.late = function late() {};\n`,
  'job.cjs': `console.log('worker runs');\nsetInterval(() => {}, 1000);\n`,
};

let scratch = '';
let program = '';
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-scripts-'));
  program = join(scratch, 'program');
  await mkdir(program);
  for (const [name, text] of Object.entries(PROGRAM)) await writeFile(join(program, name), text);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function attachTo(folder: string, rounds: number, ...options: string[]): Promise<{ readonly stderr: string }> {
  const spawn = ['--spawn', '--', process.execPath, join(program, 'app.mjs')];
  const argv = [
    'attach',
    '--dir',
    folder,
    '--rounds',
    String(rounds),
    '--interval',
    '2s',
    '--no-analyze',
    ...options,
    ...spawn,
  ];
  const { code, stderr } = await poolscope(argv);
  expect(code, stderr).toBe(0);
  return { stderr };
}

function keptOf(folder: string, round: number): KeptScripts {
  const kept = readKeptScripts(join(folder, `${round}.heapsnapshot`), keptFilesOnDisk);
  if (kept === null) throw new Error(`no scripts beside snapshot ${round}`);
  return kept;
}

/** V8's number of the script in which a function of this name is, by the snapshot. */
async function scriptIdOf(functionName: string, file: string): Promise<number | undefined> {
  const { snapshot, nodes, strings, locations } = JSON.parse(await readFile(file, 'utf8'));
  const { node_fields: fields, node_types: types, location_fields: placeFields } = snapshot.meta;
  for (let at = 0; at < locations.length; at += placeFields.length) {
    const node = locations[at + placeFields.indexOf('object_index')];
    const type = types[0][nodes[node + fields.indexOf('type')]];
    if (type === 'closure' && strings[nodes[node + fields.indexOf('name')]] === functionName)
      return locations[at + placeFields.indexOf('script_id')];
  }
  return undefined;
}

describe.skipIf(process.platform !== 'linux')(
  'the scripts of a process that is attached to',
  { timeout: 120_000 },
  () => {
    it('lie beside the series, under the numbers that the snapshots have, and are the text that runs', async () => {
      const folder = join(scratch, 'kept');
      const { stderr } = await attachTo(folder, 1);
      expect(stderr).toMatch(/^Kept the texts of \d+ scripts \(\d+(\.\d)? \w+\) in [\d.]+ m?s$/m);

      for (const round of [0, 1]) {
        const kept = keptOf(folder, round);
        const byName = new Map(kept.scripts.map((script) => [script.url.replace(/^.*\//, ''), script]));
        // The worker has its own scripts, and its own numbers.
        expect([...byName.keys()].filter((name) => name !== '').sort()).toEqual([
          'app.mjs',
          'late.cjs',
          'part.mjs',
          'pool.cjs',
        ]);
        for (const [name, script] of byName) if (name !== '') expect(kept.readText(script)).toBe(PROGRAM[name]);
        const unnamed = kept.scripts.filter(({ url }) => url === '').map((script) => kept.readText(script));
        expect(unnamed).toEqual([expect.stringContaining('return a + 12345')]);
        expect(byName.get('part.mjs')).toMatchObject({ sourceMapUrl: 'part.mjs.map', inlineMap: false });
        expect(byName.get('pool.cjs')).toMatchObject({ sourceMapUrl: null, inlineMap: true });
        expect(await scriptIdOf('checkOutOne', join(folder, `${round}.heapsnapshot`))).toBe(
          byName.get('pool.cjs')?.scriptId,
        );
      }
      expect(await readdir(join(folder, 'scripts'))).toEqual([expect.stringMatching(/^[\da-f]{64}\.texts$/)]);
      expect((await stat(join(folder, 'scripts'))).mode & 0o777).toBe(0o700);
      for (const name of await readdir(join(folder, 'scripts')))
        expect((await stat(join(folder, 'scripts', name))).mode & 0o777).toBe(0o600);
    });

    it('are those of the worker that is looked at', async () => {
      const folder = join(scratch, 'worker');
      const serving = startServing(process.execPath, ['--inspect-port=0', join(program, 'app.mjs')]);
      try {
        await serving.waitFor(/worker runs/);
        const argv = [
          'attach',
          String(serving.pid),
          '--worker',
          'job',
          '--dir',
          folder,
          '--rounds',
          '0',
          '--no-analyze',
        ];
        const { code, stderr } = await poolscope(argv);
        expect(code, stderr).toBe(0);
      } finally {
        await serving.stop();
      }
      const kept = keptOf(folder, 0);
      const named = kept.scripts.filter(({ url }) => url !== '');
      expect(named.map((script) => kept.readText(script))).toEqual([PROGRAM['job.cjs']]);
    });

    it('are left with --no-scripts', async () => {
      const folder = join(scratch, 'left');
      const { stderr } = await attachTo(folder, 0, '--no-scripts', '--gzip');
      expect(stderr).not.toContain('texts');
      expect((await readdir(folder)).sort()).toEqual(['0.heapsnapshot.gz', '0.heapsnapshot.gz.json']);
      expect(readKeptScripts(join(folder, '0.heapsnapshot.gz'), keptFilesOnDisk)).toBeNull();
    });

    it('are kept in a folder where an earlier series left its own, when its snapshots are gone', async () => {
      const folder = join(scratch, 'again');
      await attachTo(folder, 0);
      const [texts] = await readdir(join(folder, 'scripts'));
      await writeFile(join(folder, 'scripts', texts), 'spoiled');
      await rm(join(folder, '0.heapsnapshot'));
      await attachTo(folder, 0);
      const kept = keptOf(folder, 0);
      expect(kept.scripts.map((script) => kept.readText(script)?.length)).not.toContain(undefined);
    });
  },
);
