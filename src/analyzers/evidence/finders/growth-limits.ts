import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { PathTree } from '../../../graph/path-tree.js';
import { readNode } from '../../../graph/values.js';
import { PLAIN_CLASSES } from '../../../profiles/node-core.js';
import { ledgerRoleOfField, speaksOfExpiry, speaksOfLimit, splitWords } from '../../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { isMaximum } from '../../pools/maximum.js';

/** Most references from a collection towards the root to the object that bounds it. */
const REACH = 6;
/** Names of fields with an object's options, among which its limits may be. */
const OPTION_WORDS = new Set('options option opts config configuration settings params limits'.split(' '));

const SLOT_BYTES = 8;
/** Header of V8's backing store: its map and its length. */
const HEADER_SLOTS = 2;

/** A field or variable that bounds a collection, by a number of entries or by a time. */
export interface GrowthLimit {
  readonly kind: 'entries' | 'time';
  /** `Class.field`, or the name of a variable. */
  readonly field: string;
  readonly value: number;
}

/**
 * The limit that the object around a collection sets: a number in a field of that object or of its options, or in a variable
 * of the same scope, larger than the collection. A limit that is exceeded does not count. Numbers must have been captured.
 *
 * @param container the collection, or the other object that holds the entries
 * @param entries number of entries in this one collection
 * @param grownSlots slots of its store when that has grown, else null: a field with that number is its capacity, and no limit
 */
export function findLimit(
  graph: HeapGraph,
  tree: PathTree,
  container: number,
  entries: number,
  grownSlots: number | null = null,
): GrowthLimit | null {
  return (
    limitsAround(graph, tree, container).find(
      (limit) => !isExceeded(limit, entries) && !(limit.kind === 'entries' && limit.value === grownSlots),
    ) ?? null
  );
}

/**
 * Slots that a store has now, when it grew or was replaced during the series, or null.
 *
 * @param bytes shallow bytes of the store in each snapshot, 0 where it was not there
 */
export function grownSlots(bytes: readonly number[]): number | null {
  const last = bytes[bytes.length - 1] ?? 0;
  return last === 0 || bytes.every((each) => each === last) ? null : Math.floor(last / SLOT_BYTES) - HEADER_SLOTS;
}

/** The limits around a collection that it has outgrown: they bound something else, or what should apply them does not work. */
export function findExceeded(graph: HeapGraph, tree: PathTree, container: number, entries: number): GrowthLimit[] {
  return limitsAround(graph, tree, container).filter((limit) => isExceeded(limit, entries));
}

/** Whether a collection has more entries than the object around it allows, so that whatever should bound it does not work. */
export function isOverLimit(graph: HeapGraph, tree: PathTree, container: number, entries: number): boolean {
  // A variable that is exceeded may be the limit of something else in its file.
  return findExceeded(graph, tree, container, entries).some(({ field }) => field.includes('.'));
}

function isExceeded({ kind, value }: GrowthLimit, entries: number): boolean {
  return kind === 'entries' && value < entries;
}

function limitsAround(graph: HeapGraph, tree: PathTree, container: number): GrowthLimit[] {
  const limits: GrowthLimit[] = [];
  let node = container;
  let below = -1;
  for (let hops = 0; hops < REACH && node !== -1; hops += 1) {
    if (graph.nodeType(node) === NodeType.object && !graph.isContext(node)) {
      const own = [...limitsOf(graph, node), ...limitsInOptions(graph, node)];
      limits.push(...(boundsOtherBook(graph, node, below) ? own.filter(({ field }) => !isBareMaximum(field)) : own));
      // The first object of a named class is the owner of the collection.
      if (!PLAIN_CLASSES.has(graph.nodeName(node)) && node !== container) break;
    } else if (graph.isContext(node)) {
      // Other variables of the scope that holds it: `const max = 100; const rows = new Map();`
      limits.push(...limitsOf(graph, node));
      break;
    }
    if (graph.nodeType(node) !== NodeType.array) below = node;
    node = tree.parent(node);
  }
  return limits;
}

/**
 * Whether an object has a book of idle or leased resources, and the collection is no book: then its `max` bounds the number of
 * resources, and not the collection.
 */
function boundsOtherBook(graph: HeapGraph, owner: number, collection: number): boolean {
  let hasBook = false;
  for (let edge = graph.firstEdges[owner]; edge < graph.firstEdges[owner + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const target = graph.target(edge);
    const role = ledgerRoleOfField(graph.edgeName(edge));
    if (target === collection && role !== 'unknown') return false;
    hasBook ||= (role === 'idle' || role === 'leased') && graph.nodeType(target) === NodeType.object;
  }
  return hasBook;
}

/** `Pool.max`, `Pool.options.poolSize`, but not `Pool.maxTickets`. */
function isBareMaximum(field: string): boolean {
  return isMaximum(field.slice(field.lastIndexOf('.') + 1));
}

function limitsOf(graph: HeapGraph, node: number): GrowthLimit[] {
  const limits: GrowthLimit[] = [];
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    if (type !== EdgeType.property && type !== EdgeType.context) continue;
    const name = graph.edgeName(edge);
    const isTime = speaksOfExpiry(name);
    if (!isTime && !speaksOfLimit(name)) continue;
    const value = readNode(graph, graph.target(edge));
    if (value.kind !== 'number' || value.value === null || !Number.isFinite(value.value) || value.value <= 0) continue;
    limits.push({
      kind: isTime ? 'time' : 'entries',
      field: type === EdgeType.context ? name : `${graph.nodeName(node)}.${name}`,
      value: value.value,
    });
  }
  return limits;
}

function limitsInOptions(graph: HeapGraph, node: number): GrowthLimit[] {
  const limits: GrowthLimit[] = [];
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const record = graph.target(edge);
    if (graph.nodeType(record) !== NodeType.object) continue;
    if (!splitWords(graph.edgeName(edge)).some((word) => OPTION_WORDS.has(word))) continue;
    for (const limit of limitsOf(graph, record))
      limits.push({
        ...limit,
        field: `${graph.nodeName(node)}.${graph.edgeName(edge)}${limit.field.slice(limit.field.indexOf('.'))}`,
      });
  }
  return limits;
}
