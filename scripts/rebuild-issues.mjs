/**
 * Runs leaks that were reported in public, rebuilt from releases of their libraries, faulty and fixed, and prints what
 * poolscope finds in them:
 *
 *     npm run issues:rebuild [-- --only mysql2-276,n8n-32724]
 *
 * Exit code 1 when a fault is not found, or when what is fixed raises an alarm.
 */
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { importTypeScript } from './import-typescript.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { only: { type: 'string' } } });

const { rebuildIssues } = await importTypeScript(root, 'test/public-issues/rebuild.ts', 'public-issues/rebuild');

let failures = 0;
for await (const { name, variant, packages, alarms, isAsExpected, isMissed } of rebuildIssues(
  root,
  values.only?.split(','),
)) {
  if (!isAsExpected) failures += 1;
  const met = isMissed ? '-- ' : 'ok ';
  const mark = isAsExpected ? met : 'NO ';
  const said = isMissed ? 'not found, as docs/public-issues.md says' : (alarms[0] ?? 'silent');
  process.stdout.write(`${mark} ${name.padEnd(20)} ${variant.padEnd(7)} ${packages.padEnd(32)} ${said}\n`);
  for (const further of alarms.slice(1)) process.stdout.write(`${' '.repeat(65)}${further}\n`);
}
process.exitCode = failures === 0 ? 0 : 1;
