/**
 * Analyzes each series of snapshots as its last snapshot alone, as its last two and as a whole, and prints what each says first. The
 * same evidence must give the same place under the same fingerprint. Then compares the series without its last snapshot with the
 * series without its first one, which shows a process that did not change: nothing may be new, worse or fixed.
 *
 *     npm run lengths -- FOLDER …     each folder holds snapshots, or folders of them at any depth
 *
 * `npm run twins -- --keep FOLDER` writes such folders. The text of the twins is not kept, so those that need it may read otherwise.
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { importTypeScript } from './import-typescript.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { headlines: { type: 'boolean' } },
});
const { readLengths } = await importTypeScript(root, 'test/support/series-lengths.ts', 'twins/series-lengths');

/** Folders at or below `folder` that hold snapshots. */
async function seriesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => seriesIn(join(folder, name))),
  );
  const files = entries
    .filter(({ name }) => /\.heapsnapshot(\.gz|\.zst)?$/.test(name))
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return [...(files.length === 0 ? [] : [{ folder, files }]), ...below.flat()];
}

const write = (line) => process.stdout.write(`${line}\n`);
let changed = 0;
let wrong = 0;
for (const start of positionals) {
  for (const { folder, files } of await seriesIn(resolve(start))) {
    const { rows, comparison, figures } = await readLengths(files.map((file) => join(folder, file)));
    write(`${basename(dirname(folder))}/${basename(folder)}`);
    for (const { length, verdict, place, kind, fingerprint, others, headline } of rows) {
      const more = others === 0 ? '' : `  (${others} more)`;
      const first = place === '' ? '' : `${kind.padEnd(24)} ${fingerprint}  ${place}`;
      write(`  ${String(length).padStart(2)}  ${verdict.padEnd(8)} ${first}${more}`);
      if (values.headlines === true) write(`      ${headline}`);
    }
    if (comparison !== null) {
      write(`  unchanged: ${comparison}`);
      changed += 1;
    }
    for (const figure of figures) write(`  figures: ${figure}`);
    wrong += figures.length;
  }
}
write('');
write(`${changed} unchanged processes compare as changed; ${wrong} figures contradict others`);
