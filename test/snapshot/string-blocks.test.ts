import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StringBlocks } from '../../src/snapshot/string-blocks.js';
import { hashOfName } from '../../src/snapshot/string-hash.js';
import { StringsReader } from '../../src/snapshot/strings-reader.js';

/** Strings read from the text of a JSON array, in chunks of `chunkSize` and blocks that begin at `blockBytes`. */
function read(json: string, chunkSize = 1000, blockBytes = 1000): StringBlocks {
  const strings = new StringBlocks(undefined, blockBytes);
  const reader = new StringsReader(strings);
  const bytes = Buffer.from(json);
  for (let at = 0; at < bytes.length; at += chunkSize) reader.read(bytes.subarray(at, at + chunkSize), 0, at);
  expect(reader.done).toBe(true);
  return strings;
}

describe('StringBlocks', () => {
  it('decodes escapes, lone surrogates, UTF-8 and what only looks like an escape', () => {
    const json =
      '["", "\\"\\\\\\/\\b\\f\\n\\r\\t", "\\u0041\\u00e9\\ud83d\\ude00", "\\ud83d", "x\\udc00y", "é😀", "\\\\u0041", "\\\\n"]';
    const strings = read(json);
    const expected: unknown = JSON.parse(json);
    expect(Array.from({ length: strings.count }, (_, i) => strings.get(i))).toEqual(expected);
  });

  it('lists what ends with a character, and not what ends with an escape that does', () => {
    const json = '["f(n)", ")", "", "line\\n", "n", "\\\\n", ")x"]';
    for (const block of [1, 5, 1000]) {
      const strings = read(json, 1000, block);
      expect([strings.listEndingWith(')'), strings.listEndingWith('n')]).toEqual([
        [0, 1],
        [4, 5],
      ]);
    }
  });

  it('refuses an index that no string has', () => {
    const strings = read('["a","b"]');
    for (const index of [-1, 2, 0.5, Number.NaN, 2 ** 32]) expect(() => strings.get(index)).toThrow(RangeError);
    expect(() => strings.endsWith(2, '')).toThrow(RangeError);
    expect(() => read('[]').get(0)).toThrow('expected a string index of 0 to -1, found 0');
  });

  it('does not take the last letter of an escape for itself', () => {
    const strings = read('["line\\n", "line\\\\n", "\\u0041b", "a\\/"]');
    expect([0, 1].map((i) => strings.endsWith(i, 'n'))).toEqual([false, true]);
    expect([strings.endsWith(2, 'Ab'), strings.endsWith(2, '41b'), strings.endsWith(3, 'a/')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(strings.endsWith(0, 'a longer suffix')).toBe(false);
  });

  it('finds a text however the file spells it, and the first of equal ones', () => {
    const strings = read('["x", "\\u0041/b", "A\\/b", "A/b", "\\ud800", "\\ufffd", "", "tab\\t"]');
    expect(['A/b', '\ud800', '\ufffd', '', 'tab\t', 'tab', 'none'].map((text) => strings.indexOf(text))).toEqual([
      1, 4, 5, 6, 7, -1, -1,
    ]);
    expect(strings.indexOf('none')).toBe(-1);
  });

  it('finds both of two names that have one hash, and neither twice', () => {
    const [first, second] = findNamesOfOneHash();
    const strings = read(JSON.stringify(['x', second, first, second, first]));
    expect([strings.indexOf(first), strings.indexOf(second)]).toEqual([2, 1]);
    const alone = read(JSON.stringify(['x', second]));
    expect([alone.indexOf(first), alone.indexOf(second)]).toEqual([-1, 1]);
  });

  it('agrees with JSON.parse, for any strings, chunks and blocks', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('\\', '"', 'n', 'u', '\ud83d', '\n', 'é', '4') }),
    );
    const suffix = fc.string({ unit: fc.constantFrom('n', 'u', '4', '\\', '"'), maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 30 }),
        fc.nat(2),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 64 }),
        suffix,
        (texts, spelling, chunk, block, end) => {
          const json = JSON.stringify(texts, null, spelling);
          const ascii = json.replace(
            /[^\x20-\x7e\n]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
          );
          for (const source of [json, ascii]) {
            const strings = read(source, chunk, block);
            expect(Array.from({ length: strings.count }, (_, i) => strings.get(i))).toEqual(texts);
            texts.forEach((item, i) => {
              expect(strings.endsWith(i, end)).toBe(item.endsWith(end));
              expect(strings.indexOf(item)).toBe(texts.indexOf(item));
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Of a hundred thousand hashes of 32 bits, two are likely to be the same, and of these two are. */
function findNamesOfOneHash(): [string, string] {
  const names = new Map<number, string>();
  for (let number = 0; ; number += 1) {
    const name = Buffer.from(`name${number}`);
    const hash = hashOfName(new DataView(name.buffer, name.byteOffset, name.length), 0, name.length);
    const other = names.get(hash);
    if (other !== undefined) return [other, name.toString()];
    names.set(hash, name.toString());
  }
}
