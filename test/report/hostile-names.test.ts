import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

import { compareReports } from '../../src/analyzers/comparison/compare-reports.js';
import { printFailure } from '../../src/cli/output/failure.js';
import { createStatusLine } from '../../src/cli/output/progress.js';
import { ToolError } from '../../src/errors.js';
import { reportSchema } from '../../src/findings/report-schema.js';
import { COMPARISON_FORMATS, REPORT_FORMATS, renderComparison, renderReport } from '../../src/report/formats.js';
import { createFakeIo } from '../support/fake-io.js';
import { spitefulName as name, reportWith, SPITEFUL } from '../support/spiteful-report.js';

/** Whatever moves the cursor, sets a title, makes a link, hides, or reorders text. */
const DANGEROUS =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e01ff}]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/u;
/** The sequences that a report itself writes: colors and links. */
const OWN_STYLE = /\u001b\[[\d;]*m/g;
const OWN_LINK = /\u001b\]8;;(file:\/\/[\x21-\x7e]*)?\u001b\\/g;

const OPTIONS = [
  { width: 80, color: false, links: false, verbose: true },
  { width: 30, color: true, links: true, verbose: false },
  { width: 200, color: true, links: true, verbose: true },
  { width: 80, color: false, links: false, quiet: true },
];

function expectInert(output: string, format: string): void {
  const rest = format === 'text' ? output.replace(OWN_LINK, '').replace(OWN_STYLE, '') : output;
  const found = DANGEROUS.exec(rest);
  if (found !== null)
    expect(JSON.stringify(rest.slice(Math.max(0, found.index - 60), found.index + 20)), 'unsafe').toBeNull();
}

interface Schema {
  readonly type?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** Paths of all fields that may hold any text, and of those that hold `text` in a value. */
function* anyTexts(schema: Schema, path = ''): Generator<string> {
  if (schema.type === 'string' && !('enum' in schema || 'const' in schema || 'format' in schema)) yield path;
  for (const each of schema.anyOf ?? []) yield* anyTexts(each, path);
  for (const [name, each] of Object.entries(schema.properties ?? {})) yield* anyTexts(each, `${path}.${name}`);
  if (schema.items !== undefined) yield* anyTexts(schema.items, `${path}[]`);
}

function* textsWith(text: string, value: unknown, path = ''): Generator<string> {
  if (typeof value === 'string' && value.includes(text)) yield path;
  if (Array.isArray(value)) for (const each of value) yield* textsWith(text, each, `${path}[]`);
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value)) yield* textsWith(text, each, `${path}.${name}`);
}

/** What no heap, file or map says. */
const OWN_TEXTS = ['.$schema', '.tool.version'];

describe('names that a hostile program chose', () => {
  it('are tried in every field of a report that may hold any text', () => {
    const tried = new Set(textsWith('#name#', reportWith('#name#')));
    const all = new Set(anyTexts(z.toJSONSchema(reportSchema) as Schema));
    expect([...all].filter((path) => !tried.has(path) && !OWN_TEXTS.includes(path))).toEqual([]);
    expect(all.size).toBeGreaterThan(60);
  });

  it.each(REPORT_FORMATS)(
    'are inert in a report as %s',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(name, fc.constantFrom(...OPTIONS), async (text, options) => {
          const output = await renderReport(reportWith(text), format, options);
          expectInert(output, format);
          // What has no unsafe character is JSON that says the same.
          if (format === 'json') expect(JSON.parse(output).findings[0].classes[0].name).toBe(text);
        }),
        {
          numRuns: 120,
          examples: SPITEFUL.flatMap((text) => OPTIONS.map((options) => [text, options] as [string, typeof options])),
        },
      );
    },
    60_000,
  );

  it.each(COMPARISON_FORMATS)(
    'are inert in a comparison as %s',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(name, fc.constantFrom(...OPTIONS), async (text, options) => {
          const [before, after] = [reportWith(text), reportWith(`${text}2`)];
          const comparison = compareReports(
            { name: text, report: before },
            { name: `${text}\u001b[1m`, report: after },
            { toolVersion: '1' },
          );
          expectInert(await renderComparison(comparison, format, options), format);
        }),
        { numRuns: 80, examples: SPITEFUL.map((text) => [text, OPTIONS[1]] as [string, (typeof OPTIONS)[1]]) },
      );
    },
    60_000,
  );

  it('are recognizable: what is safe is shown as it is, what is not by its number', async () => {
    const output = await renderReport(reportWith('Größe\u001b[31mPool'), 'text', {
      width: 200,
      color: false,
      links: false,
    });
    expect(output).toContain('Größe\\u{1b}[31mPool');
  });

  it('do not make a report long: a name of 20,000 letters is cut in the middle', async () => {
    const output = await renderReport(
      reportWith(`Start${'x'.repeat(20_000)}End`),
      'text',
      OPTIONS[0] ?? { width: 80, color: false, links: false },
    );
    expect(output).toMatch(/Startx+…x+End/);
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThan(3000);
  });

  it('lead a link to no other place than a file of that name', async () => {
    for (const text of [
      '/srv/a\u001b\\b\u0007.ts',
      '/srv/a b;c?d#e%.ts',
      '/srv/\u202e.ts',
      '//evil.example/x.ts',
      'http://evil.example/x.ts',
    ]) {
      const output = await renderReport(reportWith(text), 'text', {
        width: 200,
        color: true,
        links: true,
        verbose: true,
      });
      expectInert(output, 'text');
      for (const [, url = ''] of output.matchAll(/\u001b\]8;;([^\u001b]+)\u001b\\/g)) {
        expect(new URL(url).protocol, url).toBe('file:');
        expect(new URL(url).host, url).toBe('');
      }
    }
  });

  it('are inert in messages of failures, and in the line of progress', async () => {
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const io = createFakeIo({ argv: [], tty: true });
        await printFailure(io, new ToolError('file-not-found', `${text}: no such file`, { hint: text }));
        await printFailure(io, new Error(text));
        expectInert(io.written.stderr, 'text');
        const line = createFakeIo({ argv: [], tty: true });
        createStatusLine(line).show(text);
        expectInert(line.written.stderr.replaceAll('\r\u001b[K', ''), 'text');
      }),
      { numRuns: 200, examples: SPITEFUL.map((text) => [text] as [string]) },
    );
  });
});
