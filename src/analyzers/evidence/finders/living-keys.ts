import type { Verdict } from '../../../findings/report-schema.js';
import { containerKind, storeOf } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { EDGE_TYPE_BITS } from '../../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { isKey } from '../../labels/dictionary-keys.js';
import type { HeapView } from '../../objects/heap-view.js';
import { hasOpenHandle } from '../../objects/roles.js';

/** Entries whose keys are looked up. */
const MOST_SAMPLES = 12;
/** Most references from the object that has the key to the open socket that shows that it is alive. */
const MOST_HOPS = 6;
const MOST_VISITED = 500;

/** Entries that name open connections. */
export interface KeyedByLiving {
  /** The field of each entry that names its connection, or null where the key of a Map does. */
  readonly by: string | null;
  /** The field of the connection, or of its client, that refers to the same name, as `Class.field`. */
  readonly field: string;
  /** The gravest verdict for such growth: `note` where a server accepted the connections, as their clients decide how long they stay. */
  readonly verdict: Extract<Verdict, 'suspect' | 'note'>;
}

interface Entry {
  readonly node: number;
  /** Snapshot that first showed it. */
  readonly round: number;
  /** Ordinals of the values that may name its connection, by field; under {@link KEY} its key in a Map. */
  readonly names: ReadonlyMap<string, number>;
}

/** Stands for the key of an entry, as no field has this name. */
const KEY = '';

/**
 * Whether the entries of a collection belong to open connections and are expected to go with them. The key of each entry, or a
 * string or number in one of its fields, must also be the value of a field of another object that has a socket with a handle.
 * No two entries may share that value, one field of one class must have all of them, and half of the entries must be as old as
 * their connection: small numbers, such as those that number a pool's old connections, occur by chance in any counter.
 *
 * ```
 *   Map ──key──▶ "id" ◀──id── Client ──…──▶ Socket ──_handle──▶ TCP
 *     └──value──▶ Held ──owner──▶ 17 ◀──id── Client ──…──▶ Socket ──_handle──▶ TCP
 * ```
 *
 * A string is one node wherever it is shared. So is a small number, where the snapshot shows numbers.
 *
 * O(edges), only when asked.
 *
 * @param container ordinal of the collection
 * @param values ordinals of the entries that belong to the case
 * @param birth snapshot that first showed a node, by ordinal
 */
export function findKeyedByLiving(
  view: HeapView,
  container: number,
  values: readonly number[],
  birth: Uint8Array,
): KeyedByLiving | null {
  const entries = sampleEntries(view.graph, container, values, birth);
  const names = namesOfAll(entries);
  if (names.length === 0) return null;
  const complete = findNamingFields(view, entries, names, birth).filter(
    ({ of, asOld }) => of.size === entries.length && asOld.size * 2 >= of.size,
  );
  if (complete.length === 0) return null;
  const [{ by, field }] = complete;
  const areInbound = complete.every(({ of }) => [...of.values()].every((inbound) => inbound));
  return { by: by === KEY ? null : by, field, verdict: areInbound ? 'note' : 'suspect' };
}

/** Picks entries of all rounds, as those of the last one alone are not typical. */
function sampleEntries(
  graph: HeapGraph,
  container: number,
  values: readonly number[],
  birth: Uint8Array,
): readonly Entry[] {
  const young = values.filter((value) => birth[value] > 0);
  const step = Math.max(1, Math.floor(young.length / MOST_SAMPLES));
  const keyOf = keysOf(graph, container);
  return young
    .filter((_, place) => place % step === 0)
    .map((node) => {
      const key = keyOf.get(node);
      const names = new Map(key === undefined ? [] : [[KEY, key]]);
      if (graph.isObject(node))
        for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
          const target = graph.target(edge);
          if (graph.edgeType(edge) === EdgeType.property && isName(graph, target))
            names.set(graph.edgeName(edge), target);
        }
      return { node, round: birth[node], names };
    });
}

function isName(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeTypes[node];
  return type === NodeType.string || type === NodeType.number;
}

