import { describe, expect, test } from 'vitest';
import { countRenewed } from '../../../../src/analyzers/evidence/finders/young-parts.js';
import type { Population } from '../../../../src/analyzers/series/population.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { see, upTo } from './finders-support.js';

const LAST = 3;

/** Counts for rows of the first round, where everything else but the notes is as old. */
async function renewed(heap: HeapBuilder, rows: readonly HeapNode[], notes: readonly HeapNode[]) {
  const { view, at, births } = await see(heap);
  const birth = births([...rows.map((row) => [row, 1] as const), ...notes.map((note) => [note, LAST] as const)]);
  const population = { birth, groupOf: (node: number) => view.graph.nodeNames[node] } as unknown as Population;
  return countRenewed(view, population, rows.map(at), LAST);
}

function row(heap: HeapBuilder, list: readonly HeapNode[]): HeapNode {
  const made = heap.object('Row');
  heap.global.property(`row${list.length}`, made);
  return made;
}

describe('what an older entry owns', () => {
  //   Row ─step▶ Step ─step▶ … ─step▶ Note of the last round
  test.each([
    [1, 1],
    [3, 1],
    [4, 0],
  ])('counts as new %i references away: %i', async (hops, count) => {
    const heap = new HeapBuilder();
    const one = row(heap, []);
    const note = heap.object('Note');
    let at = one;
    for (const _ of upTo(hops - 1)) {
      const step = heap.object('Step');
      at.property('step', step);
      at = step;
    }
    at.property('step', note);
    expect(await renewed(heap, [one], [note])).toEqual({ old: 1, renewed: count });
  });

  //   Row ─┬─0 … n▶ Part
  //        └─last part─note▶ Note of the last round: the entry itself is the first of 64 that are looked at
  test.each([
    [63, 1],
    [64, 0],
  ])('is looked at in %i parts', async (parts, count) => {
    const heap = new HeapBuilder();
    const one = row(heap, []);
    const note = heap.object('Note');
    for (const index of upTo(parts)) {
      const part = heap.object('Part');
      one.property(`part${index}`, part);
      if (index === parts - 1) part.property('note', note);
    }
    expect(await renewed(heap, [one], [note])).toEqual({ old: 1, renewed: count });
  });

  test('is asked of at most five hundred entries, at even distances', async () => {
    const heap = new HeapBuilder();
    const rows: HeapNode[] = [];
    for (const _ of upTo(1001)) rows.push(row(heap, rows));
    // Every third is asked: the first has a new part, the second is not asked.
    const notes = [heap.object('Note'), heap.object('Note')];
    rows[0].property('note', notes[0]);
    rows[1].property('note', notes[1]);
    expect(await renewed(heap, rows, notes)).toEqual({ old: 334, renewed: 1 });
    expect(await renewed(heap, rows.slice(0, 500), notes)).toEqual({ old: 500, renewed: 2 });
    expect(await renewed(heap, rows.slice(0, 501), notes)).toEqual({ old: 251, renewed: 1 });
  });
});
