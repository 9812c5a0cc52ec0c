import { NO_TRACE_PARENT } from '../snapshot/trace-columns.js';
import type { HeapGraph } from './heap-graph.js';
import { type PlaceTranslator, type SourcePlace, translateNothing } from './script-places.js';

/** One call on an allocation stack. */
export interface AllocationFrame {
  /** Empty for an anonymous function. */
  readonly function: string;
  /** The place of the call; null for native code. */
  readonly place: SourcePlace | null;
}

/** Where objects were allocated, when the heap was tracked with stacks. Objects older than the tracking have none. */
export class AllocationStacks {
  readonly #graph: HeapGraph;
  readonly #translate: PlaceTranslator;
  #rows: Map<number, number> | null = null;

  constructor(graph: HeapGraph, translate: PlaceTranslator = translateNothing) {
    this.#graph = graph;
    this.#translate = translate;
  }

  /** Number of the stack that allocated `node`, 0 when unknown. Equal stacks have equal numbers. */
  stackOf(node: number): number {
    return this.#graph.columns.traceNodeIds?.[node] ?? 0;
  }

  /** The calls of a stack, the allocating one first; empty for a number that the snapshot does not explain. */
  frames(stack: number): AllocationFrame[] {
    const { calls } = this.#graph.columns.traces;
    this.#rows ??= new Map(Array.from(calls.ids, (id, row) => [id, row]));
    const frames: AllocationFrame[] = [];
    let row = this.#rows.get(stack) ?? NO_TRACE_PARENT;
    // The outermost call is a root without a function. A parent's row always comes before its child's.
    while (row !== NO_TRACE_PARENT && calls.parents[row] !== NO_TRACE_PARENT) {
      frames.push(this.#frame(calls.functions[row]));
      row = calls.parents[row];
    }
    return frames;
  }

  #frame(index: number): AllocationFrame {
    const { strings, columns } = this.#graph;
    const { names, scriptNames, lines, columns: positions } = columns.traces.functions;
    const name = strings.get(names[index]);
    const file = strings.get(scriptNames[index]);
    if (file === '' || lines[index] === 0) return { function: name, place: null };
    const place = { file, line: lines[index], column: Math.max(1, positions[index]), function: name || null };
    return { function: name, place: this.#translate(place) };
  }
}
