import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { explainFinding } from '../../src/analyzers/explanation/explain-finding.js';
import type { Report } from '../../src/findings/report-schema.js';
import { renderExplanation } from '../../src/report/explanation-report.js';
import { findingFixture, reportFixture } from '../support/report-fixtures.js';
import { reportWith, spitefulName } from '../support/spiteful-report.js';

const OPTIONS = { width: 80, color: false };
const textOf = (report: Report, options = {}) =>
  renderExplanation(explainFinding(report, 0), 'text', { ...OPTIONS, ...options });

describe('an explanation', () => {
  it('tells how sure, why, what would help, how to mend and how to check', () => {
    const titles = textOf(reportFixture()).match(/(?<=\n\n).+/g);
    expect(titles).toEqual([
      'What it is: a reference was not cleared',
      'How sure it is, and why',
      'What speaks for it',
      'What speaks against it',
      'What would make it surer',
      'How to mend it',
      'How to check the fix',
      'When it is no fault',
    ]);
  });

  it("mends with the program's own names, and names the report in its commands", () => {
    const text = textOf(reportFixture(), { reportFile: 'my report.json', width: 200 });
    expect(text).toContain('- Set `next` to null in `ConnStack.pop`.');
    expect(text).toContain('- Also let go of `Socket._handle`: an open handle of its own keeps these.');
    expect(text).toContain("`poolscope compare 'my report.json' after/`");
    expect(text).toContain('    globalThis.tablet.holders[3].dbConn.next.next');
    expect(text).toContain('`@1234`, `@1236`, `@1238`');
  });

  it('says so where nothing speaks against it, and where no reference can be cut', () => {
    const finding = findingFixture({ brokenEdge: null, evidence: { for: [], against: [] } });
    const text = textOf(reportFixture({ findings: [finding] }));
    expect(text).toContain('Nothing that poolscope looks for.');
    expect(text).toContain('No single reference frees it');
    expect(text).toContain('Nothing is needed: it is proven.');
  });

  it.each(['text', 'markdown'] as const)('shows hostile names and does nothing else, as %s', (format) => {
    fc.assert(
      fc.property(spitefulName, (name) => {
        const shown = renderExplanation(explainFinding(reportWith(name), 0), format, OPTIONS);
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 100 },
    );
  });
});
