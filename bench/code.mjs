import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ANALYZE } from './contenders.mjs';
import { measureProcess } from './measure.mjs';
import { toMebibytes } from './size.mjs';
import { renderColumns } from './table.mjs';
import { runContender } from './take-turns.mjs';
import { writeProgram } from './write-program.mjs';

const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const TURNS = 5;
/** A bundle of 30 MB has so many modules. */
const MODULES_OF_30_MB = 7900;

/** So many rows take 75 MB of a snapshot. */
const ROWS_OF_75_MB = 185_000;

/** Programs that leak from a table in one of their modules. */
const PROGRAMS = [
  { name: '2,000 scripts', shape: { modules: 2000 } },
  { name: '2,000 scripts, each with a field of that name', shape: { modules: 2000, isCommonName: true } },
  { name: '2,000 scripts, snapshots of 100 MB', shape: { modules: 2000, rows: ROWS_OF_75_MB } },
  { name: '5,000 scripts', shape: { modules: 5000 } },
  { name: 'bundle of 10 MB', shape: { modules: MODULES_OF_30_MB / 3, isBundle: true } },
  {
    name: 'bundle of 10 MB, each module with a field of that name',
    shape: { modules: MODULES_OF_30_MB / 3, isBundle: true, isCommonName: true },
  },
  { name: 'bundle of 30 MB', shape: { modules: MODULES_OF_30_MB, isBundle: true } },
  {
    name: 'bundle of 30 MB, each module with a field of that name',
    shape: { modules: MODULES_OF_30_MB, isBundle: true, isCommonName: true },
  },
];

/**
 * What the text of the program costs: each program is attached to, with its texts kept and not, and its series of three snapshots is
 * analyzed with the texts and without, in turn. While it is analyzed without, the program's files are not where they were.
 *
 * @param {{ cacheDir: string, scratch: string, print: (text: string) => void }} options
 * @returns {Promise<object[]>} all figures
 */
export async function measureCode({ cacheDir, scratch, print }) {
  const results = [];
  for (const { name, shape } of PROGRAMS) {
    const folder = join(scratch, 'program');
    const { main, bytes } = writeProgram(folder, { ...shape, modules: Math.round(shape.modules) });
    const withTexts = join(scratch, 'with');
    const without = join(scratch, 'without');
    const attached = await capture(main, withTexts, scratch, []);
    const alone = await capture(main, without, scratch, ['--no-scripts']);
    // The same snapshots both times.
    rmSync(without, { recursive: true });
    cpSync(withTexts, without, { recursive: true, filter: (path) => !path.endsWith('scripts') });
    renameSync(folder, `${folder}-away`);
    const runs = { with: [], without: [] };
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const [way, series] of [
        ['without', without],
        ['with', withTexts],
      ]) {
        const files = snapshotsIn(series);
        runs[way].push(await runContender(ANALYZE, ANALYZE.command(files, scratch), { scratch, peers: cacheDir }));
      }
    }
    for (const each of [folder, `${folder}-away`, withTexts, without])
      if (existsSync(each)) rmSync(each, { recursive: true });
    results.push({ name, bytes, runs, attached, alone });
    print(rowsOf(results[results.length - 1]));
  }
  return results;
}

function snapshotsIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.heapsnapshot'));
  return names.toSorted().map((name) => join(folder, name));
}

/** Without the target, which is ended by a signal and so leaves no figures. */
async function capture(main, folder, scratch, flags) {
  mkdirSync(folder, { recursive: true });
  const args = ['attach', '--spawn', '--rounds', '2', '--interval', '1s', '--no-analyze', '--dir', folder];
  const { output: _, ...usage } = await measureProcess([CLI, ...args, ...flags, '--', 'node', main], {
    usageFile: join(scratch, 'usage.jsonl'),
    exitCodes: [0, 1],
  });
  return usage;
}

function rowsOf({ name, bytes, runs, attached, alone }) {
  const table = [[`${name}, ${(bytes / 1e6).toFixed(1)} MB`, 'CPU s', 'quartiles', 'peak MiB']];
  for (const way of ['without', 'with']) {
    const cpu = quartiles(runs[way].map(({ cpuSeconds }) => cpuSeconds));
    const [, peak] = quartiles(runs[way].map(({ peakBytes }) => peakBytes));
    const spread = `${cpu[0].toFixed(2)}–${cpu[2].toFixed(2)}`;
    table.push([`analyze ${way} the text`, cpu[1].toFixed(2), spread, String(toMebibytes(peak))]);
  }
  table.push([
    'attach --no-scripts, without the target',
    alone.cpuSeconds.toFixed(2),
    '',
    String(toMebibytes(alone.peakBytes)),
  ]);
  table.push([
    'attach, without the target',
    attached.cpuSeconds.toFixed(2),
    '',
    String(toMebibytes(attached.peakBytes)),
  ]);
  return `\n${renderColumns(table)}`;
}

function quartiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
}
