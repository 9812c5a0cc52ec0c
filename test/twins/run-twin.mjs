/**
 * Runs one version of one or more twins and writes four snapshots, one after each round:
 *
 *     node run-twin.mjs <buggy|fixed|lookAlike> <folder> <compiled model> …
 */
import { join } from 'node:path';
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SnapshotWriter } from '../support/snapshot-writer.mjs';

const SNAPSHOTS = 4;
const [version = '', folder = '', ...files] = process.argv.slice(2);

/** @type {Record<string, (round: number) => void | Promise<void>>[]} */
const models = [];
for (const file of files) {
  const exported = Object.values(await import(pathToFileURL(file).href));
  models.push(exported.find((value) => typeof value?.buggy === 'function'));
}
const snapshots = new SnapshotWriter();
for (let round = 0; round < SNAPSHOTS; round += 1) {
  for (const model of models) await model[version](round);
  // What the round left to the event loop and to the next job is done before the snapshot.
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  await snapshots.write(join(folder, `${round}.heapsnapshot`));
}
process.exit(0);
