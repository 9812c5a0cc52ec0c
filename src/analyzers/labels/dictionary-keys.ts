import type { HeapGraph } from '../../graph/heap-graph.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** Most named properties of a record: with more, mostly of one class, a plain object is a dictionary. */
const DICTIONARY_SIZE = 16;
/** Share of the properties whose values are of one class. */
const OF_ONE_CLASS = 0.6;
/** Property names that no programmer writes as an identifier are keys of a dictionary. */
const IDENTIFIER = /^(#?[\p{ID_Start}$_][\p{ID_Continue}$]*|<symbol .*>)$/u;
/** Names of events as programmers write them, `query-error` or `server:close`; a long number in one makes it data. */
const EVENT = /^(?!.*\d\d)[\p{L}_][\p{L}\p{N}_:./ -]{0,39}$/u;

export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}

export function isEventName(name: string): boolean {
  return EVENT.test(name);
}

/** Whether an object has many properties whose values are of one class, so that their names are data. O(properties). */
export function looksLikeDictionary(graph: HeapGraph, node: number): boolean {
  let properties = 0;
  const classes = new Map<string, number>();
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || graph.edgeName(edge) === '__proto__') continue;
    const target = graph.target(edge);
    if (graph.nodeType(target) === NodeType.closure) continue;
    properties += 1;
    const name = `${graph.nodeType(target)} ${graph.nodeName(target)}`;
    classes.set(name, (classes.get(name) ?? 0) + 1);
  }
  return properties >= DICTIONARY_SIZE && Math.max(...classes.values()) >= properties * OF_ONE_CLASS;
}

/**
 * Whether the name of a property is data, such as a token or an address, which no report may show: it is no identifier and
 * no event, or its object is a dictionary, by what is in it or by how V8 keeps it.
 *
 * @param field the field in which the object lies, '' where it lies in none
 */
export function isKey(graph: HeapGraph, object: number, name: string, field: string): boolean {
  if (!isIdentifier(name)) return !(field === '_events' && isEventName(name));
  if (name.startsWith('#') || name.startsWith('<') || graph.nodeName(object) !== 'Object' || field === '_events')
    return false;
  // A table of properties is an array, those of a record lie in the object or in a `PropertyArray`.
  const store = graph.follow(object, EdgeType.internal, 'properties');
  return (store !== -1 && graph.nodeType(store) === NodeType.array) || looksLikeDictionary(graph, object);
}
