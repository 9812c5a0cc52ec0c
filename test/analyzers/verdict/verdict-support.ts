import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { expectFigures } from '../../support/figures.js';
import { HeapBuilder, type HeapNode, type Value } from '../../support/heap-dsl.js';

/** When the first snapshot of a series is taken: milliseconds of the epoch. */
export const START_MS = 1_800_000_000_000;
/** Time between two snapshots. */
export const ROUND_MS = 2000;
/** Objects that a round leaves. */
export const PER_ROUND = 20;

const ROUNDS = 3;
export const FILE = '/srv/app.js';

/** What a round of work does to a heap; `round` 0 is the work before the first snapshot. */
export type Work = (heap: HeapBuilder, round: number) => void;

/** Takes a snapshot after each round and looks at the series as a whole. */
export async function findingsOf(work: Work, { timed = true } = {}): Promise<readonly Finding[]> {
  const heap = new HeapBuilder();
  const series = new SeriesAnalysis();
  for (let round = 0; ; round += 1) {
    work(heap, round);
    const graph = new HeapGraph(await heap.toColumns());
    const at = timed ? START_MS + round * ROUND_MS : null;
    if (round === ROUNDS) {
      const result = series.finish(graph, undefined, at);
      expectFigures(result, ROUNDS + 1);
      return result.findings;
    }
    series.add(graph, at);
  }
}

/** The first finding as a test compares it: what is said, how gravely, and why not more gravely. */
export async function verdictOf(
  work: Work,
  options?: { timed?: boolean },
): Promise<{ verdict: string; label: string | undefined; against: readonly string[] }> {
  const [first] = await findingsOf(work, options);
  if (first === undefined) return { verdict: 'none', label: undefined, against: [] };
  const { verdict, brokenEdge, evidence } = first;
  return { verdict, label: brokenEdge?.label, against: evidence.against.map(({ code }) => code) };
}

export function repeat(work: (index: number) => void): void {
  for (let index = 0; index < PER_ROUND; index += 1) work(index);
}

/** An object of a class of the file, in a global variable. */
export function owned(heap: HeapBuilder, className: string, field: string, value: Value): HeapNode {
  const node = heap.object(heap.class(className, { file: FILE, line: 1, column: 1 })).property(field, value);
  heap.global.property(className.toLowerCase(), node);
  return node;
}

/** A running timer that fires again and again, or once. */
export function timer(heap: HeapBuilder, callback: HeapNode, ms: number, repeats: boolean): HeapNode {
  return heap.timeout(callback, ms).property('_repeat', repeats ? ms : null);
}
