import { EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { type EdgeType, edgeTypeHasIndexName } from '../snapshot/kinds.js';

/**
 * Gives equal names one index, as names are compared by their indexes. V8 writes each string once, so there is nothing to do;
 * other programs that write snapshots need not. O(nodes + edges) where a name is repeated.
 */
export function joinEqualNames({ strings, nodeNames, edgeNames, edgeHeads }: SnapshotColumns): void {
  const firstOf = strings.firstOfEqual();
  if (firstOf === null) return;
  for (let node = 0; node < nodeNames.length; node += 1) nodeNames[node] = firstOf[nodeNames[node]];
  for (let edge = 0; edge < edgeNames.length; edge += 1)
    if (!edgeTypeHasIndexName((edgeHeads[edge] & EDGE_TYPE_MASK) as EdgeType))
      edgeNames[edge] = firstOf[edgeNames[edge]];
}
