import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { code, dead, type Listing, listing, said, seen } from './picture-support.js';
import { ROUND_MS, START_MS, timer } from './verdict-support.js';

const EACH = [20, 20, 20, 20];
const GROWTH = 'unbounded-collection: no-death';
/** Hub ──rows──▶ Array ──▶ Row × 20 a round */
const of = (traits: Listing) => said(listing(EACH, traits), `${traits.owner ?? 'Hub'}.rows[]`);
const LAST_MS = START_MS + 3 * ROUND_MS;

describe('fields of objects that gather in a list', () => {
  /** The youngest twelve of a round of twenty are numbers 8 to 19. */
  const youngest = (count: number, name: string, value: boolean | string): Listing => ({
    describe: (row, _, index) => index >= 8 && index < 8 + count && row.property(name, value),
  });

  //   Row ──active──▶ true, in 6 or 5 of the youngest 12
  test('say that they are in use where half of the youngest say so', async () => {
    expect(await of(youngest(6, 'active', true))).toBe(`note ${GROWTH}, says-it-lives`);
    expect(await of(youngest(5, 'active', true))).toBe(`leak ${GROWTH}`);
  });

  //   Row ──state──▶ "open": a state is what a user in the program set
  test('weigh less where they are a state and nothing but the list has them', async () => {
    expect(await of(youngest(12, 'state', 'open'))).toBe(`suspect ${GROWTH}, says-it-lives`);
  });

  //   UserSession ──active──▶ true: whoever uses a session holds it
  test('weigh less where nothing but the list has leased resources', async () => {
    expect(await of({ ...youngest(12, 'active', true), className: 'UserSession' })).toBe(
      `suspect ${GROWTH}, says-it-lives`,
    );
  });

  //   Row ──closed──▶ false
  test('prove nothing where they only do not say that it is over', async () => {
    expect(await of(youngest(12, 'closed', false))).toBe(`leak ${GROWTH}`);
  });

  //   UserSession ──closed──▶ false: a session is in use until it is closed
  test('make a suspect of leased resources where they do not say that it is over', async () => {
    expect(await of({ ...youngest(12, 'closed', false), className: 'UserSession' })).toBe(
      `suspect ${GROWTH}, says-it-lives`,
    );
  });

  const expiring = (count: number, ms: number): Listing => ({
    describe: (row, _, index) => index < count && row.property('expiresAt', ms),
  });

  //   Row ──expiresAt──▶ a time to come, in 6 or 5 of the oldest 12
  test('say when they go where half of the oldest do', async () => {
    expect(await of(expiring(6, LAST_MS + 1))).toBe(`note ${GROWTH}, expires`);
    expect(await of(expiring(5, LAST_MS + 1))).toBe(`leak ${GROWTH}`);
  });

  //   Row ──expiresAt──▶ a time that is over by 1 ms, or by nothing
  test('speak for the leak once that time is over', async () => {
    const { verdict, for: proofs, against } = await seen(listing(EACH, expiring(20, LAST_MS - 1)), 'Hub.rows[]');
    expect({ verdict, against }).toEqual({ verdict: 'leak', against: ['no-death'] });
    expect(proofs).toContain('expired');
    expect(await of(expiring(20, LAST_MS))).toBe(`note ${GROWTH}, expires`);
  });

  //   Row ──expiresAt──▶ a time that is over, after one round and after two
  test('speak for the leak from two rounds on', async () => {
    const proofs = async (births: readonly number[]) =>
      (await seen(listing(births, expiring(20, START_MS - 1)), 'Hub.rows[]', births.length)).for;
    expect(await proofs([20, 20, 20])).toContain('expired');
    expect(await proofs([20, 20])).not.toContain('expired');
  });

  test('say nothing of an end that is over where they are dead', async () => {
    const { for: proofs } = await seen(dead(EACH, expiring(20, START_MS - 1)), 'Hub.rows[]');
    expect(proofs).toEqual(['dead', 'steady-growth', 'single-holder']);
  });
});

