import { describe, expect, it } from 'vitest';

import { exitCode } from '../../../src/cli/process/exit-code.js';
import { FAIL_POLICIES } from '../../../src/findings/fail-policy.js';
import { VERDICTS } from '../../../src/findings/report-schema.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../../support/report-fixtures.js';

describe('exit code', () => {
  it.each([
    ['leak', 'leak', 1],
    ['suspect', 'leak', 0],
    ['note', 'leak', 0],
    ['leak', 'suspect', 1],
    ['suspect', 'suspect', 1],
    ['note', 'suspect', 0],
    ['leak', 'never', 0],
    ['suspect', 'never', 0],
    ['note', 'never', 0],
  ] as const)('of a %s under --fail-on %s is %d', (verdict, policy, code) => {
    expect(exitCode(reportFixture({ findings: [findingFixture({ verdict })] }), policy)).toBe(code);
  });

  it('is decided by the gravest finding, wherever it stands', () => {
    const findings = VERDICTS.toReversed().map((verdict) => findingFixture({ verdict }));
    expect(exitCode(reportFixture({ findings }), 'leak')).toBe(1);
  });

  it.each(FAIL_POLICIES)('of a clean report is 0 under --fail-on %s', (policy) => {
    expect(exitCode(cleanReportFixture(), policy)).toBe(0);
  });

  it.each([
    ['leak', 2],
    ['suspect', 2],
    ['never', 0],
  ] as const)('of files in the wrong order, in which nothing was found, is under --fail-on %s %d', (policy, code) => {
    const notes = [{ code: 'out-of-order', text: 'The files look out of order.' }];
    expect(exitCode(cleanReportFixture({ notes }), policy)).toBe(code);
  });

  it('of files whose own times alone say another order is 0: a copy changes these', () => {
    const notes = [{ code: 'perhaps-out-of-order', text: 'The files look out of order.' }];
    expect(exitCode(cleanReportFixture({ notes }), 'leak')).toBe(0);
  });
});
