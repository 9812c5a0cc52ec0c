/**
 * Runs the forms (test/code/forms), each in a process of its own that takes four snapshots of itself, analyzes them with
 * the text at hand, and prints which leaks are found, which healthy forms are accused, and whether the lines are right:
 *
 *     npm run forms [-- --only tickets,visits]
 */
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { importTypeScript } from './import-typescript.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const { runForms } = await importTypeScript(root, 'test/code/forms/form-results.ts', 'forms/form-results');
const results = await runForms(root, values.only?.split(',') ?? null);

const columns = ['form', 'answer', 'verdict', 'label', 'sites', 'to fix', 'line named'];
const rows = results.map(({ form, verdict, finding, sites, missing }) => {
  const code = finding?.code;
  const line = code?.missing == null ? '' : `${code.missing.line}:${code.missing.column} ${code.missing.why}`;
  const wanted = form.missing === null ? '' : ` (${form.missing.line})`;
  return [
    form.file,
    form.leak ?? 'healthy',
    verdict,
    finding === null ? '' : `${finding.verdict} ${finding.brokenEdge?.label ?? finding.kind}`,
    sites,
    missing,
    line + wanted,
  ];
});
const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index].length)));
const print = (cells) =>
  process.stdout.write(
    `${cells
      .map((cell, index) => cell.padEnd(widths[index]))
      .join('  ')
      .trimEnd()}\n`,
  );
print(columns);
print(widths.map((width) => '─'.repeat(width)));
for (const row of rows) print(row);

const isAlarm = ({ verdict }) => verdict === 'leak' || verdict === 'suspect';
const leaking = results.filter(({ form }) => form.leak !== null);
const healthy = results.filter(({ form }) => form.leak === null);
const called = (list, verdict) => list.filter((result) => result.verdict === verdict).length;
const graded = (list, grade) => list.filter(({ missing }) => missing === grade).length;
process.stdout.write(
  [
    '',
    `${leaking.length} leaking: ${called(leaking, 'leak')} called a leak, ${called(leaking, 'suspect')} a suspect, ${leaking.filter((result) => !isAlarm(result)).length} missed`,
    `${healthy.length} healthy: ${called(healthy, 'leak')} called a leak, ${called(healthy, 'suspect')} a suspect`,
    `line to fix of the leaking: ${['right', 'near', 'none', 'wrong', '-'].map((grade) => `${graded(leaking, grade)} ${grade}`).join(', ')}`,
    `lines that add and remove: ${['right', 'near', 'none', 'wrong'].map((grade) => `${results.filter(({ sites }) => sites === grade).length} ${grade}`).join(', ')}`,
    '',
  ].join('\n'),
);
