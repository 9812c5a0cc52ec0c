import { expect, test } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { type HeapArray, HeapBuilder } from '../../support/heap-dsl.js';

const PER_ROUND = 30;

/** Depot ─out─▶ [ { line: LineConnection (closed) } ], 30 more before each snapshot. */
async function findingOf(snapshots: number) {
  const heap = new HeapBuilder();
  const series = new SeriesAnalysis();
  const out: HeapArray = heap.array();
  heap.global.property('depot', heap.object('Depot').property('out', out));
  for (let round = 0; ; round += 1) {
    for (let index = 0; index < PER_ROUND; index += 1)
      out.push(heap.object().property('line', heap.object('LineConnection').property('closed', true)));
    const graph = new HeapGraph(await heap.toColumns());
    if (round === snapshots - 1) return series.finish(graph, undefined, null).findings[0];
    series.add(graph, null);
  }
}

test('dead objects in records of a collection are one fault, in one snapshot, two, or four', async () => {
  const findings = await Promise.all([1, 2, 4].map(findingOf));
  expect(findings.map((finding) => finding?.brokenEdge?.label)).toEqual(new Array(3).fill('Depot.out[]'));
  expect(new Set(findings.map((finding) => finding?.fingerprint)).size).toBe(1);
});
