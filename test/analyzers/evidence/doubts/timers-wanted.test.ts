import { describe, expect, test } from 'vitest';
import { NO_CODE } from '../../../../src/analyzers/cases/context.js';
import { summarizeSnapshot } from '../../../../src/analyzers/series/snapshot-summary.js';
import { against, type ClusterDifference, clusterCase } from '../../support/case-support.js';
import { see } from '../finders/finders-support.js';
import { FILE, SleepingScene } from '../finders/sleeping-scene.js';

const TIMERS = { expire: true, areEach: true, areFew: false, areLong: true, areSettled: false };

/** `Timeout ──▶ retry()`, which by the text starts itself again only so often. */
async function judged(difference: ClusterDifference = {}): Promise<string> {
  const scene = new SleepingScene();
  const timer = scene.once(scene.fn('retry'));
  const { view, at } = await see(scene.heap);
  const plain = clusterCase();
  const line = { file: FILE, line: 3, column: 1, function: null };
  const label = {
    ...plain.label,
    kind: 'timer',
    text: 'setTimeout(retry)',
    owner: { kind: 'class', name: 'Timeout' },
    ownerNode: at(timer),
    parts: [],
    boundaryEdges: [],
  };
  const context = {
    ...plain.context,
    view,
    series: [summarizeSnapshot(view.graph)],
    code: { ...NO_CODE, restartBoundOf: () => line },
  };
  return against(clusterCase({ context, label, kind: 'timer-held', timers: TIMERS, ...difference }));
}

describe('timers that something waits for', () => {
  test.each(['timer-held', 'anchored-cycle'])('make a note of %s', async (kind) => {
    expect(await judged({ kind })).toMatch(/^grown note: .*timers-expire, timers-wanted$/);
  });

  test.each<[string, ClusterDifference]>([
    ['fire again and again', { timers: { ...TIMERS, expire: false } }],
    ['could only settle what is settled', { timers: { ...TIMERS, areSettled: true } }],
    ['hold what is expired', { isExpired: true }],
    ['hold what another kind of finding speaks of', { kind: 'promise-pending' }],
  ])('are none that %s', async (_title, difference) => {
    expect(await judged(difference)).not.toContain('timers-wanted');
  });
});
