import { describe, expect, test } from 'vitest';
import { type EvictionCode, findEvictionCode } from '../../../../src/analyzers/evidence/finders/evicting-functions.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { see } from './finders-support.js';

const PLACE = { file: '/srv/repo.js', line: 1, column: 1 };

/** globalThis ─repo▶ Repo ─rows▶ collection, and a function of the same file with words of its own. */
async function codeWith(
  words: readonly string[],
  make: (heap: HeapBuilder) => HeapNode = (heap) => heap.map(),
): Promise<EvictionCode | null> {
  const heap = new HeapBuilder();
  const rows = make(heap);
  heap.global.property('repo', heap.object(heap.class('Repo', PLACE)).property('rows', rows));
  // The strings of a snapshot hold all of these words, whoever uses them.
  const all =
    'rows set add push unshift size length delete clear shift splice pop now getTime hrtime next forEach keys entries values';
  heap.global.property('all', heap.closure('all', { words: all.split(' ') }));
  heap.global.property('keep', heap.closure('keep', { words, place: PLACE }));
  const { view, at } = await see(heap);
  return findEvictionCode(view, at(rows));
}

const listed = (heap: HeapBuilder) => heap.array();
const by = async (words: string, make?: (heap: HeapBuilder) => HeapNode) =>
  (await codeWith(words.split(' '), make))?.by ?? null;

describe('code that bounds by size', () => {
  test.each(['set', 'add', 'push', 'unshift'])('adds: %s', async (word) => {
    expect(await by(`rows ${word} size delete`)).toBe('size');
  });

  test.each(['size', 'length'])('measures: %s', async (word) => {
    expect(await by(`rows set ${word} delete`)).toBe('size');
  });

  test.each(['delete', 'clear'])('removes from any collection: %s', async (word) => {
    expect(await by(`rows set size ${word}`)).toBe('size');
    expect(await by(`rows push length ${word}`, listed)).toBe('size');
  });

  // `push` and `pop` beside a Map are of the lists that lie in it.
  test.each(['shift', 'splice', 'pop'])('removes from an array alone: %s', async (word) => {
    expect(await by(`rows push length ${word}`, listed)).toBe('size');
    expect(await by(`rows push length ${word}`)).toBeNull();
    expect(await by(`rows push length ${word}`, (heap) => heap.set())).toBeNull();
  });

  test.each(['rows size delete', 'rows set delete', 'rows set size', 'rows set size next now'])(
    'does all three: not %s',
    async (words) => {
      expect(await by(words)).toBeNull();
    },
  );
});

describe('code that bounds by time', () => {
  test.each(['now', 'getTime', 'hrtime'])('reads a clock: %s', async (word) => {
    expect(await by(`rows next ${word} delete`)).toBe('time');
  });

  test.each(['next', 'forEach', 'keys', 'entries', 'values'])('goes through the entries: %s', async (word) => {
    expect(await by(`rows ${word} now delete`)).toBe('time');
  });

  test.each(['rows next delete', 'rows now delete', 'rows next now'])('does all three: not %s', async (words) => {
    expect(await by(words)).toBeNull();
  });

  test('goes by size where it does both', async () => {
    expect(await by('rows set size next now delete')).toBe('size');
  });
});

describe('what can be bounded', () => {
  test('is a collection: no object of a class, and nothing weak', async () => {
    const words = ['rows', 'set', 'size', 'delete'];
    expect(await codeWith(words, (heap) => heap.set())).toMatchObject({ collection: 'rows', isCertain: true });
    expect(await codeWith(words, (heap) => heap.object('Object'))).toMatchObject({ isCertain: true });
    // Their methods would bound them.
    const methods = (heap: HeapBuilder) => heap.object('Object').property('add', heap.closure('add', { words }));
    const table = (heap: HeapBuilder) => heap.allocate('array', '');
    expect(await codeWith(words, (heap) => heap.object('Ledger').property('__proto__', methods(heap)))).toBeNull();
    const weak = (heap: HeapBuilder) => methods(heap).property('__proto__', heap.object('WeakMap'));
    const subclass = (heap: HeapBuilder) => heap.object('Notes').property('__proto__', weak(heap));
    expect(await codeWith(words, (heap) => subclass(heap).internal('table', table(heap)))).toBeNull();
  });
});
