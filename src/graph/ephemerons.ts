import { EDGE_TYPE_BITS, EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { EdgeType } from '../snapshot/kinds.js';
import type { StringTable } from '../snapshot/string-table.js';
import { NumberList } from './number-list.js';

const ENTRY_NAME = / \/ part of key .* pair in WeakMap \(table @(\d+)\)$/s;

/** Edges that are entries of WeakMaps. */
export interface EphemeronEntries {
  /** Ascending. */
  readonly edges: Uint32Array;
  /** The nodes that they leave. */
  readonly sources: Uint32Array;
}

/** Ids of tables by index of the names that V8 gives their entries; such a name ends with the table's node id. */
export function readTableIds(strings: StringTable): ReadonlyMap<number, number> {
  const ids = new Map<number, number>();
  for (const name of strings.listEndingWith(')')) {
    const match = ENTRY_NAME.exec(strings.get(name));
    if (match !== null) ids.set(name, Number(match[1]));
  }
  return ids;
}

/**
 * The edges with such names. V8 writes two for an entry, from the key and from the table, and from the table to the key a
 * weak one: so only tables and what they lead to are looked at. Where that leaves anything open, all nodes are.
 *
 * @param tables ordinals of the tables
 */
export function findEntries(
  columns: SnapshotColumns,
  tableIds: ReadonlyMap<number, number>,
  tables: Iterable<number>,
): EphemeronEntries {
  if (tableIds.size === 0) return { edges: new Uint32Array(0), sources: new Uint32Array(0) };
  const { firstEdges, edgeHeads, edgeNames, nodeIds } = columns;
  const near = new Set<number>();
  for (const table of tables) {
    near.add(table);
    for (let edge = firstEdges[table]; edge < firstEdges[table + 1]; edge += 1)
      near.add(edgeHeads[edge] >>> EDGE_TYPE_BITS);
  }
  const entries = collectEntries(columns, tableIds, Uint32Array.from(near).sort());
  const names = new Set<number>();
  let surplus = 0;
  for (let place = 0; place < entries.edges.length; place += 1) {
    const name = edgeNames[entries.edges[place]];
    names.add(name);
    surplus += tableIds.get(name) === nodeIds[entries.sources[place]] ? 1 : -1;
  }
  return names.size === tableIds.size && surplus === 0 ? entries : collectEntries(columns, tableIds, null);
}

/** @param nodes the nodes to look at, ascending, or null for all */
function collectEntries(
  { nodeCount, firstEdges, edgeHeads, edgeNames }: SnapshotColumns,
  tableIds: ReadonlyMap<number, number>,
  nodes: Uint32Array | null,
): EphemeronEntries {
  const edges = new NumberList();
  const sources = new NumberList();
  const count = nodes === null ? nodeCount : nodes.length;
  for (let place = 0; place < count; place += 1) {
    const node = nodes === null ? place : nodes[place];
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge += 1) {
      if ((edgeHeads[edge] & EDGE_TYPE_MASK) !== EdgeType.internal || !tableIds.has(edgeNames[edge])) continue;
      edges.push(edge);
      sources.push(node);
    }
  }
  return { edges: edges.take(), sources: sources.take() };
}