describe('fields beside a list', () => {
  const limit = (name: string, value: number): Listing => ({ prepare: (_, hub) => hub.property(name, value) });

  //   Hub ──maxRows──▶ 80 or 79, where 20 were and 60 came
  test('bound it while there are not more', async () => {
    expect(await of(limit('maxRows', 80))).toBe(`note ${GROWTH}, limit`);
    expect(await of(limit('maxRows', 79))).toBe(`leak ${GROWTH}`);
  });

  //   Hub ─┬─cachedRows──▶ Array of 80 after two rounds of 30
  //        └─maxBatch──▶ 50, or 100
  test('leave a suspicion where there are more, whatever the place is called', async () => {
    const cached = (value: number) =>
      said(listing([20, 30, 30], { ...limit('maxBatch', value), field: 'cachedRows' }), 'Hub.cachedRows[]', 3);
    expect(await cached(50)).toBe(`suspect ${GROWTH}, short-series, bounded-place`);
    expect(await cached(100)).toBe(`note ${GROWTH}, short-series, bounded-place, limit`);
  });

  //   Hub ──ttl──▶ 40
  test('bound it by a time', async () => {
    expect(await of(limit('ttl', 40))).toBe(`note ${GROWTH}, limit`);
  });

  //   Hub ──ttl──▶ 40; Row ──expiresAt──▶ a time that is over
  test('do not where the time of the entries is over', async () => {
    const over = (ms: number): Listing => ({
      ...limit('ttl', 40),
      describe: (row) => row.property('expiresAt', ms),
    });
    expect(await of(over(START_MS - 1))).toBe(`leak ${GROWTH}`);
    expect(await of(over(LAST_MS + 1))).toBe(`note ${GROWTH}, limit, expires`);
  });

  //   Hub ──maxRows──▶ 100; Row ──expiresAt──▶ a time that is over
  test('do so by a number all the same', async () => {
    const traits: Listing = { ...limit('maxRows', 100), describe: (row) => row.property('expiresAt', START_MS - 1) };
    expect(await of(traits)).toBe(`note ${GROWTH}, limit`);
  });

  //   Array ──elements──▶ 80 or 79 slots from the start; 80 rows are in it at the end
  test('may fill an array that had room for all, not one that had to grow', async () => {
    expect(await of({ room: 80 })).toBe(`note ${GROWTH}, had-room`);
    expect(await of({ room: 79 })).toBe(`leak ${GROWTH}`);
  });
});

describe('code beside a list', () => {
  const cut = (words: readonly string[], owner?: Listing): Listing => ({
    ...owner,
    prepare: (heap: HeapBuilder, hub: HeapNode, list) => {
      owner?.prepare?.(heap, hub, list);
      heap.global.property('note', code(heap, 'note', ['rows', ...words]));
    },
  });

  //   note: function that adds, measures and removes
  test('may bound it: a suspect where it is not certain', async () => {
    expect(await of(cut(['push', 'length', 'shift']))).toBe(`suspect ${GROWTH}, eviction-code`);
  });

  test('does not work where there are more than the limit', async () => {
    const past = { prepare: (_: HeapBuilder, hub: HeapNode) => hub.property('maxRows', 59) };
    expect(await of(cut(['push', 'length', 'shift'], past))).toBe(`leak ${GROWTH}`);
  });

  //   Hub ──rows──▶ Array ──▶ UserSession × 20 a round
  test('does not bound leased resources', async () => {
    expect(await of({ ...cut(['push', 'length', 'shift']), className: 'UserSession' })).toBe(`leak ${GROWTH}`);
  });

  //   Timeout ──▶ closure ──context──▶ this: Hub
  test('and a timer that may remove them are both in the report', async () => {
    const sweep = (heap: HeapBuilder, hub: HeapNode) =>
      timer(heap, heap.closure('sweep', { context: { this: hub } }), 60_000, true);
    expect(await of(cut(['push', 'length', 'shift'], { prepare: sweep }))).toBe(
      `suspect ${GROWTH}, cleanup-pending, eviction-code`,
    );
  });
});
