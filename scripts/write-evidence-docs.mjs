/** Writes the tables of evidence codes into docs from the catalog of the analysis: `npm run docs:evidence`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { importTypeScript } from './import-typescript.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { withAllCodes, withDoubts } = await importTypeScript(
  root,
  'test/docs/evidence-tables.ts',
  'docs/evidence-tables',
);
const { FINDING_KINDS } = await importTypeScript(root, 'src/findings/report-schema.ts', 'docs/report-schema');

rewrite('docs/evidence.md', withAllCodes);
for (const kind of FINDING_KINDS) rewrite(`docs/findings/${kind}.md`, (page) => withDoubts(page, kind));

/** @param {string} path @param {(page: string) => string} change */
function rewrite(path, change) {
  const file = join(root, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
