import { describe, expect, test } from 'vitest';

import type { LeaseOrigin } from '../../../../src/analyzers/pools/leases/lease-origins.js';
import { judge } from '../../../../src/analyzers/verdict/judge.js';
import { abandoned, clusterCase, inFavor, leaseCase, PLAIN } from '../../support/case-support.js';

const place = (line: number, name: string | null = null) => ({
  file: '/srv/orders.ts',
  line,
  column: 3,
  function: name,
});
const taken = (line: number | null, ageMs: number, name: string | null = null): LeaseOrigin => ({
  source: line === null ? null : place(line, name),
  caller: null,
  ageMs,
});

/** What is said of leases that were taken in these ways; null for one that was taken before. */
function said(...origins: (LeaseOrigin | null)[]): string | undefined {
  const plain = abandoned(origins.length) as { leases: object[] };
  const leases = plain.leases.map((lease, index) => ({ ...lease, origin: origins[index] }));
  const judged = judge(leaseCase({ abandoned: { ...plain, leases } }));
  return judged.verdict === 'silent' ? undefined : judged.for.find(({ code }) => code === 'taken-at')?.text;
}

describe('who took what nobody can return', () => {
  test('is told by line and function, the most frequent first, with the greatest age of each', () => {
    const ship = taken(88, 720_000, 'shipOrder');
    expect(said(taken(12, 3000, 'hold'), ship, { ...ship, ageMs: 60_000 }, ship, ship)).toBe(
      'Taken at orders.ts:88 (`shipOrder`): 4, the oldest for 12 min; at orders.ts:12 (`hold`): 1, for 3 s; not released since.',
    );
  });

  test('names three places, and counts the others', () => {
    const five = [1, 2, 3, 4, 5].map((line) => taken(line, 1000));
    expect(said(...five)).toMatch(/orders\.ts:3: 1, for 1 s; and at 2 further places; not released since\.$/);
  });

  test('is told of those that were recorded', () => {
    expect(said(taken(7, 1000), null, null, null, null)).toMatch(/ 4 were taken before that was recorded\.$/);
    expect(said(taken(7, 1000), taken(7, 1000), taken(7, 1000), taken(7, 1000), null)).toMatch(
      / 1 was taken before that was recorded\.$/,
    );
  });

  test('is not told where nothing was recorded', () => {
    expect(said(null, null, null, null, null)).toBeUndefined();
  });

  test('is told of leases among what grows as well', () => {
    const known = new Map(PLAIN.slice(0, 3).map((node) => [node, { origin: taken(88, 1000) }]));
    const of = (leaseFacts: unknown) => inFavor(clusterCase({ context: { ...clusterCase().context, leaseFacts } }));
    expect(of(known)).toContain('taken-at');
    expect(of(new Map())).not.toContain('taken-at');
  });
});
