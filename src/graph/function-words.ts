import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

/** The bytecode of an optimized function lies at most this many references behind its machine code. */
const MOST_HOPS = 2;

/**
 * The names that a function's code uses: properties that it reads, writes or calls, globals, and some variables. They
 * are the strings in the constant pool of its bytecode, which snapshots of Node 18 to 26 contain. The order of calls,
 * numbers and operators are not visible.
 *
 * @param closure a closure's ordinal
 * @returns indexes of strings, or null when there is no bytecode: the function never ran, or V8 has dropped its code
 */
export function readFunctionWords(graph: HeapGraph, closure: number): ReadonlySet<number> | null {
  const shared = graph.follow(closure, EdgeType.internal, 'shared');
  return shared === -1 ? null : readSharedWords(graph, shared);
}

/**
 * The same for the shared part of a function, whether or not a closure of it is alive.
 *
 * @param shared ordinal of a function's `SharedFunctionInfo`
 */
export function readSharedWords(graph: HeapGraph, shared: number): ReadonlySet<number> | null {
  const data = graph.follow(shared, EdgeType.internal, 'function_data');
  const start = data === -1 ? graph.follow(shared, EdgeType.internal, 'trusted_function_data') : data;
  const pool = start === -1 ? -1 : findConstantPool(graph, start, MOST_HOPS);
  if (pool === -1) return null;
  const words = new Set<number>();
  for (let edge = graph.firstEdges[pool]; edge < graph.firstEdges[pool + 1]; edge += 1) {
    const target = graph.target(edge);
    if (graph.nodeType(target) === NodeType.string) words.add(graph.nodeNames[target]);
  }
  return words;
}

function findConstantPool(graph: HeapGraph, node: number, hops: number): number {
  const isBytecode = graph.nodeName(node) === 'system / BytecodeArray';
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    const target = graph.target(edge);
    if (graph.nodeType(target) !== NodeType.code) continue;
    if (isBytecode && graph.nodeName(target) === '(constant pool)') return target;
    if (isBytecode || hops === 0) continue;
    const pool = findConstantPool(graph, target, hops - 1);
    if (pool !== -1) return pool;
  }
  return -1;
}
