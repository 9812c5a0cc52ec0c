import { describe, expect, test } from 'vitest';
import { type OtherObjects, writeHeadline } from '../../../src/analyzers/describe/headline.js';
import type { HeapArray } from '../../support/heap-dsl.js';
import { clusterCase } from '../support/case-support.js';
import { findingsOf, owned, repeat } from '../verdict/verdict-support.js';

/** Hub ──rows──▶ Array ──▶ Guest (closed), 20 a round, and so many Guests that are open in Hall ──guests──▶ Array */
async function headlineWith(living: number): Promise<string | undefined> {
  let rows: HeapArray;
  const [finding] = await findingsOf((heap, round) => {
    if (round === 0) {
      rows = heap.array();
      owned(heap, 'Hub', 'rows', rows);
      owned(heap, 'Hall', 'guests', heap.array(Array.from({ length: living }, () => heap.object('Guest'))));
    }
    repeat(() => rows.push(heap.object('Guest').property('closed', true)));
  });
  return finding?.headline;
}

describe('the sentence on dead objects', () => {
  test('says that the cut frees none of the living where there are any', async () => {
    expect(await headlineWith(3)).toMatch(/ dead Guest \([^)]+\), none of the 3 living\.$/);
  });

  test('says nothing of the living where there are none', async () => {
    expect(await headlineWith(0)).toMatch(/ dead Guest \([^)]+\)\.$/);
  });
});

describe('the sentence on what must be cut besides', () => {
  const { facts } = clusterCase();
  const edge = { label: 'Bead.l', action: 'Clear it', edges: 1, frees: 48, of: 48, freedBytes: 900, livingLost: 0 };
  const none: OtherObjects = { before: 0, later: 0, deadBefore: 0, deadLater: 0 };

  test.each([
    [[], ' Bead (900 B)'],
    [['a'], ' Bead (with a) (900 B)'],
    [['a', 'b'], ' Bead (with a and b) (900 B)'],
    [['a', 'b', 'c'], ' Bead (with a, b and c) (900 B)'],
    [['a', 'b', 'c', 'd'], ' Bead (with a, b and 2 more) (900 B)'],
  ])('names three, and of more two and how many others: %j', (further, text) => {
    const said = writeHeadline({ ...edge, also: [], source: null }, facts, none, further);
    expect(said.replace(/ \S+(?= \((with|900))/, ' Bead')).toContain(text);
  });
});

describe('the sentence on what a cut costs', () => {
  const { facts } = clusterCase();
  const { leading } = facts;
  const isDead = { ...facts, leading: { ...leading, dead: leading.nodes.length } };
  const others: OtherObjects = { before: 3, later: 2, deadBefore: 16, deadLater: 4 };
  const end = (of: typeof facts, livingLost: number, rest: Partial<OtherObjects> = {}) => {
    const edge = {
      label: 'Bead.l',
      action: 'Clear it',
      edges: 1,
      frees: 48,
      of: 48,
      freedBytes: 900,
      also: [],
      source: null,
    };
    return writeHeadline({ ...edge, livingLost }, of, { ...others, ...rest }, []).replace(/^.*\(900 B\)/, '');
  };
  const none: OtherObjects = { before: 0, later: 0, deadBefore: 0, deadLater: 0 };

  test('counts the dead that are no part of it, also where the cut frees living ones', () => {
    expect(end(isDead, 1)).toBe(
      ', and 1 living object; not counted: 16 dead from before the series; 4 dead that are held otherwise.',
    );
    expect(end(isDead, 7, { deadBefore: 0, deadLater: 0 })).toBe(', and 7 living objects.');
  });

  test('counts the living of the class beside them', () => {
    expect(end(isDead, 0)).toBe(
      ', none of the 5 living; not counted: 16 dead from before the series; 4 dead that are held otherwise.',
    );
    expect(end(isDead, 0, none)).toBe('.');
  });

  test('says of growth how many there were before, and that nothing else goes where there is nothing else', () => {
    expect(end(facts, 0, { deadBefore: 0, deadLater: 0 })).toBe(
      '; not counted: 3 from before the series, alive or leaked before; 2 newer, held by others.',
    );
    expect(end(facts, 0, none)).toBe(', and nothing else.');
  });
});
