import { describe, expect, test } from 'vitest';
import { rankFindings } from '../../src/findings/ranking.js';
import type { Finding } from '../../src/findings/report-schema.js';
import { findingFixture } from '../support/report-fixtures.js';

function listeners(label: string, overrides: Partial<Finding> = {}): Finding {
  const { brokenEdge } = findingFixture();
  if (brokenEdge === null) throw new Error('the fixture has a reference to cut');
  return findingFixture({ suspects: 160, fingerprint: label, ...overrides, brokenEdge: { ...brokenEdge, label } });
}

const labels = (findings: readonly Finding[]) => findings.map(({ brokenEdge }) => brokenEdge?.label);

describe('listeners to `error`', () => {
  test('come after those of another event of the same emitter that are as many: a helper added both', () => {
    const error = listeners('Bus._events.error[]', { freedBytes: 90 });
    const meant = listeners("Bus._events['go:all'][]", { freedBytes: 80 });
    expect(labels(rankFindings([error, meant]))).toEqual(["Bus._events['go:all'][]", 'Bus._events.error[]']);
  });

  test('come first where they are more, of another emitter, or more gravely judged', () => {
    const meant = listeners('Bus._events.go[]', { freedBytes: 80 });
    for (const error of [
      listeners('Bus._events.error[]', { freedBytes: 90, suspects: 170 }),
      listeners('Client._events.error[]', { freedBytes: 90 }),
      listeners('Bus._events.error[]', { verdict: 'leak' }),
    ]) {
      const other = { ...meant, verdict: error.verdict === 'leak' ? ('suspect' as const) : meant.verdict };
      expect(rankFindings([other, error])[0]).toBe(error);
    }
  });
});
