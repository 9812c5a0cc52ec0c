import { ToolError } from '../../errors.js';

/** Memory of a process that reads nothing: Node.js itself and the code of the analysis. */
const BASE_BYTES = 64e6;
/** Columns of the reader and of the analysis, and names: measured as 46 to 52 bytes a node on heaps of 0.5 to 3.3 GB. */
const BYTES_PER_NODE = 52;
const BYTES_PER_EDGE = 8;

/**
 * About how much memory an analysis takes for a snapshot of that size. What leaks comes on top: up to 2 kB for each of
 * the leaked objects.
 */
export function estimateMemory({ nodeCount, edgeCount }: { nodeCount: number; edgeCount: number }): number {
  return BASE_BYTES + nodeCount * BYTES_PER_NODE + edgeCount * BYTES_PER_EDGE;
}

/**
 * Refuses an analysis that would not fit, before it starts: a process that runs out of memory is killed without a
 * message.
 *
 * @param availableBytes what may be used
 * @throws ToolError `snapshot-too-large`
 */
export function requireMemory(
  name: string,
  counts: { nodeCount: number; edgeCount: number },
  availableBytes: number,
): void {
  const needed = estimateMemory(counts);
  if (needed <= availableBytes) return;
  throw new ToolError(
    'snapshot-too-large',
    `${name}: ${counts.nodeCount} nodes and ${counts.edgeCount} edges need about ${gigabytes(needed)} of memory, ${gigabytes(availableBytes)} may be used`,
    {
      hint: 'Make room, analyze it on a machine with more memory, or try all the same with --max-memory and a larger amount.',
    },
  );
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
