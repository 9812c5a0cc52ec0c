import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compareReports } from '../../src/analyzers/comparison/compare-reports.js';
import { printFailure } from '../../src/cli/output/failure.js';
import { createStatusLine } from '../../src/cli/output/progress.js';
import { ToolError } from '../../src/errors.js';
import type { Report } from '../../src/findings/report-schema.js';
import { COMPARISON_FORMATS, REPORT_FORMATS, renderComparison, renderReport } from '../../src/report/formats.js';
import { createFakeIo } from '../support/fake-io.js';
import { findingFixture, growthFixture, reportFixture } from '../support/report-fixtures.js';

/** Whatever moves the cursor, sets a title, makes a link, hides, or reorders text. */
const DANGEROUS =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e01ff}]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/u;
/** The sequences that a report itself writes: colors and links. */
const OWN_STYLE = /\u001b\[[\d;]*m/g;
const OWN_LINK = /\u001b\]8;;(file:\/\/[\x21-\x7e]*)?\u001b\\/g;

const SPITEFUL = [
  '\u001b[2J\u001b[31mx',
  '\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007',
  '\u001b]0;title\u0007',
  '\u009b31m',
  'a\r\nLEAK  none',
  'user\u202etxt.exe',
  'a\u200bb\u2066c\u2069',
  '\u{e0041}\u{e0042}',
  '\ud800x',
  '`rm -rf`',
  '</script><img src=x>',
  '::error::x',
  '__proto__',
  'constructor',
  '',
  'x'.repeat(20_000),
  '😀'.repeat(300),
  '\u0301'.repeat(500),
];

const name = fc.oneof(
  fc.constantFrom(...SPITEFUL),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(fc.constantFrom('Pool', 'Größe', '東京'), fc.constantFrom(...SPITEFUL)).map(([good, bad]) => good + bad),
);

/** A report in which every name that comes from a heap, a file or a source map is the given one. */
function reportWith(text: string): Report {
  const source = { file: text, line: 7, column: 14, function: text };
  const [finding] = [findingFixture()];
  const edge = finding.brokenEdge;
  const path = finding.path;
  const cycle = finding.cycle;
  const site = { file: text, line: 1, column: 1, function: text, how: 'set' };
  return reportFixture({
    headline: `Clear \`${text}.next\`.`,
    findings: [
      findingFixture({
        headline: `Clear \`${text}.next\` of ${text}.`,
        fingerprint: `stale-link:${text}`,
        classes: [{ name: text, source, counts: [1, 2, 3, 4] }],
        deadBy: [{ field: text, objects: 360 }],
        evidence: { for: [{ code: 'dead', text }], against: [{ code: 'few', text }] },
        path: path === null ? null : { ...path, folded: `${text} → ${text}`, steps: [text, text], expression: text },
        brokenEdge:
          edge === null
            ? null
            : { ...edge, label: text, action: text, also: [{ label: text, edges: 1, why: text }], source },
        cycle:
          cycle === null ? null : { ...cycle, folded: text, classes: [text], anchors: [{ label: text, path: text }] },
        reservation: { tracesBack: true, via: [text] },
        holders: [{ kind: 'field', label: text, edges: 3, source }],
        allocatedAt: {
          tracked: 3,
          stacks: [{ objects: 3, frames: [{ function: text, source }], omittedFrames: 0 }],
          omittedStacks: 0,
        },
        code: {
          place: text,
          what: 'collection',
          state: 'missed',
          added: [site],
          removed: [{ ...site, caller: 'timer', bound: null, afterMs: null }],
          read: [site],
          missing: { file: text, line: 1, column: 1, function: text, why: 'guard', detail: text },
        },
        source,
      }),
    ],
    growth: [{ class: text, source, counts: [1, 2, 3, 4], growth: growthFixture(), pattern: 'linear' }],
    setAside: [{ label: text, code: 'covered', text }],
    notes: [{ code: text, text }],
  });
}

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

describe('names that a hostile program chose', () => {
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
