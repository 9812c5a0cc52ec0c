/**
 * Changes each condition, threshold and row of a table by which `src/analyzers/verdict` and `evidence` decide, one at a time, and shows
 * which of these mutants no unit test notices:
 *
 *     npm run mutate [-- --only REGEX] [-- --tests REGEX] [-- --list] [-- --survivors FILE]
 *
 * `--only` takes the files whose path fits, `--tests` the test files; `--list` prints the mutants and runs nothing; `--survivors` writes
 * the table into a file as well. Exit code 1 when less than 95 % are noticed.
 *
 * All mutants are written into the code at once, each behind a switch, while vitest loads it: no file is changed. Each test then runs once
 * to see which mutants it reaches, and once for each of these (`mutate-runner.mjs`).
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BaseSequencer, startVitest } from 'vitest/node';
import { EQUIVALENTS } from './mutate-equivalents.mjs';
import { Mutator } from './mutate-source.mjs';

/** The cases of these tests are made by hand, or ask one finder: the quickest. */
const QUICKEST = /analyzers\/(verdict\/rows-|evidence\/(code|finders\/))/;
/** Tests of the rooms in question, but for those of whole series. */
const DIRECT = /analyzers\/(evidence|verdict)\/(?!verdicts-)/;

/** Quick tests come first, and tests of the rooms in question: what they notice the tests of whole series need not try. */
class DirectFirst extends BaseSequencer {
  sort(specifications) {
    const turn = ({ moduleId }) => [QUICKEST, DIRECT].filter((pattern) => !pattern.test(moduleId)).length;
    return specifications.toSorted((a, b) => turn(a) - turn(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

const MUST_BE_NOTICED = 0.95;
const ANALYZERS = 'src/analyzers';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    tests: { type: 'string' },
    list: { type: 'boolean' },
    survivors: { type: 'string' },
  },
});

const files = ['evidence', 'verdict']
  .flatMap((room) =>
    readdirSync(join(root, ANALYZERS, room), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(ANALYZERS, room, file),
    ),
  )
  .filter((file) => file.endsWith('.ts') && new RegExp(values.only ?? '').test(file))
  .sort();
const mutator = new Mutator(root);
const switched = new Map(files.map((file) => [join(root, file), mutator.mutate(file)]));

const usedEquivalents = new Set();
const mutants = mutator.mutants.filter((mutant) => !isEquivalent(mutant));

if (values.list === true) {
  for (const mutant of mutants) console.log(row(mutant));
  console.log(`${mutants.length} mutants in ${files.length} files`);
} else {
  process.exitCode = await run();
}

async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'mutate-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const start = Date.now();
  // What is known to change nothing counts as noticed, so that no test runs for it.
  for (const { id } of mutator.mutants.filter((mutant) => !mutants.includes(mutant)))
    writeFileSync(join(folder, `noticed-${id}`), '');
  if (!(await runTests(folder))) {
    console.log('Tests fail without a change, or fail when they run again: nothing can be said about mutants.');
    return 1;
  }
  const survivors = mutants.filter(({ id }) => !existsSync(join(folder, `noticed-${id}`)));
  const noticed = mutants.length - survivors.length;
  const share = mutants.length === 0 ? 1 : noticed / mutants.length;
  const table = survivors.map(
    (mutant) => row(mutant) + (existsSync(join(folder, `reached-${mutant.id}`)) ? '' : '   (no test reaches it)'),
  );
  const total = `${noticed} of ${mutants.length} mutants noticed (${(share * 100).toFixed(1)} %)`;
  const lines = [...table, '', ...byFile(survivors), '', ...unusedEquivalents(), total];
  console.log(lines.join('\n'));
  console.log(`in ${Math.round((Date.now() - start) / 1000)} s`);
  if (values.survivors !== undefined) writeFileSync(values.survivors, `${lines.join('\n')}\n`);
  return share < MUST_BE_NOTICED ? 1 : 0;
}

async function runTests(folder) {
  process.env['MUTATE_FOLDER'] = folder;
  const vitest = await startVitest(
    'test',
    testFiles(),
    {
      root,
      watch: false,
      // Only the test files that lead to the code in question.
      related: [...switched.keys()],
      runner: join(root, 'scripts/mutate-runner.mjs'),
      reporters: [process.stdout.isTTY ? 'default' : 'dot'],
      update: false,
      sequence: { sequencer: DirectFirst },
      dangerouslyIgnoreUnhandledErrors: true,
    },
    {
      mode: 'unit',
      plugins: [
        {
          name: 'mutants',
          enforce: 'pre',
          load: (id) => switched.get(id),
        },
      ],
    },
  );
  const isRight = vitest.state.getFiles().every((file) => file.result?.state === 'pass');
  await vitest.close();
  return isRight && vitest.state.getFiles().length > 0;
}

function testFiles() {
  if (values.tests === undefined) return [];
  const pattern = new RegExp(values.tests);
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => join('test', file))
    .filter((file) => file.endsWith('.test.ts') && pattern.test(file));
}

function isEquivalent({ file, within, original, mutated }) {
  const known = EQUIVALENTS.find(
    (each) =>
      join(ANALYZERS, each.file) === file &&
      each.original === original &&
      (each.within === undefined || each.within === within) &&
      (each.mutated === undefined || each.mutated === mutated),
  );
  if (known !== undefined) usedEquivalents.add(known);
  return known !== undefined;
}

function unusedEquivalents() {
  if (values.only !== undefined) return [];
  return EQUIVALENTS.filter((each) => !usedEquivalents.has(each)).map(
    ({ file, original }) => `No mutant fits this entry of mutate-equivalents.mjs any more: ${file}  ${original}`,
  );
}

function row({ file, line, original, mutated }) {
  return `${relative(ANALYZERS, file)}:${line}   ${original}  →  ${mutated}`;
}

function byFile(survivors) {
  const counts = new Map();
  for (const { file } of survivors) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([file, count]) => `${count} in ${relative(ANALYZERS, file)}`);
}
