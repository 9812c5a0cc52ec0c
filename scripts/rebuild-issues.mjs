/**
 * Runs leaks that were reported in public, rebuilt from releases of their libraries, faulty and mended, and prints what
 * poolscope finds in them:
 *
 *     npm run issues:rebuild [-- --only mysql2-276,n8n-32724]
 *
 * Exit code 1 when a fault is not found, or when what is mended raises an alarm.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { only: { type: 'string' } } });

// The analysis is TypeScript: it is bundled into the build folder, from where it finds its dependencies.
const bundle = join(root, 'build', 'public-issues', 'rebuild.mjs');
await mkdir(dirname(bundle), { recursive: true });
await build({
  entryPoints: [join(root, 'test/public-issues/rebuild.ts')],
  outfile: bundle,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'error',
});
const { rebuildIssues } = await import(pathToFileURL(bundle).href);

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
