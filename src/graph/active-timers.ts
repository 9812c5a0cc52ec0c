import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';
import { readProperty } from './values.js';

/** Fields that chain the timers of one duration. */
export const TIMER_LINKS = ['_idleNext', '_idlePrev'];
const CLASSES = ['Timeout', 'Immediate'];

/**
 * The timers that are scheduled to run. Node.js links those of one duration through `_idleNext` and `_idlePrev`, although each
 * is a root of its own and does not depend on its neighbors. So walks over retaining references ignore these links, and start
 * at the timers as well as at the root.
 *
 * An Immediate that has run keeps its link to the one that ran after it. That is an ordinary reference.
 */
export class ActiveTimers {
  readonly #graph: HeapGraph;
  /** Indexes of the names of the links, or -1. They are numbers because the test is in the innermost loop of every walk. */
  readonly #next: number;
  readonly #previous: number;
  /** Ordinals of timers and immediates that are scheduled to run. */
  readonly timers: readonly number[];
  /** Timers that have run or were cleared, and are still linked. */
  readonly #over = new Set<number>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    [this.#next, this.#previous] = TIMER_LINKS.map((name) => graph.strings.indexOf(name));
    this.timers = this.#next === -1 && this.#previous === -1 ? [] : this.#findTimers();
  }

  /** Whether `edge` is only a link between a scheduled timer and its neighbor. */
  isLink(edge: number): boolean {
    const name = this.#graph.edgeNames[edge];
    if (name !== this.#next && name !== this.#previous) return false;
    if (this.#graph.edgeType(edge) !== EdgeType.property) return false;
    return this.#over.size === 0 || !this.#over.has(this.#graph.source(edge));
  }

  #findTimers(): number[] {
    const graph = this.#graph;
    const timers: number[] = [];
    for (const name of CLASSES)
      for (const node of graph.classes.objectsOf(graph.strings.indexOf(name))) {
        if (!this.#isChained(node)) continue;
        if (isTimerOver(graph, node) === true) this.#over.add(node);
        else timers.push(node);
      }
    return timers.sort((a, b) => a - b);
  }

  /** Whether a timer is linked. Timers form a ring, and immediates a list with two ends. Cleared ones, and timers that ran, are not linked. */
  #isChained(node: number): boolean {
    return TIMER_LINKS.some((link) => {
      const neighbor = this.#graph.follow(node, EdgeType.property, link);
      return neighbor !== -1 && neighbor !== node && this.#graph.nodeType(neighbor) === NodeType.object;
    });
  }
}

const ON_TIMEOUT = '_onTimeout';
const ON_IMMEDIATE = '_onImmediate';

/** Whether a node is a Timeout, be it scheduled, fired or cleared. */
export function isTimeout(graph: HeapGraph, node: number): boolean {
  return graph.nodeType(node) === NodeType.object && graph.nodeName(node) === 'Timeout';
}

/** The function that a Timeout calls, or -1; -1 for an Immediate as well. */
export function timeoutCallback(graph: HeapGraph, timer: number): number {
  return graph.follow(timer, EdgeType.property, ON_TIMEOUT);
}

/** The function that an Immediate calls, or -1; -1 for a Timeout as well. */
export function immediateCallback(graph: HeapGraph, timer: number): number {
  return graph.follow(timer, EdgeType.property, ON_IMMEDIATE);
}

/** Whether an edge leads from a Timeout to the function that it calls. */
export function isTimeoutCall(graph: HeapGraph, edge: number): boolean {
  return graph.edgeType(edge) === EdgeType.property && graph.edgeName(edge) === ON_TIMEOUT;
}

/** Whether an edge leads from an Immediate to the function that it calls. */
export function isImmediateCall(graph: HeapGraph, edge: number): boolean {
  return graph.edgeType(edge) === EdgeType.property && graph.edgeName(edge) === ON_IMMEDIATE;
}

/** The array of arguments that a Timeout passes to its function, or -1. */
export function timeoutArguments(graph: HeapGraph, timer: number): number {
  return graph.follow(timer, EdgeType.property, '_timerArgs');
}

/** Whether a Timeout was made by `setInterval`, and fires repeatedly. */
export function repeats(graph: HeapGraph, timer: number): boolean {
  return readProperty(graph, timer, '_repeat').kind !== 'null';
}

/**
 * The delay of a Timeout in milliseconds. Without captured numbers it is found by the list that the Timeout is in, because
 * Node.js keys these lists by milliseconds; null when it is in no list. O(objects and timers) on the first such call, then O(1).
 */
export function delayOfTimeoutMs(graph: HeapGraph, timer: number): number | null {
  const delay = readProperty(graph, timer, '_idleTimeout');
  const captured = delay.kind === 'number' ? delay.value : null;
  return captured ?? delaysByList(graph).get(timer) ?? null;
}

/** By graph: milliseconds by timer, from the lists. */
const delays = new WeakMap<HeapGraph, ReadonlyMap<number, number>>();

/** `timerListMap ──1800000──▶ TimersList ──_idleNext──▶ Timeout ──_idleNext──▶ …` */
function delaysByList(graph: HeapGraph): ReadonlyMap<number, number> {
  const known = delays.get(graph);
  if (known !== undefined) return known;
  const found = new Map<number, number>();
  const lists = new Set(graph.classes.objectsOf(graph.strings.indexOf('TimersList')));
  if (lists.size > 0)
    for (const map of graph.classes.objectsOf(graph.strings.indexOf('Object')))
      for (let edge = graph.firstEdges[map]; edge < graph.firstEdges[map + 1]; edge += 1)
        if (graph.edgeType(edge) === EdgeType.element && lists.has(graph.target(edge)))
          addList(graph, graph.target(edge), Number(graph.edgeName(edge)), found);
  delays.set(graph, found);
  return found;
}

function addList(graph: HeapGraph, list: number, ms: number, found: Map<number, number>): void {
  const next = (node: number) => graph.follow(node, EdgeType.property, '_idleNext');
  for (let node = next(list); node !== -1 && node !== list && !found.has(node); node = next(node)) found.set(node, ms);
}

/** When a Timeout was started, in milliseconds since the start of the process, or null when numbers were not captured. */
export function startOfTimeoutMs(graph: HeapGraph, timer: number): number | null {
  const start = readProperty(graph, timer, '_idleStart');
  return start.kind === 'number' ? start.value : null;
}

/** Whether a Timeout or Immediate was cleared or has run for the last time; null when the heap does not say. */
export function isTimerOver(graph: HeapGraph, timer: number): boolean | null {
  const destroyed = readProperty(graph, timer, '_destroyed');
  return destroyed.kind === 'boolean' ? destroyed.value : null;
}
