/**
 * Runs one version of one or more twins and writes four snapshots, one after each round:
 *
 *     node run-twin.mjs <buggy|fixed|lookAlike> <folder> <compiled model> …
 *
 * One inspector session for the whole series, as node ids live no longer than that.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const SNAPSHOTS = 4;
const [version = '', folder = '', ...files] = process.argv.slice(2);

/** @type {Record<string, (round: number) => void | Promise<void>>[]} */
const models = [];
for (const file of files) {
  const exported = Object.values(await import(pathToFileURL(file).href));
  models.push(exported.find((value) => typeof value?.buggy === 'function'));
}
const session = new Session();
session.connect();

/** @type {(method: string, params?: object) => Promise<unknown>} */
const post = (method, params = {}) =>
  new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error === null ? resolve(result) : reject(error)));
  });

/** @param {string} path */
async function writeSnapshot(path) {
  const descriptor = openSync(path, 'w');
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
for (let round = 0; round < SNAPSHOTS; round += 1) {
  for (const model of models) await model[version](round);
  // What the round left to the event loop and to the next job is done before the snapshot.
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  await writeSnapshot(join(folder, `${round}.heapsnapshot`));
}
clearInterval(alive);
process.exit(0);
