import { expect, it } from 'vitest';

import { soFarText } from '../../../src/cli/commands/attach/so-far-text.js';

const MORE = { clean: 'More comes.', found: 'More decides.' };
const text = (headline: string, ...verdicts: ('leak' | 'suspect' | 'note')[]) =>
  soFarText('by one', { headline, findings: verdicts.map((verdict) => ({ verdict, headline })) }, MORE);

it('suspects at most, as more can still speak against it', () => {
  expect(text('Clear `A.b`.', 'leak')).toBe('So far, by one, suspected: Clear `A.b`. More decides.');
});

it('names the first of several and counts the others, without notes', () => {
  expect(text('Clear `A.b`.', 'leak', 'suspect', 'note')).toContain('Clear `A.b`. (and 1 more) More decides.');
});

it('says what was found clean, and what is only noted', () => {
  expect(text('No dead connection is retained.')).toBe('So far, by one: No dead connection is retained. More comes.');
  expect(text('Look at `A.b`.', 'note')).toBe('So far, by one: Nothing in it calls for action. More comes.');
});
