import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitSet } from '../../src/graph/bit-set.js';

const CAPACITY = 100;
const ordinals = fc.array(fc.nat(CAPACITY - 1));

function bitSetOf(members: Iterable<number>): BitSet {
  return BitSet.of(CAPACITY, [...members]);
}

function listOf(set: BitSet): number[] {
  const members: number[] = [];
  set.forEach((ordinal) => members.push(ordinal));
  return members;
}

const ascending = (members: Iterable<number>) => [...members].sort((a, b) => a - b);

describe('BitSet', () => {
  test('of some ordinals holds them, and refuses what it has no room for', () => {
    fc.assert(
      fc.property(ordinals, (members) => {
        expect(listOf(BitSet.of(CAPACITY, members))).toEqual(ascending(new Set(members)));
      }),
    );
    expect(() => BitSet.of(CAPACITY, [CAPACITY])).toThrow(RangeError);
  });

  test('holds what a Set holds, in ascending order', () => {
    fc.assert(
      fc.property(ordinals, ordinals, (added, deleted) => {
        const set = new BitSet(CAPACITY);
        const model = new Set<number>();
        for (const ordinal of added) {
          expect(set.add(ordinal)).toBe(!model.has(ordinal));
          model.add(ordinal);
        }
        for (const ordinal of deleted) expect(set.delete(ordinal)).toBe(model.delete(ordinal));
        expect(listOf(set)).toEqual(ascending(model));
        expect(set.count()).toBe(model.size);
        expect(set.isEmpty()).toBe(model.size === 0);
        for (let ordinal = 0; ordinal < CAPACITY; ordinal++) expect(set.has(ordinal)).toBe(model.has(ordinal));
      }),
    );
  });

  test('and, or and andNot change the set they are called on, and only that', () => {
    fc.assert(
      fc.property(ordinals, ordinals, (left, right) => {
        const other = bitSetOf(right);
        const inBoth = left.filter((ordinal) => right.includes(ordinal));
        expect(listOf(bitSetOf(left).and(other))).toEqual(listOf(bitSetOf(inBoth)));
        expect(listOf(bitSetOf(left).or(other))).toEqual(listOf(bitSetOf([...left, ...right])));
        const onlyLeft = left.filter((ordinal) => !right.includes(ordinal));
        expect(listOf(bitSetOf(left).andNot(other))).toEqual(listOf(bitSetOf(onlyLeft)));
        expect(listOf(other)).toEqual(ascending(new Set(right)));
      }),
    );
  });

  test('a copy goes its own way', () => {
    const set = bitSetOf([1, 31, 32, 63, 64, 99]);
    const copy = set.copy();
    copy.delete(31);
    copy.add(2);
    expect(listOf(set)).toEqual([1, 31, 32, 63, 64, 99]);
    expect(listOf(copy)).toEqual([1, 2, 32, 63, 64, 99]);
  });

  test.each([0, 1, 31, 32, 33, 64])('a full set of %i counts to its capacity', (capacity) => {
    const set = new BitSet(capacity);
    for (let ordinal = 0; ordinal < capacity; ordinal++) set.add(ordinal);
    expect(set.count()).toBe(capacity);
    expect(listOf(set)).toHaveLength(capacity);
  });

  test('an ordinal outside the capacity is absent, and refused when added', () => {
    const set = new BitSet(33);
    for (const outside of [-1, 33, 40, 64, 2 ** 31, 0xffffffff, Number.NaN]) {
      expect(() => set.add(outside)).toThrow(RangeError);
    }
    expect(set.count()).toBe(0);
    expect(set.has(64)).toBe(false);
    expect(set.delete(64)).toBe(false);
  });

  test('sets of different graphs do not mix', () => {
    expect(() => new BitSet(10).or(new BitSet(11))).toThrow('different graphs');
    expect(() => new BitSet(10).and(new BitSet(11))).toThrow(RangeError);
    expect(() => new BitSet(10).andNot(new BitSet(11))).toThrow(RangeError);
  });
});
