/**
 * Runs the program of a public issue, faulty or fixed, and writes a snapshot after each round:
 *
 *     node run-issue.mjs <file of the issue> <faulty or fixed> <folder of its packages> <folder for the snapshots> <service as JSON>
 */
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SnapshotWriter } from '../support/snapshot-writer.mjs';

const SNAPSHOTS = 4;
const [issueFile = '', variant = '', packages = '', target = '', service = 'null'] = process.argv.slice(2);
const { issue } = await import(pathToFileURL(issueFile).href);
const { load, require } = await import(pathToFileURL(join(packages, 'load.mjs')).href);

const isFaulty = variant === 'faulty';
const round = await issue.start({ load, require, service: JSON.parse(service), isFaulty });
const snapshots = new SnapshotWriter();
await round();
for (let count = 0; count < SNAPSHOTS; count += 1) {
  await round();
  globalThis.gc?.();
  // What is closed is closed, and hooks have been told what was collected.
  await setTimeout(300);
  await snapshots.write(join(target, `${count}.heapsnapshot`));
}
process.exit(0);
