import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Saves a peer's answers for comparison: per node, in the order of the file.
 *
 * @param {string} folder
 * @param {{ nodeCount: number, edgeCount: number }} counts
 * @param {{ retainedSizes?: Float64Array, shallowSizes?: Float64Array, distances?: Int32Array }} columns
 */
export function saveAnswers(folder, counts, columns) {
  for (const [name, column] of Object.entries(columns)) {
    writeFileSync(join(folder, name), new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  writeFileSync(join(folder, 'counts.json'), JSON.stringify(counts));
}
