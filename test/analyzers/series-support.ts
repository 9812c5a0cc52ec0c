import { SeriesAnalysis } from '../../src/analyzers/series-analysis.js';
import type { Finding } from '../../src/findings/report-schema.js';
import { HeapGraph } from '../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapOptions } from '../support/heap-dsl.js';

/** Sets a program up and returns what a round of it does. */
export type Program = (heap: HeapBuilder) => (round: number) => void;

/** The findings of a series of four snapshots, one after each round of a program. */
export async function findingsOfProgram(start: Program, options: HeapOptions = {}): Promise<readonly Finding[]> {
  const heap = new HeapBuilder(options);
  const work = start(heap);
  const analysis = new SeriesAnalysis();
  for (let round = 0; round < 3; round += 1) {
    work(round);
    analysis.add(new HeapGraph(await heap.toColumns()));
  }
  work(3);
  return analysis.finish(new HeapGraph(await heap.toColumns()), (place) => place).findings;
}

export function times(count: number, work: (index: number) => void): void {
  for (let index = 0; index < count; index += 1) work(index);
}
