import { describe, expect, test } from 'vitest';
import { all, dead, fill, seen } from './picture-support.js';

const EACH = [20, 20, 20, 20];

describe('the dead that were there before the series', () => {
  //   Hub ──rows──▶ Array ──▶ Guest (closed) × 20 a round
  //   Desk ──all──▶ Array ──▶ Page × 400, Guest (closed) × `births` of each round
  const among = (...births: number[]) => {
    const pages = dead(births, {
      owner: 'Desk',
      field: 'all',
      prepare: (heap, _, list) => fill(400, () => list.push(heap.object('Page'))),
    });
    return seen(all(dead(EACH), pages), 'Desk.all[]');
  };

  test('are no more than a note where no round left any there, and nothing is said of growth', async () => {
    const { verdict, for: proofs, against } = await among(60, 0, 0, 0);
    expect({ verdict, proofs, against }).toEqual({
      verdict: 'note',
      proofs: ['dead', 'single-holder'],
      against: ['not-each-round'],
    });
  });

  test('have grown where a round left one more', async () => {
    const { verdict, for: proofs, against } = await among(60, 0, 1, 0);
    expect({ verdict, proofs, against }).toEqual({
      verdict: 'suspect',
      proofs: ['dead', 'steady-growth', 'single-holder'],
      against: ['not-each-round'],
    });
  });

  test('are set aside where the collection has no more entries than it had', async () => {
    const { verdict, setAside } = await seen(
      all(dead(EACH), dead([60, 0, 0, 0], { owner: 'Desk', field: 'all' })),
      'Desk.all[]',
    );
    expect({ verdict, setAside }).toEqual({ verdict: 'silent', setAside: ['leveled-off'] });
  });
});
