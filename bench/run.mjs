/**
 * Side by side with the peers, in one run: `npm run bench`. See README.md for what is measured.
 *
 *   --sizes 100MB,500MB   files to make and measure (default 100MB)
 *   --files a,b           measure these snapshots instead
 *   --repetitions 3       turns per contender and file
 *   --small               one 10 MB file, one turn: does it run, do the answers agree? No verdict on time
 *   --json FILE           also write all figures there
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { askContender, compareAnswers, compareCounts } from './answers.mjs';
import { findContenders } from './contenders.mjs';
import { provideHeapFile, warmFileCache } from './heap-files.mjs';
import { measureProcess, median } from './measure.mjs';
import { renderTable } from './table.mjs';

const CACHE_DIR = fileURLToPath(new URL('../.cache/bench', import.meta.url));

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100MB' },
    files: { type: 'string' },
    repetitions: { type: 'string', default: '3' },
    small: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const sizes = values.small ? ['10MB'] : values.sizes.split(',');
const repetitions = values.small ? 1 : Number(values.repetitions);
if (!Number.isInteger(repetitions) || repetitions < 1)
  throw new RangeError('--repetitions must be a whole number from 1.');

const contenders = findContenders();
mkdirSync(CACHE_DIR, { recursive: true });
const scratch = mkdtempSync(join(CACHE_DIR, 'run-'));
try {
  await compareContenders();
} finally {
  rmSync(scratch, { recursive: true });
}

async function compareContenders() {
  print(`Node ${process.version}, ${os.availableParallelism()} × ${os.cpus()[0]?.model ?? 'unknown processor'}`);
  const files = values.files?.split(',') ?? sizes.map((size) => provideHeapFile(size, CACHE_DIR));
  const results = [];
  for (const file of files) {
    print(`\n${basename(file)}, ${(statSync(file).size / 1e6).toFixed(1)} MB`);
    const rows = await measureInTurn(file);
    print(renderTable(rows, { withRatios: !values.small }));
    const comparisons = await checkAnswers(file);
    results.push({ file, bytes: statSync(file).size, rows, comparisons });
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, repetitions, results }, null, 2)}\n`);
  }
}

/** A B C A B C: what disturbs the machine for a while disturbs all alike. */
async function measureInTurn(file) {
  warmFileCache(file);
  const rows = contenders.map(({ name, ours }) => ({ name, ours, runs: [] }));
  for (let turn = 0; turn < repetitions; turn++) {
    for (const [index, contender] of contenders.entries()) {
      rows[index].runs.push(await measureProcess(contender.command(file, scratch), contender));
    }
  }
  return rows.map((row) => ({
    ...row,
    cpuSeconds: median(row.runs.map((run) => run.cpuSeconds)),
    wallSeconds: median(row.runs.map((run) => run.wallSeconds)),
    peakBytes: median(row.runs.map((run) => run.peakBytes)),
  }));
}

/** Speed is worth nothing if the answers differ: everybody against our library. */
async function checkAnswers(file) {
  const [own, ...others] = contenders.toSorted((a, b) => rankAsReference(a) - rankAsReference(b));
  const expected = await askContender(own, file, scratch);
  const comparisons = [];
  for (const other of others) {
    const { agrees, lines } =
      other.counts === undefined
        ? compareAnswers(expected, await askContender(other, file, scratch))
        : compareCounts(expected, other.counts(scratch));
    print(`Answers, ${own.name} against ${other.name}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    comparisons.push({ with: other.name, agrees, lines });
    if (!agrees) process.exitCode = 1;
  }
  return comparisons;
}

function rankAsReference({ ours, answers }) {
  return ours && answers !== undefined ? 0 : 1;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
