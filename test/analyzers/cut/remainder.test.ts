import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapNode } from '../../support/heap-dsl.js';
import { findingsOf, owned, type Work } from '../verdict/verdict-support.js';

const EACH = 40;

/** Hall ──guests──▶ Array ──▶ Guest (closed) × 40 a round, of which `hold` may hold some elsewhere. */
function guests(hold: (guest: HeapNode, index: number) => void): Work {
  let list: HeapArray;
  return (heap, round) => {
    if (round === 0) {
      list = heap.array();
      owned(heap, 'Hall', 'guests', list);
    }
    for (let index = 0; index < EACH; index += 1) {
      const guest = heap.object('Guest', { size: 400 }).property('closed', true);
      hold(guest, index);
      list.push(guest);
    }
  };
}

async function told(work: Work) {
  const [finding] = await findingsOf(work);
  return {
    verdict: finding?.verdict,
    frees: `${finding?.brokenEdge?.frees} of ${finding?.brokenEdge?.of}`,
    rest: finding?.evidence.against.find(({ code }) => code === 'not-all-freed')?.text,
  };
}

describe('a cut', () => {
  test('that frees all of them leaves nothing to explain', async () => {
    expect(await told(guests(() => undefined))).toMatchObject({ verdict: 'leak', rest: undefined });
  });

  //   global ──desk──▶ Desk ──first──▶ Guest: one of each round
  test('that frees nearly all of them says what else holds the others, and is as grave', async () => {
    const work: Work = (() => {
      let desks: HeapArray;
      let inner: Work = () => undefined;
      return (heap, round) => {
        if (round === 0) {
          desks = heap.array();
          owned(heap, 'Office', 'desks', desks);
          inner = guests((guest, index) => {
            if (index === 0) desks.push(heap.object('Desk').property('first', guest));
          });
        }
        inner(heap, round);
      };
    })();
    const { verdict, frees, rest } = await told(work);
    expect(verdict).toBe('leak');
    expect(frees).toBe('156 of 160');
    expect(rest).toBe('The cut frees 156 of the 160: the other 4 are held by Desk.first as well.');
  });
});
