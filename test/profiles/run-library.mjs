/**
 * Runs one library and writes a snapshot at each of its moments, beside what is known of it at that moment:
 *
 *     node run-library.mjs <file of the library> <folder of its packages> <folder for the snapshots> <service as JSON>
 *
 * Prints one line of JSON for each moment.
 */
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { SnapshotWriter } from '../support/snapshot-writer.mjs';

const [libraryFile = '', packages = '', target = '', service = 'null'] = process.argv.slice(2);
const { library } = await import(pathToFileURL(libraryFile).href);
const { load, require } = await import(pathToFileURL(join(packages, 'load.mjs')).href);

const snapshots = new SnapshotWriter();
let count = 0;
for await (const { moment, ...books } of library.moments({ load, require, service: JSON.parse(service) })) {
  const file = join(target, `${count}.heapsnapshot`);
  count += 1;
  await snapshots.write(file);
  process.stdout.write(`${JSON.stringify({ moment, file, ...books })}\n`);
}
process.exit(0);
