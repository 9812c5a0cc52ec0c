/**
 * Writes synthetic heap snapshots of any size, in constant memory: see written-heap/service.mjs for what is in it. The
 * same arguments give the same bytes.
 *
 *   node bench/write-heap.mjs --size 3.3GB --out DIR                          one snapshot
 *   node bench/write-heap.mjs --size 100MB --out DIR --series 3 --leak 1000   a series that leaks so many a round
 *
 * Options: --labels N (ledgers that hold the leaked, each a class of its own; 1), --seed N (1), --name (heap). Prints
 * one JSON line: the files with their sizes, nodes and edges. The last file has that size, within 2 %.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSize } from './size.mjs';
import { describeService } from './written-heap/service.mjs';
import { unitsForSize } from './written-heap/units-for-size.mjs';
import { writeSnapshot } from './written-heap/write-snapshot.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    out: { type: 'string' },
    name: { type: 'string', default: 'heap' },
    series: { type: 'string', default: '1' },
    leak: { type: 'string', default: '0' },
    labels: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
});
if (values.size === undefined || values.out === undefined) {
  process.stderr.write(
    'Usage: node bench/write-heap.mjs --size 3.3GB --out DIR [--series 3 --leak N --labels N] [--seed 1]\n',
  );
  process.exit(2);
}

const snapshots = wholeNumber('series', 1);
const shape = {
  snapshots,
  leakPerRound: wholeNumber('leak', 0),
  labels: wholeNumber('labels', 1),
  seed: wholeNumber('seed', 0),
};
const { fixed, familiesOf } = describeService({ ...shape, ...unitsForSize(parseSize(values.size), shape) });
mkdirSync(values.out, { recursive: true });
const files = [];
for (let snapshot = 0; snapshot < snapshots; snapshot++) {
  const path = join(values.out, `${values.name}${snapshots === 1 ? '' : `-${snapshot + 1}`}.heapsnapshot`);
  files.push({ path, ...writeSnapshot(path, fixed, familiesOf(snapshot)) });
}
process.stdout.write(`${JSON.stringify({ files })}\n`);

function wholeNumber(name, least) {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`--${name} must be a whole number from ${least}, not "${values[name]}".`);
  }
  return value;
}
