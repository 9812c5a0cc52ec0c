import { EDGE_TYPE_BITS, EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { EdgeType } from '../snapshot/kinds.js';
import type { StringTable } from '../snapshot/string-table.js';
import { NumberList } from './number-list.js';

const ENTRY_NAME = / \/ part of key .* pair in WeakMap \(table @(\d+)\)$/s;

/** Edges that are entries of WeakMaps. */
export interface EphemeronEntries {
  /** Ascending. */
  readonly edges: Uint32Array;
  /** The source node of each edge. */
  readonly sources: Uint32Array;
}

/**
 * Node ids of tables, by index of the edge name that V8 gives to their entries. Such a name ends with the table's node
 * id.
 */
export function readTableIds(strings: StringTable): ReadonlyMap<number, number> {
  const ids = new Map<number, number>();
  for (const name of strings.listEndingWith(')')) {
    const match = ENTRY_NAME.exec(strings.get(name));
    if (match !== null) ids.set(name, Number(match[1]));
  }
  return ids;
}

/**
 * Finds the edges with such names. For each entry V8 writes one from the key, one from the table, and a weak edge from
 * the table to the key. So visiting the tables and their targets suffices; if an entry stays incomplete, all nodes are
 * visited.
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
