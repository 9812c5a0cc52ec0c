import { ToolError } from '../../../src/errors.js';
import { Scrubber } from '../../../src/scrub/scrub-snapshot.js';
import type { SnapshotColumns } from '../../../src/snapshot/columns.js';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.js';
import { Fault, type FuzzTarget } from '../target.js';
import { memorySource } from './memory-source.js';
import { reader, SNAPSHOT_WORDS } from './reader.js';
import { seriesText } from './snapshots.js';

/** Errors in sections that the reader passes over where it does not know their fields. */
const DONE_WITHOUT = /section "(locations|samples|trace_tree|trace_function_infos)"/;
const KEY = Buffer.from('a key for the fuzzer');

/** A copy is the same graph, and a snapshot that can be read can be copied. */
export const scrub: FuzzTarget = {
  name: 'scrub',
  about: ['scrub/', 'snapshot/'],
  words: SNAPSHOT_WORDS,
  seeds: async () => [...(await reader.seeds()).slice(0, -1), ...seriesText(2).map((text) => Buffer.from(text))],
  run: async (input) => {
    const before = await columnsOf(input);
    for (const options of [{}, { names: true, numbers: true }]) {
      const copy = await copyOf(input, options);
      // Sections of numbers alone are copied without being read.
      if (before === null) continue;
      if (copy === 'without') continue;
      if (copy === null) throw new Fault('it can be read, but not copied');
      const after = await columnsOf(copy);
      if (after === null) throw new Fault('the copy cannot be read');
      for (const column of ['nodeTypes', 'nodeIds', 'shallowSizes', 'firstEdges', 'edgeHeads', 'edgeNames'] as const)
        if (Buffer.compare(bytesOf(before[column]), bytesOf(after[column])) !== 0) throw new Fault(`other ${column}`);
    }
  },
};

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint32Array | Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

async function columnsOf(input: Buffer): Promise<SnapshotColumns | null> {
  return await readSnapshot(memorySource(input)).catch(refusedAsNull);
}

/** @returns 'without' when what the analysis does without is refused: its bytes are copied, so they must be numbers */
async function copyOf(
  input: Buffer,
  options: { names?: boolean; numbers?: boolean },
): Promise<Buffer | 'without' | null> {
  const blocks: Buffer[] = [];
  try {
    for await (const block of new Scrubber({ key: KEY, ...options }).scrub(memorySource(input))) blocks.push(block);
    return Buffer.concat(blocks);
  } catch (error) {
    if (error instanceof ToolError && DONE_WITHOUT.test(error.message)) return 'without';
    return refusedAsNull(error);
  }
}

function refusedAsNull(error: unknown): null {
  if (error instanceof ToolError) return null;
  throw error;
}
