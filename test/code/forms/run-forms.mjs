/**
 * Runs forms under a load, for a series of snapshots of them all:
 *
 *     node run-forms.mjs <folder> <built form> …   writes four snapshots, one after each round of 200 entries
 *     node run-forms.mjs - <built form> …          adds 20 entries a second for good, to attach to; says `ready 0`
 */
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SnapshotWriter } from '../../support/snapshot-writer.mjs';

const SNAPSHOTS = 4;
const PER_ROUND = 200;
/** The longest that an entry of a form stays which is soon taken out again. */
const SETTLED_MS = 200;

const [folder = '-', ...files] = process.argv.slice(2);
const forms = [];
for (const file of files) {
  const exported = await import(pathToFileURL(file).href);
  const Form = Object.values(exported).find((value) => typeof value?.prototype?.add === 'function');
  forms.push(new Form());
}
globalThis.forms = forms;

let serial = 0;
function add() {
  for (const form of forms) form.add(`key-${serial}`);
  serial += 1;
}

if (folder === '-') {
  setInterval(add, 50);
  console.log('ready 0');
} else {
  const snapshots = new SnapshotWriter();
  for (let round = 0; round < SNAPSHOTS; round += 1) {
    for (let each = 0; each < PER_ROUND; each += 1) add();
    await pause(SETTLED_MS);
    await snapshots.write(join(folder, `${round}.heapsnapshot`));
  }
  process.exit(0);
}
