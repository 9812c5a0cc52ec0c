import { describe, expect, test } from 'vitest';
import type { HeapNode } from '../../support/heap-dsl.js';
import { findingsOf, repeat } from '../verdict/verdict-support.js';

/**
 * What has left a list, closed, by turns of one class and the other.
 *
 *   Hub ──head──▶ Bolt ──next──▶ Nut (closed) ──next──▶ Bolt (closed) ──next──▶ … × 20 a round
 */
async function actionOn(others: string, field = 'next'): Promise<string | undefined> {
  let head: HeapNode;
  const [finding] = await findingsOf((heap, round) => {
    if (round === 0) {
      head = heap.object('Bolt');
      heap.global.property('hub', heap.object('Hub').property('head', head));
    }
    repeat((index) => {
      const behind = head.get('next') ?? null;
      if (index % 2 === 0) {
        const bolt = heap.object('Bolt', { size: 200 }).properties({ closed: true, next: behind });
        head.property('next', heap.object(others, { size: 400 }).properties({ closed: true, [field]: bolt }));
      } else head.property('next', heap.object('Bolt', { size: 200 }).properties({ closed: true, next: behind }));
    });
  });
  return finding?.brokenEdge?.action;
}

describe('advice on a stale link', () => {
  test('names the link of each class, where entries of two classes lie in the list', async () => {
    expect(await actionOn('Nut')).toMatch(/^Clear `Bolt\.next` when a Bolt leaves the list, and `Nut\.next` likewise$/);
  });

  test('names the one to cut where all are of one class', async () => {
    expect(await actionOn('Bolt')).toMatch(/^Clear `Bolt\.next` when a Bolt leaves the list$/);
  });

  test('names no field of another name', async () => {
    expect(await actionOn('Nut', 'bolt')).not.toContain('likewise');
  });
});
