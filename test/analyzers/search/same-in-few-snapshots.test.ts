import { describe, expect, test } from 'vitest';
import { seen } from '../verdict/picture-support.js';
import { owned, repeat, type Work } from '../verdict/verdict-support.js';

/**
 * Owners in a list, with a part each that is closed. `before` were there when the series began.
 *
 * ```
 *   Hall ──seats──▶ Array ──▶ Guest × 20 a round ──line──▶ Wire (closed)
 * ```
 */
function guests(before: number): Work {
  return (heap, round) => {
    if (round === 0) owned(heap, 'Hall', 'seats', heap.array([]));
    const list = heap.global.get('hall')?.get('seats') as ReturnType<typeof heap.array>;
    const come = () =>
      list.push(
        heap
          .object('Guest', { size: 400 })
          .property('line', heap.object('Wire', { size: 300 }).property('closed', true)),
      );
    if (round === 0) for (let index = 0; index < before; index += 1) come();
    else repeat(come);
  };
}

describe('dead parts of living owners that pile up', () => {
  test('are one finding about the owners in three snapshots, as in four', async () => {
    const { kind, fingerprint } = await seen(guests(60), 'Hall.seats[]', 4);
    expect(await seen(guests(60), 'Hall.seats[]', 3)).toMatchObject({ verdict: 'suspect', kind, fingerprint });
  });

  // One round says too little of the owners, so the finding is about the dead, in the same place.
  test('are one finding about that place in two', async () => {
    expect((await seen(guests(60), 'Hall.seats[]', 2)).verdict).toBe('suspect');
    expect((await seen(guests(60), 'Guest.line', 2)).verdict).toBe('none');
  });

  //   The same where most owners were there before: the dead are not told a second time.
  test.each([2, 3])('are one finding in %i snapshots where most owners are older', async (snapshots) => {
    expect((await seen(guests(180), 'Hall.seats[]', snapshots)).verdict).toBe('suspect');
    expect((await seen(guests(180), 'Guest.line', snapshots)).verdict).toBe('none');
  });
});
