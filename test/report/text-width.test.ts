import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { padToWidth, textWidth, wrapText } from '../../src/report/text-width.js';

const words = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'Z', '→', '字', 'é') }), {
  minLength: 1,
  maxLength: 30,
});

describe('text width', () => {
  it('counts cells, not characters', () => {
    expect(['abc', '→', '接続', 'e\u0301', '🙂', '×'].map(textWidth)).toEqual([3, 1, 4, 1, 2, 1]);
    expect(padToWidth('接', 4)).toBe('接  ');
  });

  it('wraps at spaces; only a single long word may be wider than the line', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 8, max: 60 }), fc.integer({ min: 0, max: 6 }), (list, width, hanging) => {
        const lines = wrapText(list.join(' '), width, hanging);
        expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(list);
        for (const [index, line] of lines.entries()) {
          if (index > 0) expect(line.startsWith(' '.repeat(hanging))).toBe(true);
          if (textWidth(line) > width) expect(line.trim()).not.toContain(' ');
        }
      }),
    );
  });

  it('fills a line before it begins the next', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 8, max: 60 }), (list, width) => {
        const lines = wrapText(list.join(' '), width);
        for (const [index, line] of lines.slice(0, -1).entries()) {
          const nextWord = lines[index + 1]?.split(' ')[0] ?? '';
          expect(textWidth(`${line} ${nextWord}`)).toBeGreaterThan(width);
        }
      }),
    );
  });

  it('keeps a number and its unit together', () => {
    expect(wrapText('freed by the cut 525 kB', 20)).toEqual(['freed by the cut', '525 kB']);
  });
});
