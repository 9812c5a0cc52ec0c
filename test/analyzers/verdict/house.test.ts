import { describe, expect, test } from 'vitest';
import { DOUBTS, EVIDENCE_CODES, PROOFS, SILENCE_CODES, SILENCES } from '../../../src/analyzers/evidence/catalog.js';
import type { Doubt, Proof, Silence } from '../../../src/analyzers/evidence/doubt.js';

const LISTS: Readonly<Record<string, readonly Pick<Doubt, 'code' | 'means'>[]>> = {
  doubts: DOUBTS,
  proofs: PROOFS,
  silences: SILENCES,
};
const ALL = Object.values(LISTS).flat();

/** What each code means, as often as it is said differently. */
function meanings(rows: readonly Pick<Doubt, 'code' | 'means'>[]): Map<string, Set<string>> {
  const means = new Map<string, Set<string>>();
  for (const row of rows) means.set(row.code, (means.get(row.code) ?? new Set()).add(row.means));
  return means;
}

function ambiguous(rows: readonly Pick<Doubt, 'code' | 'means'>[]): string[] {
  return [...meanings(rows)].flatMap(([code, means]) => (means.size > 1 ? code : []));
}

describe.each(Object.entries(LISTS))('each of the %s', (_, rows) => {
  test('says what it means in a sentence', () => {
    expect(rows.filter(({ means }) => !/^[A-Z].*[^.\s]\.$/.test(means))).toEqual([]);
  });

  test('has a code in kebab case', () => {
    expect(rows.map(({ code }) => code).filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
  });

  test('means what its code means', () => {
    expect(ambiguous(rows)).toEqual([]);
  });
});

describe('the catalog', () => {
  test('has no code of two lists with two meanings', () => {
    expect(ambiguous(ALL)).toEqual([]);
  });

  test('tells silences from evidence by their codes', () => {
    expect(SILENCE_CODES.filter((code) => (EVIDENCE_CODES as readonly string[]).includes(code))).toEqual([]);
  });

  test('has each silence once', () => {
    expect(SILENCE_CODES).toEqual([...new Set(SILENCE_CODES)]);
  });

  test('asks silences that need the verdict or cost more last', () => {
    const late = (SILENCES as readonly Silence[]).map(({ isLate }) => isLate === true);
    expect(late).toEqual(late.toSorted((a, b) => Number(a) - Number(b)));
    expect((SILENCES as readonly Silence[]).filter(({ isLate }) => isLate === true).map(({ code }) => code)).toEqual([
      'frees-nothing',
      'standing',
      'trifle',
    ]);
  });

  test('asks each row of something, and of nothing twice', () => {
    const asked: readonly Pick<Doubt | Proof | Silence, 'code' | 'of'>[] = [...DOUBTS, ...PROOFS, ...SILENCES];
    for (const { code, of } of asked) {
      expect(of, code).not.toEqual([]);
      expect(new Set(of.map((one) => JSON.stringify(one))).size, code).toBe(of.length);
    }
  });

  test('says what is the least only of doubts that walk the heap', () => {
    const rows: readonly Pick<Doubt, 'code' | 'turn' | 'least'>[] = DOUBTS;
    expect(rows.filter(({ turn, least }) => turn !== 'heap' && least !== undefined)).toEqual([]);
  });
});
