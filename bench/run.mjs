/**
 * Side by side with the peers, in one run: `npm run bench`. See README.md for what is measured.
 *
 *   --sizes 101MB,512MB,1.2GB   files to write and measure; from 2 GB on against memlab and DevTools alone
 *   --series 100MB              size of the three files of the series; 0 for none
 *   --real 100MB                a heap that V8 really had; 0 for none
 *   --files a,b                 measure these snapshots instead of all the above
 *   --turns 3                   per contender and file; files of 1 GB and more get one unless this is given
 *   --no-peers                  ours alone
 *   --no-answers                do not compare what the tools found
 *   --small                     one 10 MB file, one turn, no installing of peers: does it run, do the answers agree?
 *   --curves                    how our cost grows, instead of all this: curves.mjs
 *   --code                      what the text of the program costs, instead of all this: code.mjs
 *   --json FILE                 also write all figures there
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkAnswers } from './check-answers.mjs';
import { measureCode } from './code.mjs';
import { ANALYZE, assertBuilt, readReport } from './contenders.mjs';
import { measureCurves } from './curves.mjs';
import { provideGzip, provideRealHeap, provideWrittenHeap } from './heap-files.mjs';
import { fileMatch, gzipMatch, seriesMatch } from './matches.mjs';
import { arePeersInstalled, installPeers, peersFolder } from './peers/install.mjs';
import { ratioRows, renderFigures, renderRatios } from './table.mjs';
import { takeTurns } from './take-turns.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE_DIR = join(ROOT, '.cache/bench');
const ONE_TURN_BYTES = 1e9;
/** Comparing the answers on larger files takes more memory than it tells. */
const ANSWERS_BYTES = 600e6;
const LEAK_PER_ROUND = 200;
const FAILURE_LENGTH = 600;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '101MB,512MB,1.2GB' },
    series: { type: 'string', default: '100MB' },
    real: { type: 'string', default: '100MB' },
    files: { type: 'string' },
    turns: { type: 'string' },
    'no-peers': { type: 'boolean', default: false },
    'no-answers': { type: 'boolean', default: false },
    small: { type: 'boolean', default: false },
    curves: { type: 'boolean', default: false },
    code: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const askedTurns = values.small ? 1 : Number(values.turns ?? 0);
if (!Number.isInteger(askedTurns) || askedTurns < 0) throw new RangeError('--turns must be a whole number from 1.');

assertBuilt();
mkdirSync(CACHE_DIR, { recursive: true });
const scratch = mkdtempSync(join(CACHE_DIR, 'run-'));
const results = [];
// Removes the temporary files, which may have gigabytes, on Ctrl-C.
process.once('SIGINT', () => {
  rmSync(scratch, { recursive: true, force: true });
  process.exit(130);
});
try {
  print(`Node ${process.version}, ${os.availableParallelism()} × ${os.cpus()[0]?.model ?? 'unknown processor'}`);
  if (values.code) results.push(...(await measureCode({ cacheDir: CACHE_DIR, scratch, print })));
  else if (values.curves) results.push(...(await measureCurves({ scratch, print })));
  else await compareContenders(await providePeers());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
}

async function compareContenders(peers) {
  for (const file of oneByOne()) {
    const { size } = statSync(file);
    const match = fileMatch(`${basename(file)}, ${megabytes(size)}`, file, size);
    await run(match, size, peers);
    if (values['no-answers'] || size > ANSWERS_BYTES) continue;
    const contenders = match.entries.map(({ contender }) => contender);
    for (const { with: name, agrees, lines } of await checkAnswers(file, size, contenders, { scratch, peers })) {
      print(`Answers of ${name}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
      if (!agrees) process.exitCode = 1;
    }
  }
  if (values.files !== undefined || values.small) return;
  if (values.series !== '0') {
    const shape = { size: values.series, snapshots: 3, leakPerRound: LEAK_PER_ROUND };
    const series = provideWrittenHeap(shape, CACHE_DIR);
    const title = `Three files of ${values.series}, ${LEAK_PER_ROUND} connections leak a round`;
    await run(seriesMatch(title, series), statSync(series[0]).size, peers);
    const plain = series[2];
    const packed = await provideGzip(plain);
    const { size } = statSync(packed);
    await run(gzipMatch(`${basename(packed)}, ${megabytes(size)}`, plain, packed), size, peers);
  }
}

/** The files for all contenders, each made when its turn comes. */
function* oneByOne() {
  if (values.files !== undefined) yield* values.files.split(',');
  else if (values.small) yield* provideWrittenHeap({ size: '10MB' }, CACHE_DIR);
  else {
    if (values.real !== '0') yield provideRealHeap(values.real, CACHE_DIR);
    for (const size of values.sizes.split(',')) yield* provideWrittenHeap({ size }, CACHE_DIR);
  }
}

async function run(match, bytes, peers) {
  const turns = askedTurns || (bytes >= ONE_TURN_BYTES ? 1 : 3);
  print(`\n${match.title}, ${turns === 1 ? 'one turn' : `median of ${turns} turns`}`);
  const onTurn = (label) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${label} …\r`);
  const figures = await takeTurns(match, { turns, scratch, peers, onTurn });
  print(renderFigures(figures));
  for (const { label, failure } of figures) if (failure !== null) print(`${label} ${failure.slice(0, FAILURE_LENGTH)}`);
  const absent = match.entries.filter(({ label }) => !figures.some((figure) => figure.label === label));
  if (absent.length > 0)
    print(`Left out${values['no-peers'] ? '' : ', as not installed'}: ${absent.map(({ label }) => label).join(', ')}`);
  if (!values.small) print(`\n${renderRatios(figures, match.ratios)}`);
  if (figures.some(({ ours, failure }) => ours && failure !== null)) process.exitCode = 1;
  results.push({ title: match.title, bytes, figures, ratios: ratioRows(figures, match.ratios) });
  if (
    match.entries.some(({ contender }) => contender === ANALYZE) &&
    figures.every(({ ours, failure }) => !ours || failure === null)
  ) {
    const { findings } = readReport(scratch);
    const told = findings.length === 0 ? 'nothing' : findings.map(({ headline }) => headline).join('; ');
    print(`\nThe last of ours found: ${told}`);
  }
  for (const { label, said } of figures) if (said !== '') print(`${label}: ${said}`);
}

/** @returns {Promise<string>} the folder in which to look for them, whether they are there or not */
async function providePeers() {
  const folder = peersFolder(CACHE_DIR);
  if (values['no-peers']) return join(CACHE_DIR, 'no-peers');
  if (arePeersInstalled(folder)) return folder;
  // No downloads: the memlab that our own tests use is there anyway.
  if (values.small) return ROOT;
  print(`Installing the peers in ${folder}`);
  const problem = await installPeers(folder);
  if (problem !== null) print(`Without those peers that are missing there: ${problem}`);
  return folder;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
