import { EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { type EdgeType, edgeTypeHasIndexName } from '../snapshot/kinds.js';

/**
 * Gives equal names one index, as names are compared by their indexes. V8 writes each string once, so there is nothing to do;
 * other programs that write snapshots need not. O(nodes + edges) where a name is repeated.
 */
export function joinEqualNames({ strings, nodeNames, edgeNames, edgeHeads }: SnapshotColumns): void {
  const repeated = strings.findRepeated();
  if (repeated.size === 0) return;
  for (const [node, name] of nodeNames.entries()) nodeNames[node] = repeated.get(name) ?? name;
  for (const [edge, name] of edgeNames.entries())
    if (!edgeTypeHasIndexName((edgeHeads[edge] & EDGE_TYPE_MASK) as EdgeType))
      edgeNames[edge] = repeated.get(name) ?? name;
}
