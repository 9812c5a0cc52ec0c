import { describe, expect, test } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { expectFigures } from '../../support/figures.js';
import { HeapBuilder as Heap, type HeapBuilder, type HeapClass, type HeapNode } from '../../support/heap-dsl.js';
import { parser } from '../code/support.js';

const APP = '/srv/job.js';
const TEXT = [
  'const stop = new AbortController();',
  'function start(job) {',
  '  const cancelJob = () => job.cancel();',
  "  stop.signal.addEventListener('abort', cancelJob);",
  '}',
].join('\n');
const NODE_TEXT = 'class EventTarget {\n  add(type, listener) { this[kEvents].set(type, listener); }\n}';
const NODE_FILE = 'node:internal/event_target';
const TEXTS = new Map([
  [APP, TEXT],
  [NODE_FILE, NODE_TEXT],
]);

/**
 * A signal that lives as long as the program, to which each job listens: 40 a round.
 *
 * ```
 *   global ─signal─▶ AbortSignal ─kEvents─▶ Map { 'abort' → { next: Listener ─next─▶ Listener … } }
 *                                             each Listener ─listener─▶ cancelJob() ──context──▶ job: Job
 * ```
 *
 * @param isClosed whether the jobs say that they are over
 */
class Jobs {
  readonly heap: HeapBuilder = new Heap();
  readonly #isClosed: boolean;
  readonly #job: HeapClass;
  readonly #listener: HeapClass;
  #last: HeapNode;

  constructor(isClosed: boolean) {
    this.#isClosed = isClosed;
    this.#job = this.heap.class('JobSession', { file: APP, line: 7, column: 1 });
    this.#listener = this.heap.class('Listener', { file: NODE_FILE, line: 3, column: 1 });
    this.#last = this.heap.object();
    const events = this.heap.map([['abort', this.#last]]);
    const signal = this.heap.class('AbortSignal', { file: NODE_FILE, line: 0, column: 1 });
    this.heap.global.property('signal', this.heap.object(signal).symbol('kEvents', events));
  }

  run(): void {
    for (let index = 0; index < 40; index += 1) {
      const job = this.heap.object(this.#job, { size: 400 }).property('closed', this.#isClosed);
      const place = { file: APP, line: 2, column: 20 };
      const listener = this.heap
        .object(this.#listener, { size: 80 })
        .property('listener', this.heap.closure('cancelJob', { place, context: { job } }));
      this.#last.property('next', listener);
      listener.property('previous', this.#last);
      this.#last = listener;
    }
  }
}

async function findingsIn(snapshots: number, isClosed = false): Promise<readonly Finding[]> {
  const jobs = new Jobs(isClosed);
  const series = new SeriesAnalysis();
  for (let round = 0; ; round += 1) {
    jobs.run();
    const graph = new HeapGraph(await jobs.heap.toColumns());
    if (round < snapshots - 1) {
      series.add(graph);
      continue;
    }
    const read = (script: string) => TEXTS.get(script) ?? null;
    const result = series.finish(graph, undefined, null, false, { read, parser });
    expectFigures(result, snapshots);
    return result.findings;
  }
}

/** What leads a reader to the line to fix. */
const RIGHT = {
  kind: 'listener-pileup',
  brokenEdge: {
    label: "AbortSignal 'abort' listener",
    action: "Remove the 'abort' listener from `AbortSignal` at /srv/job.js:3 when a JobSession is done",
    source: { file: APP, line: 3 },
  },
  source: { file: APP, line: 3 },
};

describe('listeners that each job adds to a signal that lives for good', () => {
  test.each([
    [2, 'note'],
    [3, 'suspect'],
    [4, 'leak'],
  ])('are told by event, target and line in %i snapshots', async (snapshots, verdict) => {
    const findings = await findingsIn(snapshots);
    expect(findings).toMatchObject([{ ...RIGHT, verdict }]);
    expect(findings[0].code?.added.every(({ file }) => file === APP) ?? true).toBe(true);
  });

  test('have one fingerprint, whatever the number of snapshots', async () => {
    const prints = await Promise.all([2, 3, 4].map(async (count) => (await findingsIn(count))[0]?.fingerprint));
    expect(new Set(prints).size).toBe(1);
  });

  // In one snapshot, nothing says that jobs pile up; of dead ones it shows the variable of the listener, in the same line.
  test('are told of dead jobs in one snapshot, too, by the line of the listener', async () => {
    expect(await findingsIn(1)).toEqual([]);
    const [one] = await findingsIn(1, true);
    const [four] = await findingsIn(4, true);
    expect(four).toMatchObject(RIGHT);
    expect(one.source).toMatchObject(RIGHT.source);
    expect(JSON.stringify([one.code ?? null, four.code ?? null, one.brokenEdge])).not.toContain('node:');
  });
});
