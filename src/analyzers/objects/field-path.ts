import { containerKind, forEachEntry } from '../../graph/collection-entries.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** Most enclosing scopes that are searched for a variable of a function. */
const MAX_SCOPES = 16;
/** `*`: every entry of a collection. */
const EVERY = '*';

/** `_pool.free` → `_pool`, `free`; a symbol's name may have dots of its own. */
export function splitPath(path: string): string[] {
  return path.match(/<symbol [^>]*>|[^.]+/g) ?? [];
}

/**
 * The nodes that a path of a profile leads to: none when a step is not there, several after `*`.
 * O(edges of the nodes on the way).
 */
export function followPath(graph: HeapGraph, from: number, path: string): number[] {
  let nodes = [from];
  for (const step of splitPath(path)) {
    const next = new Set<number>();
    for (const node of nodes) {
      if (step === EVERY) for (const entry of entriesOf(graph, node)) next.add(entry);
      else {
        const target = stepInto(graph, node, step);
        if (target !== -1) next.add(target);
      }
    }
    nodes = [...next];
  }
  return nodes;
}

function stepInto(graph: HeapGraph, node: number, step: string): number {
  if (graph.isContext(node)) return graph.follow(node, EdgeType.context, step);
  const own = graph.follow(node, EdgeType.property, step);
  if (own !== -1 || graph.nodeType(node) !== NodeType.closure) return own;
  return findVariable(graph, node, step);
}

/** A variable that a function can reach, from its own scope outwards. */
function findVariable(graph: HeapGraph, closure: number, name: string): number {
  let scope = graph.follow(closure, EdgeType.internal, 'context');
  for (let hops = 0; hops < MAX_SCOPES && scope !== -1; hops += 1) {
    const variable = graph.follow(scope, EdgeType.context, name);
    if (variable !== -1) return variable;
    scope = graph.follow(scope, EdgeType.internal, 'previous');
  }
  return -1;
}

/**
 * What a collection holds: elements, values of a Map or of an object, members of a Set; with `keys` the keys of a
 * Map. Empty slots, numbers, undefined and null are no entries. In order of the slots, and as often as listed.
 */
export function entriesOf(graph: HeapGraph, node: number, keys = false): number[] {
  const kind = containerKind(graph, node) ?? 'object';
  if (kind === 'weak') return [];
  const listed: { target: number; slot: number }[] = [];
  forEachEntry(graph, node, kind, (edge) => {
    listed.push({ target: graph.target(edge), slot: kind === 'map' ? Number(graph.edgeName(edge)) : 0 });
  });
  const own = kind === 'map' ? sideOfTable(listed, keys) : listed;
  return own.map(({ target }) => target).filter((target) => isEntry(graph, target));
}

/**
 * A Map's table has three slots an entry: key, value and a number that chains it. So keys stand in slots that are
 * alike modulo 3, and values in the next ones. Where only one kind of slot refers to anything, it is taken
 * for what was asked.
 */
function sideOfTable<T extends { readonly slot: number }>(listed: readonly T[], keys: boolean): readonly T[] {
  const remainders = new Set(listed.map(({ slot }) => slot % 3));
  if (remainders.size !== 2) return listed;
  const [a, b] = [...remainders];
  const keySide = (a + 1) % 3 === b ? a : b;
  return listed.filter(({ slot }) => (slot % 3 === keySide) === keys);
}

function isEntry(graph: HeapGraph, node: number): boolean {
  switch (readNode(graph, node).kind) {
    case 'object':
      // The hole of a sparse array is an engine object.
      return graph.nodeType(node) !== NodeType.hidden;
    case 'string':
      return true;
    default:
      return false;
  }
}
