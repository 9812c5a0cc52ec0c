import { describe, expect, test } from 'vitest';
import type { ClusterCase } from '../../../../src/analyzers/cases/cluster-case.js';
import { SeriesAnalysis } from '../../../../src/analyzers/search/series-analysis.js';
import { judge } from '../../../../src/analyzers/verdict/judge.js';
import { BirthTimes } from '../../../../src/graph/birth-times.js';
import { HeapGraph } from '../../../../src/graph/heap-graph.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';
import { clusterCase, PLAIN } from '../../support/case-support.js';
import { listing } from '../../verdict/picture-support.js';

const { context } = clusterCase();
const idOf = (node: number) => context.view.graph.nodeIds[node];
const LAST = Math.max(...PLAIN.map(idOf));

/** The case where V8 recorded at these milliseconds the last id that there was. */
function born(...samples: readonly (readonly [ms: number, id: number])[]): ClusterCase {
  const births = new BirthTimes({
    count: samples.length,
    timestampsUs: Float64Array.from(samples, ([ms]) => ms * 1000),
    lastAssignedIds: Float64Array.from(samples, ([, id]) => id),
  });
  return clusterCase({ context: { ...context, view: { ...context.view, births } } });
}

function textOf(c: ClusterCase): string | undefined {
  const judged = judge(c);
  return judged.verdict === 'silent' ? undefined : judged.for.find(({ code }) => code === 'ages')?.text;
}

describe('the age of what is accused', () => {
  test.each([
    ['999 ms', 999],
    ['1.0 s', 1000],
    ['120.0 s', 119_999],
    ['2 min', 120_000],
    ['120 min', 7_199_999],
    ['2.0 h', 7_200_000],
  ])('is told as %s', (text, ms) => {
    expect(textOf(born([0, 0], [1, LAST], [1 + ms, LAST + 1]))).toBe(
      `The oldest Row had lived for ${text}, half of them for ${text} or more.`,
    );
  });

  test('is said of the oldest and of the median one', () => {
    const [first] = PLAIN;
    expect(textOf(born([0, 0], [1, idOf(first)], [2001, LAST], [5001, LAST + 1]))).toBe(
      'The oldest Row had lived for 5.0 s, half of them for 3.0 s or more.',
    );
  });

  test('is the least where they are older than the record', () => {
    expect(textOf(born([0, LAST], [3000, LAST + 1]))).toBe(
      'The oldest Row had lived for at least 3.0 s, half of them for 3.0 s or more.',
    );
  });

  test('is not said where no births were recorded', () => {
    expect(textOf(clusterCase())).toBeUndefined();
    expect(textOf(born([0, LAST]))).toBeUndefined();
  });

  //   Hub ──rows──▶ Array ──▶ Row × 20 a round; the heap of the last snapshot is tracked or not
  test.each([
    ['with', true],
    ['without', false],
  ])('is found in a heap %s a record of births', async (_, isTracked) => {
    const heap = new HeapBuilder();
    const series = new SeriesAnalysis();
    const work = listing([20, 20, 20, 20]);
    for (let round = 0; round < 3; round += 1) {
      work(heap, round);
      series.add(new HeapGraph(await heap.toColumns()), null);
    }
    work(heap, 3);
    if (isTracked) heap.samples.push([0, 1], [500_000, 1_000_000], [2_500_000, 2_000_000]);
    const [finding] = series.finish(new HeapGraph(await heap.toColumns()), undefined, null).findings;
    expect(finding.brokenEdge?.label).toBe('Hub.rows[]');
    expect(finding.evidence.for.filter(({ code }) => code === 'ages').map(({ text }) => text)).toEqual(
      isTracked ? ['The oldest Row had lived for 2.0 s, half of them for 2.0 s or more.'] : [],
    );
  });
});
