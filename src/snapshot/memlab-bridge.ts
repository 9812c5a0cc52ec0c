import memlab from '@memlab/core';
import type { MemlabHeap } from './memlab-heap.js';

/**
 * Lets memlab load a file. This is the only module that imports `@memlab/core`, so that the build can bundle the needed
 * part. It is imported only on demand, because loading it takes half a second.
 *
 * memlab's ECMAScript module exports exist in its types only; the default import is what works.
 * @throws Error whatever memlab throws
 */
export async function loadWithMemlab(path: string): Promise<MemlabHeap> {
  // Without these settings memlab ends the process on a bad file and writes to the terminal.
  memlab.config.errorHandling = memlab.ErrorHandling.Throw;
  memlab.config.muteConsole = true;
  return (await memlab.utils.getSnapshotFromFile(path, {})).snapshot;
}
