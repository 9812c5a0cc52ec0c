import { describe, expect, it } from 'vitest';

import { suggestWord } from '../../../src/cli/arguments/nearest-word.js';

const known = ['analyze', 'attach', 'schema', 'format', 'fail-on'];

describe('suggestions', () => {
  it.each([
    ['analyse', 'analyze'],
    ['formt', 'format'],
    ['failon', 'fail-on'],
    ['shcema', 'schema'],
    ['fromat', 'format'],
    ['form', 'format'],
    ['ana', 'analyze'],
    ['a', undefined],
    ['xyz', undefined],
    ['', undefined],
  ])('for %s: %s', (word, expected) => {
    expect(suggestWord(word, known)).toBe(expected);
  });

  it('take two letters that changed places for one mistake', () => {
    expect(suggestWord('lsit', ['show', 'list'])).toBe('list');
    expect(suggestWord('tsil', ['show', 'list'])).toBe(undefined);
  });

  it('do not depend on the order of what is known', () => {
    expect(suggestWord('cat', ['hat', 'bat'])).toBe('bat');
    expect(suggestWord('cat', ['bat', 'hat'])).toBe('bat');
  });
});
