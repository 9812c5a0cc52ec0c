import { NO_CODE, UNKNOWN_TIMES } from '../../../src/analyzers/cases/context.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { FindingsSoFar } from '../../../src/analyzers/search/findings-so-far.js';
import { findGrowingPlaces } from '../../../src/analyzers/search/growing-places.js';
import { Population } from '../../../src/analyzers/series/population.js';
import { type SnapshotSummary, summarizeSnapshot } from '../../../src/analyzers/series/snapshot-summary.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { type HeapArray, HeapBuilder, type HeapNode, type Value } from '../../support/heap-dsl.js';

/** What a round of work does to a heap; `round` 0 is the work before the first snapshot. */
export type Work = (heap: HeapBuilder, round: number) => void;

export interface GrowthOptions {
  /** Rounds after the first snapshot; 3 when not given. */
  readonly rounds?: number;
  /** Classes whose objects another finding is said to speak of. */
  readonly covered?: readonly string[];
  /** Order of the nodes in each file. */
  readonly order?: (a: HeapNode, b: HeapNode) => number;
}

/** Takes a snapshot after each round of `work` and looks for growth without objects. */
export async function growthOf(work: Work, options: GrowthOptions = {}): Promise<Finding[]> {
  return (await searchGrowth(work, options)).labeled.map(({ finding }) => finding);
}

/** The same, with what was set aside. */
export async function searchGrowth(
  work: Work,
  { rounds = 3, covered = [], order }: GrowthOptions = {},
): Promise<FindingsSoFar> {
  const heap = new HeapBuilder();
  const series: SnapshotSummary[] = [];
  let graph: HeapGraph | null = null;
  for (let round = 0; round <= rounds; round += 1) {
    work(heap, round);
    graph = new HeapGraph(await heap.toColumns(order === undefined ? {} : { order }));
    series.push(summarizeSnapshot(graph));
  }
  if (graph === null) throw new Error('no rounds');
  const last = graph;
  const view = viewHeap(last, []);
  const found = new FindingsSoFar(last.nodeCount);
  for (let node = 0; node < last.nodeCount; node += 1)
    if (covered.includes(last.nodeName(node))) found.explained.add(node);
  findGrowingPlaces(
    {
      view,
      series,
      population: new Population(last, view.tree, view.labels, series),
      times: UNKNOWN_TIMES,
      code: NO_CODE,
      ledgerFacts: new Map(),
      leaseFacts: new Map(),
      idleFacts: new Map(),
      waitFacts: new Map(),
      watched: new Map(),
    },
    found,
  );
  return found;
}

/** An object of a class with one field, hung from the global object. */
export function holder(heap: HeapBuilder, className: string, field: string, value: Value): HeapNode {
  const node = heap.object(className).property(field, value);
  heap.global.property(className.toLowerCase(), node);
  return node;
}

/** The same for an empty array; returns the array. */
export function arrayIn(heap: HeapBuilder, className: string, field: string): HeapArray {
  const list = heap.array();
  holder(heap, className, field, list);
  return list;
}

/** A plain object in dictionary mode: each value is listed by the object and, after its key, by the store. */
export class Dictionary {
  readonly node: HeapNode;
  readonly store: HeapNode;
  readonly #heap: HeapBuilder;
  #slot = 3;

  constructor(heap: HeapBuilder) {
    this.#heap = heap;
    this.store = heap.allocate('array', '(object properties)', { size: 48 });
    this.node = heap.object('Object', { size: 24 }).internal('properties', this.store);
  }

  set(key: string, value: Value): void {
    this.node.property(key, value);
    this.store.internal(String(this.#slot), this.#heap.string(key));
    if (typeof value === 'string') this.store.internal(String(this.#slot + 1), this.#heap.string(value));
    this.#slot += 3;
    this.store.size += 24;
  }
}

/** A rope: `left + right`. */
export function concat(heap: HeapBuilder, left: HeapNode, right: HeapNode): HeapNode {
  return heap
    .allocate('concatenated string', '(concatenated string)', { size: 32 })
    .internal('first', left)
    .internal('second', right);
}

/** Calls `work` `times` times with 0 … times - 1. */
export function repeat(times: number, work: (index: number) => void): void {
  for (let index = 0; index < times; index += 1) work(index);
}
