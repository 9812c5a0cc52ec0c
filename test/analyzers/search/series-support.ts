import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.js';
import { textSource } from '../../snapshot/support.js';
import { expectFigures } from '../../support/figures.js';
import { HeapBuilder, type HeapOptions } from '../../support/heap-dsl.js';
import { SpoiledMemory } from '../../support/spoiled-memory.js';

/** Sets a program up and returns what a round of it does. */
export type Program = (heap: HeapBuilder) => (round: number) => void;

/**
 * The findings of a series of four snapshots, one after each round of a program. Each takes the place of the one before,
 * as in `analyzeSnapshots`: a summary that clings to a graph shows.
 */
export async function findingsOfProgram(start: Program, options: HeapOptions = {}): Promise<readonly Finding[]> {
  const heap = new HeapBuilder(options);
  const work = start(heap);
  const analysis = new SeriesAnalysis();
  const memory = new SpoiledMemory();
  const snapshot = async () => new HeapGraph(await readSnapshot(textSource(heap.toJson()), { memory: memory.spoil() }));
  for (let round = 0; round < 3; round += 1) {
    work(round);
    analysis.add(await snapshot());
  }
  work(3);
  const result = analysis.finish(await snapshot(), (place) => place);
  expectFigures(result, 4);
  return result.findings;
}

export function times(count: number, work: (index: number) => void): void {
  for (let index = 0; index < count; index += 1) work(index);
}
