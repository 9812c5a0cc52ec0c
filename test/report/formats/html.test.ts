import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compareReports } from '../../../src/analyzers/comparison/compare-reports.js';
import type { Report } from '../../../src/findings/report-schema.js';
import { renderComparison, renderReport } from '../../../src/report/formats.js';
import { reportWith, SPITEFUL, spitefulName } from '../../support/spiteful-report.js';

const OPTIONS = { width: 80, color: false, links: false, verbose: true };
/** As the page writes them itself: values in double quotes, no `<` and `>` in them. */
const TAG = /<(\/?[a-z][a-z\d]*)((?:\s+[a-z][a-z\d:-]*(?:="[^"<>]*")?)*)\s*\/?>/gi;
const ATTRIBUTE = /([a-z][a-z\d:-]*)(?:="([^"]*)")?/gi;
/** Attributes whose value is an address, or text of a program. */
const LEADING = /^(?:href|src|srcset|action|formaction|xlink:href|style|on.*)$/i;
const HOSTILE = [
  ...SPITEFUL,
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><script>alert(1)</script>',
  '</style><!--',
  '&lt;img src=x&gt;',
  'javascript:alert(1)',
];

/** The parts of a page: its tags, its attributes, and the values of those that could lead somewhere or run. */
function partsOf(page: string) {
  // The page's own style and script, which hold no name: they are compared as they are.
  const own: string[] = [];
  const markup = page
    .replace(/^<!doctype html>/, '')
    .replace(/(<(style|script)>)([\s\S]*?)(?=<\/\2>)/g, (_all, start: string, _name, text: string) => {
      own.push(text);
      return start;
    });
  const [tags, attributes, leading] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const rest = markup.replace(TAG, (_all, tag: string, list: string) => {
    tags.add(tag.toLowerCase());
    for (const [, name = '', value = ''] of list.matchAll(ATTRIBUTE)) {
      attributes.add(name.toLowerCase());
      if (LEADING.test(name)) leading.add(value);
    }
    return '';
  });
  return { own, tags, attributes, leading, rest };
}

const reportPage = (report: Report) => renderReport(report, 'html', OPTIONS);
const comparisonPage = (report: Report) =>
  renderComparison(
    compareReports({ name: 'a', report: reportWith('A') }, { name: 'b', report }, { toolVersion: '1' }),
    'html',
    OPTIONS,
  );

describe('a page', () => {
  it.each([
    ['a report', reportPage],
    ['a comparison', comparisonPage],
  ])(
    'has no element, attribute, address or program that a name made: %s',
    async (_what, write) => {
      const plain = partsOf(await write(reportWith('Pool')));
      expect(plain.rest).not.toMatch(/[<>]/);
      expect(plain.tags.size).toBeGreaterThan(15);
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.constantFrom(...HOSTILE), spitefulName), async (name) => {
          const { own, tags, attributes, leading, rest } = partsOf(await write(reportWith(name)));
          expect(rest).not.toMatch(/[<>]/);
          expect(own).toEqual(plain.own);
          expect([...tags].filter((tag) => !plain.tags.has(tag))).toEqual([]);
          expect([...attributes].filter((attribute) => !plain.attributes.has(attribute))).toEqual([]);
          // Places in the page itself.
          expect([...leading].filter((value) => !plain.leading.has(value) && !/^#[\w-]*$/.test(value))).toEqual([]);
        }),
        { numRuns: 60, examples: HOSTILE.map((name) => [name] as [string]) },
      );
    },
    60_000,
  );
});
