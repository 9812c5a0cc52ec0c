import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { capWord, escapeControls, escapeJsonText, makeReportPrintable } from '../../src/report/escape.js';
import { findingFixture, reportFixture } from '../support/report-fixtures.js';

/** Whatever could move the cursor, reorder text or hide in it. */
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('escaping', () => {
  it.each([
    ['a color', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a C1 control', '\u009b31m', '\\u{9b}31m'],
    ['a line break', 'a\r\nb', 'a\\u{d}\\u{a}b'],
    ['a right-to-left override', 'user\u202etxt.exe', 'user\\u{202e}txt.exe'],
    ['an isolate', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['half a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ])('spells out %s', (_name, text, escaped) => {
    expect(escapeControls(text)).toBe(escaped);
  });

  it('leaves no dangerous character in any text, and nothing else changed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(
          escapeControls(text).replace(
            /[\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]/gu,
            '',
          ),
        ).not.toMatch(DANGEROUS);
        if (!DANGEROUS.test(text) && /^[\x20-\x7e]*$/.test(text)) expect(escapeControls(text)).toBe(text);
      }),
    );
  });

  it('keeps the data of JSON as it was, and its characters harmless', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = escapeJsonText(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(/[\u001b\u009b\u202a-\u202e\u2066-\u2069\u{e0041}]/u);
      }),
    );
  });

  it('cuts absurdly long names in the middle, and never what is copied', () => {
    const name = `Klass${'x'.repeat(5000)}End`;
    const expression = `globalThis.${'a.'.repeat(300)}b`;
    const finding = findingFixture({
      headline: `Clear \`${name}.next\` now`,
      path: { ...findingPath(), expression },
    });
    const [printable] = makeReportPrintable(reportFixture({ findings: [finding] })).findings;
    expect(printable?.headline.length).toBeLessThan(130);
    expect(printable?.headline).toMatch(/^Clear `Klassx+…x+End\.next` now$/);
    expect(printable?.path?.expression).toBe(expression);
  });

  it('counts characters, not halves of them', () => {
    expect(capWord('🙂'.repeat(10), 5)).toBe('🙂🙂…🙂🙂');
    expect(capWord('short', 5)).toBe('short');
  });
});

function findingPath(): NonNullable<ReturnType<typeof findingFixture>['path']> {
  const { path } = findingFixture();
  if (path === null) throw new Error('The fixture has a path');
  return path;
}
