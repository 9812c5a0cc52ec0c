import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

/** What a property holds. `node` is the ordinal of the value. */
export type Value =
  | { readonly kind: 'absent' }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `value` is null when the snapshot was taken without numeric values. */
  | { readonly kind: 'number'; readonly value: number | null }
  | { readonly kind: 'string'; readonly node: number }
  | { readonly kind: 'object'; readonly node: number };

const ABSENT: Value = { kind: 'absent' };
const UNDEFINED: Value = { kind: 'undefined' };
const NULL: Value = { kind: 'null' };
const TRUE: Value = { kind: 'boolean', value: true };
const FALSE: Value = { kind: 'boolean', value: false };
const ODDBALLS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['undefined', UNDEFINED],
  ['null', NULL],
  ['true', TRUE],
  ['false', FALSE],
]);

/** The value that `node` stands for. Booleans, null and undefined are separate nodes in a snapshot. */
export function readNode(graph: HeapGraph, node: number): Value {
  switch (graph.nodeType(node)) {
    case NodeType.hidden: {
      const name = graph.nodeName(node);
      if (name === 'system / Oddball') return readOddball(graph, node);
      return ODDBALLS.get(name) ?? { kind: 'object', node };
    }
    case NodeType.number:
      return { kind: 'number', value: readNumber(graph, node) };
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
      return { kind: 'string', node };
    default:
      return { kind: 'object', node };
  }
}

/** Property `name` of `node`: own, in or out of the object; symbols as `<symbol name>`, private fields as `#name`. */
export function readProperty(graph: HeapGraph, node: number, name: string): Value {
  const target = graph.follow(node, EdgeType.property, name);
  return target === -1 ? ABSENT : readNode(graph, target);
}

/** Whether `node` is a string: flat, a rope (concatenation of two strings), or a slice of another. */
export function isText(graph: HeapGraph, node: number): boolean {
  switch (graph.nodeType(node)) {
    case NodeType.string:
    case NodeType.consString:
    case NodeType.slicedString:
      return true;
    default:
      return false;
  }
}

/** The text of a string node, or null for a rope that V8 has not flattened. V8 truncates long strings. */
export function readString(graph: HeapGraph, node: number): string | null {
  if (graph.nodeType(node) === NodeType.string || graph.nodeType(node) === NodeType.slicedString)
    return graph.nodeName(node);
  return null;
}

/** Cache of the oddballs (true, false, null, undefined …), to which many fields of a heap refer. */
const oddballs = new WeakMap<HeapGraph, Map<number, Value>>();

function readOddball(graph: HeapGraph, node: number): Value {
  let known = oddballs.get(graph);
  if (known === undefined) {
    known = new Map();
    oddballs.set(graph, known);
  }
  let value = known.get(node);
  if (value === undefined) {
    value = nameOddball(graph, node);
    known.set(node, value);
  }
  return value;
}

// Up to Node 22 an oddball is identified by a hidden edge to the string with its name.
function nameOddball(graph: HeapGraph, node: number): Value {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const value = ODDBALLS.get(graph.nodeName(graph.target(edge)));
    if (value !== undefined && graph.edgeIndex(edge) === 0) return value;
  }
  return { kind: 'object', node };
}

function readNumber(graph: HeapGraph, node: number): number | null {
  const text = graph.follow(node, EdgeType.internal, 'value');
  if (text === -1) return null;
  const value = Number(graph.nodeName(text));
  return Number.isNaN(value) && graph.nodeName(text) !== 'NaN' ? null : value;
}
