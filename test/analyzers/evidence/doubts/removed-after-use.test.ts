import { describe, expect, test } from 'vitest';
import { NO_CODE } from '../../../../src/analyzers/cases/context.js';
import { summarizeSnapshot } from '../../../../src/analyzers/series/snapshot-summary.js';
import { against, type ClusterDifference, clusterCase } from '../../support/case-support.js';
import { see, upTo } from '../finders/finders-support.js';
import { FILE, SleepingScene } from '../finders/sleeping-scene.js';

interface Traits {
  readonly entries?: number;
  /** Those of the entries that the case is of; all where not given. */
  readonly accused?: number;
  /** Calls that sleep until a timer fires. */
  readonly sleeping?: number;
  /** The function of these calls; `visit` is the one that adds and removes entries. */
  readonly sleeper?: string;
  /** Whether these calls end when the timer has fired. */
  readonly isEnding?: boolean;
  readonly own?: ClusterDifference;
}

/**
 * Hub ──rows──▶ Array ──▶ Row × entries      Timeout × sleeping ──▶ resolve ──▶ Promise ◀──awaits── visit()
 *
 * @returns `ground verdict: evidence against`
 */
async function judged(traits: Traits) {
  const { entries = 60, accused = entries, sleeping = 60, sleeper = 'visit', isEnding = true, own = {} } = traits;
  const scene = new SleepingScene();
  const rows = upTo(entries).map(() => scene.heap.object('Row'));
  const list = scene.heap.array(rows);
  scene.heap.global.property('hub', scene.heap.object('Hub').property('rows', list));
  const fn = scene.fn(sleeper);
  for (const _ of upTo(sleeping)) scene.once(scene.resolve(scene.awaitedBy(fn)));
  const { view, at, births } = await see(scene.heap);
  const site = { file: FILE, line: 2, column: 1, function: 'visit', how: 'delete', caller: 'call', bound: null };
  const text = { what: 'collection', state: 'removed', added: [site], removed: [site], read: [], missing: null };
  const plain = clusterCase();
  const context = {
    ...plain.context,
    view,
    population: { birth: births([]), groupOf: () => 0 },
    series: upTo(4).map(() => summarizeSnapshot(view.graph)),
    code: { ...NO_CODE, ofPlace: () => text, endsAfterAwait: () => isEnding },
  };
  const targets = rows.slice(0, accused).map(at);
  const containers = [{ container: at(list), targets }];
  return against(clusterCase({ context, containers, facts: { leading: { nodes: targets } }, ...own }));
}

const NOTE = 'grown note: no-death, removed-after-use';
const SUSPECT = 'grown suspect: no-death, removed-after-use';

describe('entries that the function which added them removes again', () => {
  test('are a note where it sleeps until a timer fires, for nine of ten', async () => {
    expect(await judged({ sleeping: 54 })).toBe(NOTE);
    expect(await judged({ sleeping: 53 })).toBe(SUSPECT);
  });

  test('are too many where eight a round belong to no call that sleeps', async () => {
    expect(await judged({ entries: 300, sleeping: 277 })).toBe(NOTE);
    expect(await judged({ entries: 300, sleeping: 276 })).toBe(SUSPECT);
  });

  test('are all those of the collection, accused or not', async () => {
    expect(await judged({ entries: 100, accused: 60 })).toBe(SUSPECT);
  });

  test('may hang where another function sleeps', async () => {
    expect(await judged({ sleeper: 'serve' })).toBe(SUSPECT);
  });

  test('may stay where the call goes on after the timer', async () => {
    expect(await judged({ isEnding: false })).toBe(SUSPECT);
  });

  test('may hang where it is unknown how many there are', async () => {
    expect(await judged({ own: { containers: [] } })).toBe(SUSPECT);
  });

  test('are a note where something else leaves a suspicion as well', async () => {
    const short = { rounds: 2, perRound: [30, 30] };
    expect(await judged({ own: short })).toBe('grown note: no-death, short-series, removed-after-use');
    expect(await judged({ own: short, sleeping: 0 })).toBe('grown suspect: no-death, short-series');
  });
});
