import { describe, expect, test } from 'vitest';
import { extendLabel, startLabel, withEntries } from '../../../src/analyzers/labels/edge-label.js';
import type { LabeledFinding } from '../../../src/analyzers/search/findings-so-far.js';
import { rankFindings } from '../../../src/analyzers/search/rank-findings.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { findingFixture } from '../../support/report-fixtures.js';
import { ballastCase } from '../support/case-support.js';

function listeners(emitter: string, event: string, overrides: Partial<Finding> = {}): LabeledFinding {
  const emitterLabel = startLabel({ kind: 'class', name: emitter }, 'field', -1);
  const events = extendLabel(emitterLabel, { kind: 'field', name: '_events' }, 'field');
  const place = withEntries(extendLabel(events, { kind: 'event', name: event }, 'array'), 'array');
  const fingerprint = `${emitter} ${event}`;
  return { finding: findingFixture({ suspects: 160, fingerprint, ...overrides }), label: place, case: ballastCase() };
}

const names = (findings: readonly LabeledFinding[]) => findings.map(({ finding }) => finding.fingerprint);

describe('listeners to `error`', () => {
  test('come after those of another event of the same emitter that are as many: a helper added both', () => {
    const error = listeners('Bus', 'error', { freedBytes: 90 });
    const meant = listeners('Bus', 'go:all', { freedBytes: 80 });
    expect(names(rankFindings([error, meant]))).toEqual(['Bus go:all', 'Bus error']);
  });

  test('come first where they are more, of another emitter, or more gravely judged', () => {
    const meant = listeners('Bus', 'go', { freedBytes: 80 });
    for (const error of [
      listeners('Bus', 'error', { freedBytes: 90, suspects: 170 }),
      listeners('Client', 'error', { freedBytes: 90 }),
      listeners('Bus', 'error', { verdict: 'leak' }),
    ]) {
      const verdict = error.finding.verdict === 'leak' ? 'suspect' : meant.finding.verdict;
      const other = { ...meant, finding: { ...meant.finding, verdict } };
      expect(rankFindings([other, error])[0]).toBe(error);
    }
  });
});
