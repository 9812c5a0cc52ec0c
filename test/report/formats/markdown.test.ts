import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';

import { codeBlock, codeSpan, inline, table } from '../../../src/report/markdown/markdown-text.js';

/** GFM as HTML, with raw HTML let through as a site does before it sanitizes: nothing of a name may be left for that. */
function html(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** The elements of HTML, by name. */
function elements(of: string): string[] {
  return [...new Set([...of.matchAll(/<([a-z0-9]+)/gi)].map(([, name = '']) => name.toLowerCase()))].sort();
}

/** What a reader sees. */
function visible(of: string): string {
  return of
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</details><script>alert(1)</script>',
  '[click](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  'https://evil.example',
  'www.evil.example',
  'mail@evil.example',
  '@everyone',
  'closes #12',
  'evil/repo#3',
  '| a | b |',
  String.raw`a\|b`,
  String.raw`a\\|<b>`,
  '# heading',
  '- item',
  '1. item',
  '1) item',
  '+ item',
  '> quote',
  '---',
  '===',
  '```',
  '`` ` ``',
  '`<b>`',
  '~~gone~~',
  '**bold**',
  '_it_',
  '&lt;b&gt;',
  '&#60;b&#62;',
  '[^1]: note',
  '[a]: https://evil.example',
  ':smile:',
  '<!-- -->',
  '$x$',
  'deadbeefdeadbeef',
  '   - item',
  '     code',
];
const name = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.stringMatching(/^[\x20-\x7e]{0,30}$/),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map(([a, b]) => `${a} ${b}`),
);

describe('text as Markdown', () => {
  it.each(HOSTILE)('is only shown: %s', (hostile) => {
    const made = html(inline(hostile));
    expect(['code', 'p']).toEqual(expect.arrayContaining(elements(made)));
    expect(visible(made).replaceAll('`', '').trim()).toBe(hostile.replaceAll('`', '').replace(/\s+/g, ' ').trim());
  });

  it('is never more than paragraphs and code, wherever it stands', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const page = [
          ...[inline(a), '', `- for: ${inline(b)}`, `- **LEAK** ${inline(a)}`, ''],
          ...table(
            ['x', 'y'],
            [
              [codeSpan(a), inline(b)],
              [inline(a), codeSpan(b)],
            ],
          ),
          ...codeBlock([a, b]),
        ];
        const made = html(page.join('\n'));
        const allowed = ['code', 'li', 'p', 'pre', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'];
        expect(allowed).toEqual(expect.arrayContaining(elements(made)));
        // What GitHub makes links and mentions of, after Markdown is done.
        expect(visible(made.replace(/<code[^>]*>.*?<\/code>/gs, ''))).not.toMatch(
          /[@#_[\]<>]|:\/\/|www\.|\b[0-9a-f]{7,}\b/i,
        );
        // Each row of the table has its two cells, whatever is in them.
        expect(made.match(/<td/g)).toHaveLength(4);
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it('leaves a sentence of a report as it is', () => {
    const sentence =
      'Clear `Pooled.next` when a connection closes: frees 360 of 360 dead ones (1.8 MB), none of the 51 living; 32 → 137 (+94 a round, R² 1.00).';
    expect(inline(sentence)).toBe(sentence);
  });

  it('makes code of names and files, without the marks around them', () => {
    expect(inline('Held by (Tablet.leaders[]), at conn-stack.ts:18; see on_close().')).toBe(
      'Held by (`Tablet.leaders[]`), at `conn-stack.ts:18`; see `on_close()`.',
    );
  });
});
