import type { Verdict } from '../findings/report-schema.js';
import { containerKind, storeOf } from '../graph/containers.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import { EDGE_TYPE_BITS } from '../snapshot/columns.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapView } from './heap-view.js';
import { hasOpenHandle } from './roles.js';

/** Entries whose keys are looked up. */
const MOST_SAMPLES = 12;
/** References from the object that has the key to the socket that shows that it lives. */
const MOST_HOPS = 6;
const MOST_VISITED = 500;

/** Entries whose keys open connections hold, too. */
export interface KeyedByLiving {
  /** `Class.field` of the connections' side. */
  readonly field: string;
  /** What growth of these connections bears: who accepted them does not decide how long they stay. */
  readonly verdict: Extract<Verdict, 'suspect' | 'note'>;
}

/**
 * Whether the entries of a Map belong to connections that are open: the very key of each is what a field of an object of
 * the same round refers to, and this has a socket with a handle. Then they go when the connection does.
 *
 * ```
 *   Map ──key──▶ "id" ◀──id── Client ──…──▶ Socket ──_handle──▶ TCP
 *     └──value──▶ Set
 * ```
 *
 * O(edges), only when asked.
 *
 * @param container ordinal of the collection
 * @param values its entries that are asked about
 * @param birth snapshot that first showed a node, by ordinal
 */
export function findKeyedByLiving(
  view: HeapView,
  container: number,
  values: readonly number[],
  birth: Uint8Array,
): KeyedByLiving | null {
  const { graph } = view;
  if (containerKind(graph, container) !== 'map') return null;
  const rounds = keysOf(graph, container, new Set(values), birth);
  if (rounds.size === 0) return null;
  const living = new Map<number, { field: string; inbound: boolean }>();
  const { firstEdges, edgeHeads, nodeTypes, nodeCount } = graph;
  for (let source = 0; source < nodeCount; source += 1) {
    if (nodeTypes[source] !== NodeType.object) continue;
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
      const key = edgeHeads[edge] >>> EDGE_TYPE_BITS;
      if (!rounds.has(key) || living.has(key) || graph.edgeType(edge) !== EdgeType.property) continue;
      if (birth[source] !== rounds.get(key) || view.deaths.isDead(source)) continue;
      const socket = openSocketOf(view, source, birth);
      if (socket === -1) continue;
      living.set(key, {
        field: `${graph.nodeName(source)}.${graph.edgeName(edge)}`,
        inbound: view.roles.isInbound(socket),
      });
    }
  }
  if (living.size < rounds.size) return null;
  const found = [...living.values()];
  return { field: found[0].field, verdict: found.every(({ inbound }) => inbound) ? 'note' : 'suspect' };
}

/** Keys of some entries of the series, and the round in which each entry came. Slot k has the key, the next one the value. */
function keysOf(
  graph: HeapGraph,
  container: number,
  values: ReadonlySet<number>,
  birth: Uint8Array,
): Map<number, number> {
  const store = storeOf(graph, container, 'map');
  const keys = new Map<number, number>();
  if (store === -1) return keys;
  const slots = new Map<number, number>();
  for (let edge = graph.firstEdges[store]; edge < graph.firstEdges[store + 1]; edge += 1) {
    const slot = Number(graph.edgeName(edge));
    if (graph.edgeType(edge) === EdgeType.internal && Number.isInteger(slot)) slots.set(slot, graph.target(edge));
  }
  const entries = [...slots].flatMap(([slot, value]) => {
    const key = slots.get(slot - 1);
    return values.has(value) && birth[value] > 0 && key !== undefined ? [{ key, round: birth[value] }] : [];
  });
  // Spread over all rounds: those of the last one alone may be about anything.
  const step = Math.max(1, Math.floor(entries.length / MOST_SAMPLES));
  for (let at = 0; at < entries.length; at += step) keys.set(entries[at].key, entries[at].round);
  return keys;
}

/** A socket with an open handle below an object, reached through what came in the same round; or -1. */
function openSocketOf({ graph, roles }: HeapView, object: number, birth: Uint8Array): number {
  const seen = new Set([object]);
  let level = [object];
  for (let hops = 0; hops <= MOST_HOPS && seen.size < MOST_VISITED; hops += 1) {
    const next: number[] = [];
    for (const node of level) {
      if (roles.socketOf(node) === node && hasOpenHandle(graph, node)) return node;
      for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
        const target = graph.target(edge);
        if (graph.edgeType(edge) !== EdgeType.property || graph.nodeType(target) !== NodeType.object) continue;
        if (birth[target] !== birth[object] || seen.has(target)) continue;
        seen.add(target);
        next.push(target);
      }
    }
    level = next;
  }
  return -1;
}