/** Keys of a Map by their value. Slot k has the key, the next one the value. */
export function keysOf(graph: HeapGraph, container: number): ReadonlyMap<number, number> {
  const keys = new Map<number, number>();
  const store = containerKind(graph, container) === 'map' ? storeOf(graph, container, 'map') : -1;
  if (store === -1) return keys;
  const slots = new Map<number, number>();
  for (let edge = graph.firstEdges[store]; edge < graph.firstEdges[store + 1]; edge += 1) {
    const slot = Number(graph.edgeName(edge));
    if (graph.edgeType(edge) === EdgeType.internal && Number.isInteger(slot)) slots.set(slot, graph.target(edge));
  }
  for (const [slot, value] of slots) {
    const key = slots.get(slot - 1);
    if (key !== undefined) keys.set(value, key);
  }
  return keys;
}

/** The fields whose values differ between all entries. A single entry has none. */
function namesOfAll(entries: readonly Entry[]): string[] {
  if (entries.length < 2) return [];
  return [...entries[0].names.keys()].filter((by) => {
    const nodes = entries.flatMap(({ names }) => names.get(by) ?? []);
    return nodes.length === entries.length && new Set(nodes).size === nodes.length;
  });
}

/** A field by which open connections, or the objects that own them, refer to the names of entries. */
interface NamingField {
  readonly by: string;
  /** `Class.field`. */
  readonly field: string;
  /** The entries that it names, each with whether a server accepted all its connections. */
  readonly of: Map<Entry, boolean>;
  /** Those entries that are of the same round as their connection. */
  readonly asOld: Set<Entry>;
}

/** O(edges), and a short walk from each object that refers to a name. */
function findNamingFields(
  view: HeapView,
  entries: readonly Entry[],
  names: readonly string[],
  birth: Uint8Array,
): NamingField[] {
  const { graph } = view;
  const named = new Map<number, { readonly by: string; readonly entry: Entry }[]>();
  const isNamed = new Uint8Array(graph.nodeCount);
  for (const entry of entries)
    for (const by of names) {
      const name = entry.names.get(by) ?? -1;
      isNamed[name] = 1;
      named.set(name, [...(named.get(name) ?? []), { by, entry }]);
    }
  const fields = new Map<string, NamingField>();
  const sockets = new Map<number, number>();
  forEachReference(graph, isNamed, (source, edge) => {
    if (view.deaths.isDead(source)) return;
    for (const { by, entry } of named.get(graph.target(edge)) ?? []) {
      // The fields of the entry itself do not count.
      if (birth[source] > entry.round || (by !== KEY && source === entry.node)) continue;
      const socket = sockets.get(source) ?? openSocketOf(view, source, birth);
      sockets.set(source, socket);
      if (socket === -1) continue;
      const name = graph.edgeName(edge);
      const field = `${graph.nodeName(source)}${isKey(graph, source, name, '') ? '{}' : `.${name}`}`;
      const known = fields.get(`${by} ${field}`) ?? {
        by,
        field,
        of: new Map<Entry, boolean>(),
        asOld: new Set<Entry>(),
      };
      fields.set(`${by} ${field}`, known);
      known.of.set(entry, (known.of.get(entry) ?? true) && view.roles.isInbound(socket));
      if (birth[source] === entry.round) known.asOld.add(entry);
    }
  });
  return [...fields.values()];
}

/** Visits the references to named values. The loop is separate for speed: nearly all references lead elsewhere. */
function forEachReference(graph: HeapGraph, isNamed: Uint8Array, visit: (source: number, edge: number) => void): void {
  const { firstEdges, edgeHeads, nodeTypes, nodeCount } = graph;
  for (let source = 0; source < nodeCount; source += 1) {
    if (nodeTypes[source] !== NodeType.object) continue;
    for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1)
      if (isNamed[edgeHeads[edge] >>> EDGE_TYPE_BITS] === 1 && graph.edgeType(edge) === EdgeType.property)
        visit(source, edge);
  }
}

/** A socket with an open handle that an object leads to through objects of the same round; or -1. */
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
