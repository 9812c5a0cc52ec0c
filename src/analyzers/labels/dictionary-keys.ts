import type { HeapGraph } from '../../graph/heap-graph.js';
import { ledgerRoleOfField, meaningOfField } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { globalObjects } from './global-object.js';
import { shapeOf, sharesShape } from './object-shapes.js';

/** Most named properties of a record: with more, mostly of one class, a plain object is a dictionary. */
const DICTIONARY_SIZE = 16;
/** Share of the properties whose values are of one class. */
const OF_ONE_CLASS = 0.6;
/** Fewest properties, all with objects of one class, that make a table where nothing else tells what they are. */
const FEW_ALIKE = 4;
/** Fewest names that differ in nothing but a number. */
const FEW_NUMBERED = 3;
/** Property names that no programmer writes as an identifier are keys of a dictionary. A symbol is described like an event. */
const IDENTIFIER = /^(#?[\p{ID_Start}$_][\p{ID_Continue}$]*|<symbol (?!.*\d\d\d)[\p{L}\p{N}_$:./() -]{0,60}>)$/u;
/** Names of events as programmers write them, `query-error` or `server:close`; a long number in one makes it data. */
const EVENT = /^(?!.*\d\d)[\p{L}_][\p{L}\p{N}_:./ -]{0,39}$/u;
/** The name of what is looked up by a key: `usersById`, `by_token`. */
const LOOKED_UP = /(?:[a-z\d]By[A-Z]|^by[A-Z]|(?:^|_)by_)/;
/** The name of several things of a kind: `sessions`, `clients`, but not `status`. */
const SEVERAL = /[a-z](?<![siu])s$/;
/** What holds things, whose own name says nothing of the names in it: `{ idle: [], used: [] }` is a record. */
const COLLECTIONS = new Set(['Array', 'Map', 'Set', 'WeakMap', 'WeakSet']);

export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}

export function isEventName(name: string): boolean {
  return EVENT.test(name);
}

/**
 * Whether the name of a property is data, such as a token or an address, which no report may show: it is no identifier and
 * no event, or its object is a table.
 *
 * @param field the field or variable in which the object lies, '' where it lies in none
 */
export function isKey(graph: HeapGraph, object: number, name: string, field: string): boolean {
  if (field === '_events') return !isEventName(name);
  if (!isIdentifier(name)) return true;
  return !name.startsWith('#') && !name.startsWith('<') && isTable(graph, object, field);
}

/**
 * Whether the property names of an object are keys, and not fields that a programmer wrote. A name alone does not tell `alice` from
 * `address`. What does:
 *
 * - V8 keeps the properties in a table: it was made without a prototype, entries were deleted, or many were added by key;
 * - many properties, most of one class; or some, all of one class of the program, in an object like no other;
 * - names that differ in nothing but a number;
 * - the name of the object itself, `usersById` or `clients`, where all values are alike.
 *
 * A wrong yes hides a field's name; a wrong no shows a key. O(properties).
 */
export function isTable(graph: HeapGraph, object: number, field: string): boolean {
  if (graph.nodeType(object) !== NodeType.object || field === '_events' || isGlobal(graph, object)) return false;
  const isPlain = graph.nodeName(object) === 'Object';
  const isKeptAsTable = isInDictionaryMode(graph, object);
  if (!isPlain) return isKeptAsTable && looksLikeDictionary(graph, object);
  return isKeptAsTable || looksLikeDictionary(graph, object) || isSmallTable(graph, object, field);
}

/** V8 keeps the properties of the global object as a table, too, and the program's own variables are among them. */
function isGlobal(graph: HeapGraph, object: number): boolean {
  return graph.nodeName(object).startsWith('global') || globalObjects(graph).includes(object);
}

/** A table of properties is an array; those of a record lie in the object or in a `PropertyArray`. */
function isInDictionaryMode(graph: HeapGraph, object: number): boolean {
  const store = graph.follow(object, EdgeType.internal, 'properties');
  return store !== -1 && graph.nodeType(store) === NodeType.array;
}

/** Whether an object has many properties whose values are of one class, so that their names are data. O(properties). */
function looksLikeDictionary(graph: HeapGraph, node: number): boolean {
  let properties = 0;
  const classes = new Map<string, number>();
  for (const edge of propertiesOf(graph, node)) {
    const target = graph.target(edge);
    if (graph.nodeType(target) === NodeType.closure) continue;
    properties += 1;
    const name = `${graph.nodeType(target)} ${graph.nodeName(target)}`;
    classes.set(name, (classes.get(name) ?? 0) + 1);
  }
  return properties >= DICTIONARY_SIZE && Math.max(...classes.values()) >= properties * OF_ONE_CLASS;
}

function isSmallTable(graph: HeapGraph, object: number, field: string): boolean {
  const edges = [...propertiesOf(graph, object)];
  if (edges.length === 0 || !areAlike(graph, object, edges)) return false;
  const names = edges.map((edge) => graph.edgeName(edge));
  // One known word makes a record of it, and so do others of its shape.
  if (names.some((name) => ledgerRoleOfField(name) !== 'unknown' || meaningOfField(name) !== 'none')) return false;
  if (LOOKED_UP.test(field) || differInNumbers(names)) return true;
  if (sharesShape(graph, object)) return false;
  if (edges.length > 1 && SEVERAL.test(field)) return true;
  return edges.length >= FEW_ALIKE && !COLLECTIONS.has(graph.nodeName(graph.target(edges[0])));
}

/** Whether all values are objects of one class; plain ones of one shape that is not that of the object itself, as in a tree. */
function areAlike(graph: HeapGraph, object: number, edges: readonly number[]): boolean {
  const [first, ...others] = edges.map((edge) => graph.target(edge));
  if (graph.nodeType(first) !== NodeType.object) return false;
  const isSame = (node: number) =>
    graph.nodeType(node) === NodeType.object && graph.nodeNames[node] === graph.nodeNames[first];
  if (!others.every(isSame)) return false;
  if (graph.nodeName(first) !== 'Object') return true;
  const shape = shapeOf(graph, first);
  return shape !== -1 && shape !== shapeOf(graph, object) && others.every((node) => shapeOf(graph, node) === shape);
}

function differInNumbers(names: readonly string[]): boolean {
  const [first = ''] = names;
  const pattern = first.replace(/\d+/g, '#');
  return (
    names.length >= FEW_NUMBERED && pattern !== first && names.every((name) => name.replace(/\d+/g, '#') === pattern)
  );
}

function* propertiesOf(graph: HeapGraph, node: number): Generator<number> {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.property && graph.edgeName(edge) !== '__proto__') yield edge;
}
