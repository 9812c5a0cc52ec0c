import { COMPARISON_FORMATS } from '../../../src/report/formats.js';
import { reportFixture } from '../../support/report-fixtures.js';
import type { FuzzTarget } from '../target.js';
import { runCommand, scratchFile } from './command.js';

const WORDS =
  'findings pools growth verdict leak suspect note kind series snapshots evidence path cycle code brokenEdge classes counts'.split(
    ' ',
  );

/** A report as input of `compare`, on either side, in every format, of `explain` and of `baseline`; and as a baseline. */
export const report: FuzzTarget = {
  name: 'report',
  words: [...WORDS, '\u001b[31m', '<b>', '::error', '%0A', '\u202e', '`', '|', '../..'],
  seeds: () => [Buffer.from(JSON.stringify(reportFixture()))],
  run: async (input) => {
    const whole = scratchFile('whole.json', JSON.stringify(reportFixture()));
    const tried = scratchFile('tried.json', input);
    const format = COMPARISON_FORMATS[input.length % COMPARISON_FORMATS.length] ?? 'text';
    const isBefore = input.length % 2 === 0;
    await runCommand(['compare', ...(isBefore ? [tried, whole] : [whole, tried]), '--format', format, '--verbose']);
    await runCommand(['explain', tried, '--format', isBefore ? 'text' : 'markdown']);
    await runCommand(['baseline', tried, '--baseline', tried]);
    await runCommand(['baseline', whole, '--baseline', tried]);
  },
};
