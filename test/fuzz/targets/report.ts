import { compareReports } from '../../../src/analyzers/comparison/compare-reports.js';
import { explainFinding } from '../../../src/analyzers/explanation/explain-finding.js';
import { parseReport } from '../../../src/cli/inputs/report-file.js';
import { ToolError } from '../../../src/errors.js';
import { EXPLANATION_FORMATS } from '../../../src/report/explanation-formats.js';
import { renderExplanation } from '../../../src/report/explanation-report.js';
import { COMPARISON_FORMATS, renderComparison } from '../../../src/report/formats.js';
import { reportFixture } from '../../support/report-fixtures.js';
import { mutateJson } from '../mutate-json.js';
import { Fault, type FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';

const WORDS = [
  ...'findings pools growth verdict leak suspect note kind series snapshots evidence path cycle code brokenEdge classes counts'.split(
    ' ',
  ),
  ...['\u001b[31m', '<b>', '::error', '%0A', '\u202e', '`', '|', '../..'],
];
const WHOLE = reportFixture();
const MOST_EXPLAINED = 2;
const STYLE = { width: 80, color: false, links: false, quiet: false, verbose: true };

/** A report as input of `compare`, on either side, in every format, of `explain` and of `baseline`; and as a baseline. */
export const report: FuzzTarget = {
  name: 'report',
  about: ['analyzers/comparison/', 'analyzers/explanation/', 'cli/inputs/report-file', 'report/', 'findings/'],
  words: WORDS,
  seeds: () => [Buffer.from(JSON.stringify(reportFixture()))],
  mutate: (input, random, other) => mutateJson(input, other, WORDS, random),
  run: async (input) => {
    try {
      const tried = { name: 'tried.json', report: parseReport(input.toString('utf8'), 'tried.json') };
      for (let index = 0; index < Math.min(tried.report.findings.length, MOST_EXPLAINED); index += 1)
        renderExplanation(explainFinding(tried.report, index), explanationFor(input), STYLE);
      const whole = { name: 'whole.json', report: WHOLE };
      const [before, after] = input.length % 2 === 0 ? [tried, whole] : [whole, tried];
      const comparison = compareReports(before, after, { toolVersion: '0.0.0' });
      await renderComparison(comparison, formatFor(input), STYLE);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      if (/own schema/.test(error.message)) throw new Fault(error.message);
    }
  },
  runWhole: async (input) => {
    const whole = scratchFile('whole.json', JSON.stringify(WHOLE));
    const tried = scratchFile('tried.json', input);
    const sides = input.length % 2 === 0 ? [tried, whole] : [whole, tried];
    await runCommand(['compare', ...sides, '--format', formatFor(input), '--verbose']);
    await runCommand(['explain', tried, '--format', explanationFor(input)]);
    await runCommand(['baseline', tried, '--baseline', tried]);
    await runCommand(['baseline', whole, '--baseline', tried]);
  },
};

function formatFor({ length }: Buffer): (typeof COMPARISON_FORMATS)[number] {
  return COMPARISON_FORMATS[length % COMPARISON_FORMATS.length] ?? 'text';
}

function explanationFor({ length }: Buffer): (typeof EXPLANATION_FORMATS)[number] {
  return EXPLANATION_FORMATS[length % EXPLANATION_FORMATS.length] ?? 'text';
}
