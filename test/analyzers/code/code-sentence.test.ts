import { describe, expect, it } from 'vitest';

import { codeSentence } from '../../../src/analyzers/code/code-sentence.js';
import type { MissedWay, PlaceCode } from '../../../src/analyzers/code/place-code.js';
import { codeIn } from './support.js';

const at = (line: number, file = '/app/src/hub.js') => ({ file, line, column: 1, function: null, how: 'set' });
const removal = (line: number, file?: string) =>
  ({ ...at(line, file), caller: 'call', bound: null, afterMs: null }) as const;
const way = (why: MissedWay['why'], detail = ''): MissedWay => ({ ...at(9), why, detail });

function sentence(code: Partial<PlaceCode>): string {
  return codeSentence({
    name: 'rows',
    what: 'collection',
    state: 'never',
    added: [at(2)],
    removed: [],
    read: [],
    missing: null,
    ...code,
  });
}

describe('the sentence on what the text does to a place', () => {
  it('says that no line removes', () => {
    expect(sentence({})).toBe('`rows` is added to at hub.js:2; no line of the program takes anything out.');
  });

  it('says that no line clears a reference', () => {
    expect(sentence({ what: 'reference' })).toBe('`rows` is set at hub.js:2; no line of the program clears it.');
  });

  it('says where it is removed', () => {
    expect(sentence({ state: 'removed', removed: [removal(5)] })).toBe(
      '`rows` is added to at hub.js:2 and removed from at :5.',
    );
    expect(sentence({ what: 'reference', state: 'removed', removed: [removal(5)] })).toBe(
      '`rows` is set at hub.js:2 and cleared at :5.',
    );
  });

  it('says nothing of what is bounded or unknown', () => {
    expect([sentence({ state: 'bounded', removed: [removal(5)] }), sentence({ state: 'unknown' })]).toEqual(['', '']);
  });

  it('names two lines of a kind, each once, and the file where it is another', () => {
    const added = [at(2), at(2), at(4), at(6)];
    expect(sentence({ added })).toBe(
      '`rows` is added to at hub.js:2 and :4 and elsewhere; no line of the program takes anything out.',
    );
    expect(sentence({ added: [at(2), at(2, '/app/src/desk.js')] })).toContain('at hub.js:2 and desk.js:2; no');
    expect(sentence({ added: [at(2), at(2)] })).toContain('at hub.js:2; no');
  });

  it.each([
    ['guard', '', 'where the condition at :9 does not hold, it stays'],
    ['guard', 'row.done', 'where the condition at :9 (`row.done`) does not hold, it stays'],
    ['return', '', 'the return at :9 leaves it'],
    ['throw', '', 'the throw at :9 leaves it'],
    ['reject', '', 'when what is awaited at :9 fails, it stays'],
    ['break', '', 'the break at :9 leaves it'],
    ['error-event', '', 'the event at :9 does not come when it fails, and then it stays'],
    ['catch', '', 'the catch at :9 leaves it'],
    ['next-round', '', 'the loop goes on at :9 and leaves it'],
    ['end', '', 'the way that ends at :9 leaves it'],
    ['unlink', '', 'the line at :9 takes the object out of its list and does not clear it'],
  ] as const)('says which way leaves it: %s %s', (why, detail, text) => {
    const code = { state: 'missed', removed: [removal(5)], missing: way(why, detail) } as const;
    expect(sentence(code)).toBe(`\`rows\` is added to at hub.js:2 and removed from at :5; ${text}.`);
  });

  it.each([
    ['unset-field', 'the line at :9 that should remove asks for `until`, which no line sets'],
    ['uncalled', ':9 would remove, but no line calls it'],
  ] as const)('names no line that removes where none works: %s', (why, text) => {
    const code = { state: 'missed', removed: [removal(5)], missing: way(why, 'until') } as const;
    expect(sentence(code)).toBe(`\`rows\` is added to at hub.js:2; ${text}.`);
  });

  it('names the function that unlinks', () => {
    const missing = { ...way('unlink'), function: 'take' };
    expect(sentence({ what: 'reference', state: 'missed', missing })).toBe(
      '`rows` is set at hub.js:2; `take` at :9 takes the object out of its list and does not clear it.',
    );
  });

  it('says where something is borrowed, and the way on which it is not given back', () => {
    const code = { name: 'pool.connect()', what: 'checkout', state: 'missed', missing: way('return') } as const;
    expect(sentence(code)).toBe('`pool.connect()` takes one at hub.js:2; the return at :9 leaves it.');
    expect(sentence({ ...code, added: [at(2), at(20), at(30)] })).toBe(
      '`pool.connect()` takes one at hub.js:2; the return at :9 leaves it (2 more like it).',
    );
  });

  it('says nothing of what is borrowed where no way is known', () => {
    expect(sentence({ what: 'checkout', state: 'removed', removed: [removal(5)] })).toBe('');
  });

  it('shows a condition only without a literal, and when it is short', () => {
    const detail = (test: string) => {
      const code = codeIn(`class Hub { rows = new Map();
  add(key, row) { this.rows.set(key, row); }
  drop(key, row) { if (${test}) this.rows.delete(key); } }
new Hub().drop();`);
      return code.missing?.detail;
    };
    expect(detail('row.done\n   && row.open')).toBe('row.done && row.open');
    expect(detail("row.token === 'secret'")).toBe('');
    expect(detail('row.token === `secret`')).toBe('');
    expect(detail(`row.${'x'.repeat(56)}`)).toBe(`row.${'x'.repeat(56)}`);
    expect(detail(`row.${'x'.repeat(57)}`)).toBe('');
  });
});
