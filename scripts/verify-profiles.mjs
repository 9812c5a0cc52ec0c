/**
 * Runs each library that a built-in profile knows, in the oldest and the newest version it claims, and compares the
 * books that poolscope reads from its heap with what the library says at the same moment. Prints one line for each:
 *
 *     npm run profiles:verify [-- --only pg,mysql2] [-- --newest] [-- --node <path of a node binary>]
 *
 * Exit code 1 when something differs or could not be run.
 */
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { importTypeScript } from './import-typescript.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: { only: { type: 'string' }, newest: { type: 'boolean' }, node: { type: 'string' } },
});

const { verifyLibraries, describeVerification } = await importTypeScript(
  root,
  'test/profiles/verifications.ts',
  'profiles/verifications',
);

let unequal = 0;
const row = (cells) =>
  [24, 46, 24, 0]
    .map((width, index) => (cells[index] ?? '').padEnd(width))
    .join('  ')
    .trimEnd();
process.stdout.write(`${row(['library', 'version', 'figures', 'equal'])}\n`);
const options = {
  only: values.only?.split(','),
  newestOnly: values.newest === true,
  node: values.node,
};
for await (const verification of verifyLibraries(root, options)) {
  const { figures, verdict, details } = describeVerification(verification);
  if (verdict !== 'equal') unequal += 1;
  process.stdout.write(`${row([verification.name, verification.packages, figures, verdict])}\n`);
  for (const detail of details) process.stdout.write(`    ${detail}\n`);
}
process.stdout.write(unequal === 0 ? '\nAll equal.\n' : `\n${unequal} not equal.\n`);
process.exitCode = unequal === 0 ? 0 : 1;
