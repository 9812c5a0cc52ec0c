/**
 * Runs one library and writes a snapshot at each of its moments, beside what is known of it at that moment:
 *
 *     node run-library.mjs <file of the library> <folder of its packages> <folder for the snapshots> <service as JSON>
 *
 * Prints one line of JSON for each moment. One inspector session, so that node ids hold for all of them.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const [libraryFile = '', packages = '', target = '', service = 'null'] = process.argv.slice(2);
const { library } = await import(pathToFileURL(libraryFile).href);
const { load, require } = await import(pathToFileURL(join(packages, 'load.mjs')).href);

const session = new Session();
session.connect();

/** @type {(method: string, params?: object) => Promise<unknown>} */
const post = (method, params = {}) =>
  new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error === null ? resolve(result) : reject(error)));
  });

/** @param {string} file */
async function writeSnapshot(file) {
  const descriptor = openSync(file, 'w');
  /** @param {{ params: { chunk: string } }} message */
  const write = (message) => writeSync(descriptor, message.params.chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', write);
  await post('HeapProfiler.collectGarbage');
  await post('HeapProfiler.takeHeapSnapshot', { captureNumericValue: true });
  session.off('HeapProfiler.addHeapSnapshotChunk', write);
  closeSync(descriptor);
}

// The loop stays alive while a snapshot is written: newer Nodes write it asynchronously.
const alive = setInterval(() => undefined, 1000);
let count = 0;
for await (const { moment, ...books } of library.moments({ load, require, service: JSON.parse(service) })) {
  const file = join(target, `${count}.heapsnapshot`);
  count += 1;
  await writeSnapshot(file);
  process.stdout.write(`${JSON.stringify({ moment, file, ...books })}\n`);
}
clearInterval(alive);
process.exit(0);
