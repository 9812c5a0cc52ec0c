import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';

import { analyzeSnapshots } from '../../../src/analyze.js';
import { checkSeriesOrder, describeOrder, type OrderFacts } from '../../../src/analyzers/series/series-order.js';
import { openSnapshotStream } from '../../../src/snapshot/byte-source.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

const MINUTE = 60_000;

/** Facts of a series; each list has a value per snapshot. */
function series(facts: { ids?: number[]; captured?: (number | null)[]; modified?: number[] }): OrderFacts[] {
  const length = (facts.ids ?? facts.captured ?? facts.modified ?? []).length;
  return Array.from({ length }, (_, index) => ({
    name: `heaps/${index}`,
    largestId: facts.ids?.[index] ?? 0,
    capturedAtMs: facts.captured?.[index] ?? null,
    modifiedAtMs: facts.modified?.[index] ?? null,
  }));
}

describe('the order of a series', () => {
  it('fits when ids rise, whatever the files say', () => {
    const facts = series({ ids: [1, 3, 5], modified: [9 * MINUTE, 6 * MINUTE, 3 * MINUTE] });
    expect(checkSeriesOrder(facts, true)).toBeNull();
  });

  it('is decided by ids within an epoch', () => {
    expect(checkSeriesOrder(series({ ids: [1, 5, 3] }), true)).toEqual({ by: 'ids', order: [0, 2, 1] });
  });

  it('is not decided by ids of different epochs', () => {
    expect(checkSeriesOrder(series({ ids: [1, 5, 3] }), false)).toBeNull();
  });

  it('is decided by times of capture, but only when all are known', () => {
    expect(checkSeriesOrder(series({ captured: [3, 1, 2] }), false)).toEqual({ by: 'times', order: [1, 2, 0] });
    expect(checkSeriesOrder(series({ captured: [3, null, 2] }), false)).toBeNull();
  });

  it('is decided by times of files that lie more than a second apart', () => {
    expect(checkSeriesOrder(series({ modified: [2 * MINUTE, MINUTE] }), false)).toEqual({
      by: 'modified',
      order: [1, 0],
    });
    expect(checkSeriesOrder(series({ modified: [1500, 700] }), false)).toBeNull();
  });

  it('is written with the names alone when all are in one folder', () => {
    const facts = series({ ids: [5, 1] });
    expect(describeOrder(facts, { by: 'ids', order: [1, 0] }).text).toContain('captured as 1, 0.');
  });
});

/** One heap after each of `rounds` rounds, with a few objects more every time: ⟶ global.list[…] */
function growing(rounds: number): string[] {
  const heap = new HeapBuilder({ version: '22' });
  const list = heap.array();
  heap.global.property('list', list);
  return Array.from({ length: rounds }, () => {
    for (let index = 0; index < 10; index += 1) list.push(heap.object('Thing'));
    return heap.toJson();
  });
}

/** Another process: the same classes at other ids, as other things were made before. */
function elsewhere(things: number, made: number): string {
  const heap = new HeapBuilder({ version: '22' });
  const list = heap.array();
  const others: HeapNode[] = Array.from({ length: made }, () => heap.object('Other'));
  heap.global.property('list', list).property('others', heap.array(others));
  for (let index = 0; index < things; index += 1) list.push(heap.object('Thing'));
  return heap.toJson();
}

function analyze(texts: readonly string[]) {
  return analyzeSnapshots(
    texts.map((text, index) => ({
      name: `${index}`,
      path: null,
      open: () => Promise.resolve(openSnapshotStream(Readable.from([Buffer.from(text)]), `${index}`)),
    })),
  );
}

describe('a series', () => {
  it('gets no note when it is in order', async () => {
    const { notes } = await analyze(growing(4));
    expect(notes.map(({ code }) => code)).not.toContain('out-of-order');
  });

  it('is analyzed in the given order when it looks out of order, with a note', async () => {
    const [a = '', b = '', c = ''] = growing(3);
    const { notes, series: analyzed } = await analyze([a, c, b]);
    expect(notes[0]).toMatchObject({ code: 'out-of-order', text: expect.stringContaining('captured as 0, 2, 1.') });
    const counts = analyzed.snapshots.map(({ nodeCount }) => nodeCount);
    expect(counts[1]).toBeGreaterThan(counts[2] ?? 0);
  });

  it('with the same file twice is refused', async () => {
    const open = () => Promise.reject(new Error('not opened'));
    const inputs = ['0.heapsnapshot', './0.heapsnapshot'].map((path) => ({ name: path, path, open }));
    await expect(analyzeSnapshots(inputs)).rejects.toMatchObject({
      code: 'usage',
      message: './0.heapsnapshot was given twice.',
    });
  });

  it('of different processes is compared by count, and its findings by the last snapshot alone', async () => {
    const texts = [elsewhere(500, 0), elsewhere(1000, 400), elsewhere(1500, 1200), elsewhere(2000, 300)];
    const { notes, series: analyzed, growth } = await analyze(texts);
    expect(analyzed.epoch.comparable).toBe(false);
    expect(notes.map(({ code }) => code)).toEqual(['other-epoch', 'grows-by-count']);
    expect(notes[0]?.text).toContain('the last snapshot alone');
    expect(notes[1]?.text).toContain('`Thing` grows steadily by count: 500 → 1000 → 1500 → 2000');
    expect(growth.find((row) => row.class === 'Thing')?.counts).toEqual([500, 1000, 1500, 2000]);
  });

  it('that changes its process on the way keeps the snapshots whose ids match', async () => {
    const late = growing(3);
    const { notes } = await analyze([elsewhere(500, 700), ...late]);
    expect(notes[0]?.text).toContain('the last 3 snapshots, from number 2 on');
  });
});
