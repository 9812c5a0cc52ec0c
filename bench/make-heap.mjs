/**
 * Makes large, realistic heap snapshots for the benchmark. The service in them is the same for the same
 * arguments; V8's own objects (code, maps, feedback) differ by some dozens of nodes from run to run.
 *
 *   node bench/make-heap.mjs --size 100MB --out .cache/bench              one snapshot
 *   node bench/make-heap.mjs --size 100MB --out .cache/bench --series 3   a series with a leak; the last has that size
 *
 * Options: --seed N (default 1), --leak N connections leaked per round (default: 2 % of the pool).
 * Prints one JSON line: the files, their sizes, and what the pool holds.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import v8 from 'node:v8';
import { ServiceHeap } from './service-heap.mjs';
import { parseSize } from './size.mjs';

/** File bytes of an empty service and of each connection, measured on Node 20; close, not exact, on others. */
const BASE_BYTES = 4.7e6;
const BYTES_PER_CONNECTION = 10_530;
/** Live heap is about two thirds of the file; V8 and the collector need room beside it. */
const HEAP_BYTES_PER_FILE_BYTE = 4;
const DEFAULT_LEAK_SHARE = 0.02;

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    out: { type: 'string' },
    series: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    leak: { type: 'string' },
  },
});
if (values.size === undefined || values.out === undefined) {
  process.stderr.write('Usage: node bench/make-heap.mjs --size 100MB --out DIR [--series 3] [--seed 1] [--leak N]\n');
  process.exit(2);
}

const sizeBytes = parseSize(values.size);
const rounds = positiveInteger('series', values.series);
const seed = positiveInteger('seed', values.seed);
const heapNeededMb = Math.ceil((sizeBytes * HEAP_BYTES_PER_FILE_BYTE) / 2 ** 20) + 512;

if (v8.getHeapStatistics().heap_size_limit < heapNeededMb * 2 ** 20 * 0.9) {
  const args = [`--max-old-space-size=${heapNeededMb}`, ...process.argv.slice(1)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
} else {
  makeSeries();
}

function makeSeries() {
  const connections = Math.max(10, Math.round((sizeBytes - BASE_BYTES) / BYTES_PER_CONNECTION));
  const leakPerRound = values.leak === undefined ? Math.ceil(connections * DEFAULT_LEAK_SHARE) : Number(values.leak);
  const leaked = leakPerRound * (rounds - 1);
  if (!Number.isInteger(leakPerRound) || leaked < 0 || leaked >= connections) {
    throw new RangeError(
      `--leak must be a whole number, and ${rounds} rounds of it fewer than ${connections} connections.`,
    );
  }
  const service = new ServiceHeap(seed);
  // Reachable from the global object, as a module's state would be.
  globalThis.service = service;
  service.open(connections - leaked);
  mkdirSync(values.out, { recursive: true });
  const files = [];
  for (let round = 1; round <= rounds; round++) {
    if (round > 1) service.leakReservations(leakPerRound);
    const suffix = rounds === 1 ? '' : `-${round}`;
    const path = join(values.out, `service-${values.size}${suffix}.heapsnapshot`);
    v8.writeHeapSnapshot(path);
    files.push({ path, bytes: statSync(path).size });
  }
  const { all, reservations } = service.pool;
  process.stdout.write(`${JSON.stringify({ files, open: all.size, leaked: reservations.size, leakPerRound })}\n`);
}

function positiveInteger(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`--${name} must be a whole number from 1, not "${text}".`);
  return value;
}
