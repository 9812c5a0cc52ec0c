/** Measured, as numbers get longer with the heap: bytes of a file per unit, by the logarithm of the number of units. */
const BASE_BYTES = 3.1e6;
const BYTES_PER_UNIT = [
  [3, 4726],
  [4, 4783],
  [5, 4950],
  [5.824, 5101],
];
const BYTES_PER_LEAKED = 9 * 80;
/** Of the units; a connection has 86 nodes, a document 50. */
const CONNECTION_SHARE = 0.35;

/**
 * How many connections and documents make the last file of a series so large.
 *
 * @param {number} bytes
 * @param {{ snapshots: number, leakPerRound: number }} shape
 * @returns {{ connections: number, documents: number }}
 * @throws RangeError when what leaks is more than that
 */
export function unitsForSize(bytes, { snapshots, leakPerRound }) {
  const available = bytes - BASE_BYTES - leakPerRound * (snapshots - 1) * BYTES_PER_LEAKED;
  if (available < 50 * BYTES_PER_UNIT[0][1]) {
    throw new RangeError(`${bytes} bytes are too few for the service and what it leaks: give a larger --size.`);
  }
  let units = available / BYTES_PER_UNIT[0][1];
  for (let step = 0; step < 4; step++) units = available / bytesPerUnit(Math.log10(units));
  const connections = Math.round(units * CONNECTION_SHARE);
  return { connections, documents: Math.round(units) - connections };
}

/** Straight lines between what was measured, and beyond. */
function bytesPerUnit(logarithm) {
  const at = BYTES_PER_UNIT.findIndex(([upper], index) => index > 0 && logarithm <= upper);
  const last = at === -1 ? BYTES_PER_UNIT.length - 1 : at;
  const [[x0, y0], [x1, y1]] = [BYTES_PER_UNIT[last - 1], BYTES_PER_UNIT[last]];
  return y0 + ((logarithm - x0) / (x1 - x0)) * (y1 - y0);
}
