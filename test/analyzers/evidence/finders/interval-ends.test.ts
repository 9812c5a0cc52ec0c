import { describe, expect, test } from 'vitest';
import { NO_CODE } from '../../../../src/analyzers/cases/context.js';
import type { HeapNode } from '../../../support/heap-dsl.js';
import { against, clusterCase } from '../../support/case-support.js';
import { see, upTo } from './finders-support.js';
import { FILE, SleepingScene } from './sleeping-scene.js';

const LINE = { file: FILE, line: 13, column: 1, function: null };

interface Traits {
  readonly intervals?: number;
  /** Timeouts each of which has an interval of its own. */
  readonly timeouts?: number;
  /** Whether these have intervals, or only something beside them. */
  readonly haveThem?: boolean;
  /** Whether the function of the timeouts clears intervals, by the text. */
  readonly doClear?: boolean;
  readonly isExpired?: boolean;
}

/**
 * ```
 *   Timeout × timeouts ──▶ end() ──scope──▶ Lamp ──stop──▶ stop() ──scope──▶ Timeout × intervals (repeats) ──▶ tick()
 * ```
 *
 * @returns `ground verdict: evidence against`
 */
async function judged(traits: Traits = {}): Promise<string> {
  const { intervals = 60, timeouts = intervals, haveThem = true, doClear = true, isExpired = false } = traits;
  const scene = new SleepingScene();
  const { heap } = scene;
  const shared = (name: string) => heap.shared(name).internal('script_or_debug_info', heap.script(FILE));
  const [tick, end] = [shared('tick'), shared('end')];
  const closure = (name: string, line: number, of: HeapNode, variables: Record<string, HeapNode>) =>
    heap
      .allocate('closure', name, { place: { file: FILE, line, column: 1 } })
      .internal('shared', of)
      .internal('context', heap.context(variables));
  const ticking = upTo(intervals).map(() =>
    heap.timeout(closure('tick', 5, tick, {}), 60_000).property('_repeat', 60_000),
  );
  for (const index of upTo(timeouts)) {
    const stop = heap.closure('stop', { context: heap.context(haveThem ? { flicker: ticking[index] } : {}) });
    scene.once(closure('end', 22, end, { lamp: heap.object('Lamp').property('stop', stop) }));
  }
  const { view, at } = await see(heap);
  const plain = clusterCase();
  const label = {
    ...plain.label,
    kind: 'timer',
    text: 'setInterval(tick)',
    owner: { kind: 'class', name: 'Timeout' },
    ownerNode: at(ticking[0]),
    parts: [],
    boundaryEdges: [],
  };
  const code = { ...NO_CODE, clearIn: () => (doClear ? LINE : null) };
  return against(clusterCase({ context: { ...plain.context, view, code }, label, kind: 'timer-held', isExpired }));
}

describe('intervals that running timeouts clear', () => {
  test('make a note, for nine of ten', async () => {
    expect(await judged({ timeouts: 54 })).toMatch(/^grown note: .*intervals-cleared$/);
    expect(await judged({ timeouts: 53 })).not.toContain('intervals-cleared');
  });

  test.each<[string, Traits]>([
    ['the function of the timeouts clears none', { doClear: false }],
    ['the timeouts have other things', { haveThem: false }],
    ['what they hold has expired', { isExpired: true }],
  ])('are none where %s', async (_title, traits) => {
    expect(await judged(traits)).not.toContain('intervals-cleared');
  });
});
