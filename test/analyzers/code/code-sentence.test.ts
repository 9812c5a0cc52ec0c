import { describe, expect, it } from 'vitest';

import { codeSentence } from '../../../src/analyzers/code/code-sentence.js';
import type { CodeSite, MissedWay, PlaceCode, RemovalSite } from '../../../src/analyzers/code/place-code.js';

function site(file: string, line: number, how = 'set'): CodeSite {
  return { file: `/app/${file}`, line, column: 1, function: 'work', how };
}

function removal(file: string, line: number): RemovalSite {
  return { ...site(file, line, 'delete'), caller: 'call', bound: null, afterMs: null };
}

function way(why: MissedWay['why'], line: number, detail = ''): MissedWay {
  return { file: '/app/seen.js', line, column: 1, function: 'work', why, detail };
}

function code(overrides: Partial<PlaceCode>): PlaceCode {
  return {
    name: 'seen',
    what: 'collection',
    state: 'missed',
    added: [site('seen.js', 3)],
    removed: [],
    read: [],
    missing: null,
    counted: [],
    ...overrides,
  };
}

describe('the sentence about lines of the program', () => {
  it('says that no line removes entries, or clears a reference', () => {
    expect(codeSentence(code({ state: 'never' }))).toBe(
      'entries are added to `seen` at seen.js:3; no line of the program removes any.',
    );
    expect(codeSentence(code({ state: 'never', what: 'reference', name: 'next' }))).toBe(
      '`next` is set at seen.js:3; no line of the program clears it.',
    );
  });

  it('names a file once, two lines of a kind, and that there are more', () => {
    const added = [site('seen.js', 3), site('seen.js', 3), site('seen.js', 8), site('other.js', 9)];
    expect(codeSentence(code({ state: 'removed', added, removed: [removal('end.js', 4)] }))).toBe(
      'entries are added to `seen` at seen.js:3 and :8 and elsewhere and removed at end.js:4.',
    );
  });

  it('says on which path an entry stays', () => {
    const removed = [removal('seen.js', 9)];
    expect(codeSentence(code({ removed, missing: way('return', 6) }))).toBe(
      'entries are added to `seen` at seen.js:3 and removed at :9; the return at :6 does not remove the entry.',
    );
    expect(codeSentence(code({ removed, missing: way('guard', 8, 'isDone') }))).toBe(
      'entries are added to `seen` at seen.js:3 and removed at :9; the entry stays on one side of the condition at :8 (`isDone`).',
    );
  });

  it('says what runs when an entry, or the object that has it, ends', () => {
    const missing = way('ending', 9);
    expect(codeSentence(code({ state: 'never', missing }))).toBe(
      'entries are added to `seen` at seen.js:3; no line of the program removes any, although `work` at :9 runs when an entry ends.',
    );
    expect(codeSentence(code({ state: 'never', what: 'timer', name: 'setInterval', missing }))).toBe(
      '`setInterval` is called at seen.js:3; no line of the program clears the timer, although `work` at :9 ends what the timer is for.',
    );
    expect(codeSentence(code({ state: 'removed', what: 'timer', removed: [removal('seen.js', 7)], missing }))).toBe(
      '`seen` is called at seen.js:3 and cleared at :7; `work` at :9 does not clear the timer.',
    );
  });

  it('says of which count a path forgets', () => {
    const removed = [removal('seen.js', 9)];
    expect(codeSentence(code({ removed, missing: way('reject', 6, 'users') }))).toBe(
      'entries are added to `seen` at seen.js:3 and removed at :9; `users` stays raised when the promise at :6 rejects.',
    );
    expect(codeSentence(code({ removed, missing: way('return', 6, 'users') }))).toBe(
      'entries are added to `seen` at seen.js:3 and removed at :9; the return at :6 does not lower `users`.',
    );
  });

  it('says which line throws a shortened copy away', () => {
    expect(codeSentence(code({ state: 'never', missing: way('no-effect', 9) }))).toBe(
      'entries are added to `seen` at seen.js:3; no line of the program removes any: the line at :9 takes out nothing, so the entry stays.',
    );
  });

  it('does not speak of a line that removes where it never does', () => {
    const removed = [removal('seen.js', 9)];
    expect(codeSentence(code({ removed, missing: way('uncalled', 8) }))).toBe(
      'entries are added to `seen` at seen.js:3; `work` at :8 would remove them, but no line calls it.',
    );
    expect(codeSentence(code({ removed, missing: way('unset-field', 8, 'expiresAt') }))).toBe(
      'entries are added to `seen` at seen.js:3; the condition at :8 reads `expiresAt`, which no line sets, so the entry stays.',
    );
  });

  it('speaks of listeners and timers as such', () => {
    const removed = [removal('seen.js', 9)];
    expect(codeSentence(code({ what: 'listener', name: "'error' listener", state: 'never' }))).toBe(
      "the 'error' listener is added at seen.js:3; no line of the program removes it.",
    );
    expect(codeSentence(code({ what: 'timer', name: 'setInterval', removed, missing: way('throw', 6) }))).toBe(
      '`setInterval` is called at seen.js:3 and cleared at :9; the throw at :6 does not clear the timer.',
    );
  });

  it('says where a connection is taken and where it is not given back', () => {
    const name = 'pool.connect()';
    const added = [site('report.js', 3, 'connect'), site('rows.js', 7, 'connect')];
    expect(codeSentence(code({ what: 'checkout', name, added, missing: way('reject', 5) }))).toBe(
      '`pool.connect()` is called at report.js:3; what it gives is not given back when the promise at seen.js:5 rejects (1 more call like it).',
    );
    expect(codeSentence(code({ what: 'checkout', name, state: 'removed' }))).toBe('');
    expect(codeSentence(code({ what: 'checkout', name, state: 'unknown', added }))).toBe(
      '`pool.connect()` is called at report.js:3 and rows.js:7.',
    );
  });
});
