/**
 * Runs all twins (test/twins) and prints what is found, named and raised in error, with precision and recall, and which of
 * a twin's answers the report gives otherwise:
 *
 *     npm run twins [-- --minified] [-- --node <path of a node binary>] [-- --only array,map] [-- --together]
 *                    [-- --keep <folder for the snapshots>]
 *
 * With `--together` the clean versions of all twins run in one process each: far quicker, and an alarm tells its twin by its label.
 */
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { importTypeScript } from './import-typescript.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    minified: { type: 'boolean' },
    node: { type: 'string' },
    only: { type: 'string' },
    together: { type: 'boolean' },
    keep: { type: 'string' },
  },
});

const { runTwins, alarms, isHolderFirst, wrongAnswers } = await importTypeScript(
  root,
  'test/twins/twin-results.ts',
  'twins/twin-results',
);

const results = await runTwins(root, {
  minified: values.minified === true,
  cleanTogether: values.together === true,
  ...(values.node === undefined ? {} : { node: values.node }),
  ...(values.keep === undefined ? {} : { keep: resolve(values.keep) }),
  ...(values.only === undefined ? {} : { only: values.only.split(',') }),
});

const rows = results.map((result) => {
  const { twin, reports } = result;
  const [first] = alarms(reports.buggy);
  const note = reports.buggy.findings[0];
  return {
    twin: twin.name,
    buggy: reports.buggy.verdict,
    'first label': first?.brokenEdge?.label ?? (note === undefined ? '' : `(note: ${note.brokenEdge?.label})`),
    kind: first?.kind ?? '',
    right: isHolderFirst(twin, reports.buggy, values.minified === true) ? 'yes' : 'NO',
    fixed: reports.fixed.verdict,
    'look-alike': reports.lookAlike.verdict,
    // Places and names of a minified program are not those that the answers give.
    wrong: values.minified === true ? [] : wrongAnswers(result),
    alarms: [...alarms(reports.fixed), ...alarms(reports.lookAlike)],
  };
});

const columns = ['twin', 'buggy', 'first label', 'kind', 'right', 'fixed', 'look-alike'];
const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)));
const print = (cells) =>
  process.stdout.write(
    `${cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd()}\n`,
  );
print(columns);
print(widths.map((width) => '─'.repeat(width)));
for (const row of rows) {
  print(columns.map((column) => row[column]));
  for (const { verdict, kind, brokenEdge } of row.alarms)
    process.stdout.write(`    false alarm: ${verdict} ${kind} ${brokenEdge?.label}\n`);
  for (const answer of row.wrong) process.stdout.write(`    wrong: ${answer}\n`);
}

const isAlarm = (verdict) => verdict === 'leak' || verdict === 'suspect';
const found = rows.filter((row) => isAlarm(row.buggy)).length;
const right = rows.filter((row) => row.right === 'yes').length;
const falseAlarms = rows.flatMap((row) => [row.fixed, row['look-alike']]).filter(isAlarm).length;
const falseLeaks = rows.flatMap((row) => [row.fixed, row['look-alike']]).filter((verdict) => verdict === 'leak').length;
const percent = (part, whole) => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);
process.stdout.write(
  [
    '',
    `${rows.length} leaks: ${found} found, recall ${percent(found, rows.length)}; holder named first in ${right}, ${percent(right, rows.length)}`,
    `${2 * rows.length} clean programs: ${falseAlarms} with an alarm (${falseLeaks} called a leak); precision ${percent(found, found + falseAlarms)}`,
    '',
  ].join('\n'),
);
