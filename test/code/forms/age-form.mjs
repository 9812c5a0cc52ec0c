/**
 * Runs one form through two batches of entries and twenty minutes after each, by a false clock, and prints how many
 * objects the second batch left behind:
 *
 *     node age-form.mjs <built form>
 */
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import { queryObjects } from 'node:v8';

const BATCH = 3000;
const AFTER_MINUTES = 20;
const { setImmediate: turn } = globalThis;

mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] });
// Forms may import timers by name.
syncBuiltinESMExports();
const exported = await import(pathToFileURL(process.argv[2]).href);
const Form = Object.values(exported).find((value) => typeof value?.prototype?.add === 'function');
const form = new Form();

let serial = 0;
async function pass(ms) {
  mock.timers.tick(ms);
  await new Promise((resolve) => turn(resolve));
}

async function objectsAfterBatch() {
  for (let each = 0; each < BATCH; each += 1) {
    form.add(`key-${serial}`);
    serial += 1;
    if (serial % 100 === 0) await pass(10);
  }
  for (let minute = 0; minute < AFTER_MINUTES; minute += 1) await pass(60_000);
  // A thing held weakly goes with a collection, and what waits for that in the next turns.
  for (let each = 0; each < 2; each += 1) {
    queryObjects(Object, { format: 'count' });
    await new Promise((resolve) => turn(resolve));
  }
  return queryObjects(Object, { format: 'count' });
}

const first = await objectsAfterBatch();
const second = await objectsAfterBatch();
console.log(second - first);
process.exit(0);
