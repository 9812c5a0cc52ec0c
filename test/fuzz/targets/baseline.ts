import { applyBaseline, makeBaseline } from '../../../src/analyzers/comparison/baselines.js';
import { parseBaseline } from '../../../src/cli/inputs/baseline-file.js';
import { ToolError } from '../../../src/errors.js';
import { REPORT_FORMATS, renderReport } from '../../../src/report/formats.js';
import { reportFixture } from '../../support/report-fixtures.js';
import { mutateJson } from '../mutate-json.js';
import { Fault, type FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';
import { seriesText } from './snapshots.js';

const REPORT = reportFixture();
const BASELINE = makeBaseline(
  { name: 'report.json', report: REPORT },
  { reason: 'ticket 4711', expires: '2027-03-31', toolVersion: '0.0.0' },
);
const WORDS = [
  ...'baselineSchemaVersion entries fingerprint kind label headline reason expires verdict suspects freedBytes perRound'.split(
    ' ',
  ),
  ...['leak', 'note', '2027-02-30', '9999-99-99', '__proto__', '\u001b[31m', '<b>', '::error', '\u202e'],
];
const DAY = '2026-11-29';
const STYLE = { width: 80, color: false, links: false, quiet: false, verbose: true };
/** Rendering takes far longer than comparing. */
const RENDERED_OF = 16;

/** A baseline: compared with a report, written into it in each format, and as an earlier one. */
export const baseline: FuzzTarget = {
  name: 'baseline',
  about: ['analyzers/comparison/baselines', 'analyzers/comparison/matching', 'cli/inputs/baseline-file'],
  words: WORDS,
  seeds: () => [Buffer.from(JSON.stringify(BASELINE))],
  mutate: (input, random, other) => mutateJson(input, other, WORDS, random),
  run: async (input) => {
    try {
      const tried = parseBaseline(input.toString('utf8'), 'known.json');
      const report = applyBaseline(REPORT, tried, 'known.json', DAY);
      makeBaseline(
        { name: 'report.json', report: REPORT },
        { reason: '', expires: null, toolVersion: '1', earlier: tried },
      );
      const format = REPORT_FORMATS[input.length % RENDERED_OF];
      if (format !== undefined) await renderReport(report, format, STYLE);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      if (/own schema/.test(error.message)) throw new Fault(error.message);
    }
  },
  runWhole: async (input) => {
    const known = scratchFile('known.json', input);
    const report = scratchFile('report.json', JSON.stringify(REPORT));
    await runCommand(['baseline', report, '--baseline', known]);
    const files = seriesText(2).map((text, index) => scratchFile(`${index}.heapsnapshot`, text));
    await runCommand(['analyze', ...files, '--baseline', known, '--format', 'json', '--fail-on', 'never']);
  },
};
