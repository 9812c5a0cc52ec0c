import { describe, expect, test } from 'vitest';

import type { PlaceCode } from '../../../src/analyzers/code/place-code.js';
import { against, type ClusterDifference, clusterCase } from '../support/case-support.js';

const { context: BASE } = clusterCase();

/** What the program's text says of every place. */
function contextOf(state: PlaceCode['state']): unknown {
  const said = { name: 'rows', what: 'collection', state, added: [], removed: [], read: [], missing: null };
  return { ...BASE, code: { ofPlace: () => said, ofCheckouts: () => null } };
}

/** Hub ─history▶ Array ─▶ Row (closed) × 20 in each of three rounds, of which so many are dead */
function verdictOf(dead: number, own: ClusterDifference = {}): string {
  const place = { kind: 'ledger-entry-kept', isMostlyDead: true, isHistory: true } as const;
  return against(clusterCase({ ...place, facts: { leading: { dead } }, ...own }));
}

describe('dead objects in a place that is named like a history', () => {
  test('are a leak from three hundred on, where each of three rounds added to them', () => {
    expect(verdictOf(299)).toMatch(/^history suspect/);
    expect(verdictOf(300)).toMatch(/^history leak/);
  });

  test('are a note after fewer rounds', () => {
    expect(verdictOf(300, { rounds: 2, perRound: [30, 30] })).toMatch(/^history note/);
  });

  test('are no leak where a round added none', () => {
    expect(verdictOf(300, { perRound: [30, 0, 30] })).not.toMatch(/ leak/);
  });

  test('are a suspicion outside of a collection', () => {
    expect(verdictOf(300, { isInCollection: false })).toMatch(/^history suspect/);
  });

  test('are a leak from eight a round on, where no line removes from the place', () => {
    const context = contextOf('never');
    expect(verdictOf(24, { context })).toMatch(/^history leak/);
    expect(verdictOf(23, { context })).toMatch(/^history suspect/);
    expect(verdictOf(24, { context, rounds: 2, perRound: [30, 30] })).toMatch(/^history note/);
    expect(verdictOf(24, { context, isInCollection: false })).toMatch(/^history suspect/);
  });

  test.each(['bounded', 'removed'] as const)(
    'are a suspicion at most where the text says that they are %s',
    (state) => {
      expect(verdictOf(900, { context: contextOf(state) })).not.toMatch(/ leak/);
    },
  );
});
