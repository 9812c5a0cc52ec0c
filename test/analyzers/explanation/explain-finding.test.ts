import { describe, expect, it } from 'vitest';

import { explainFinding } from '../../../src/analyzers/explanation/explain-finding.js';
import type { Finding, Report } from '../../../src/findings/report-schema.js';
import { findingFixture, reportFixture } from '../../support/report-fixtures.js';

const explain = (overrides: Partial<Finding>, report: Partial<Report> = {}) =>
  explainFinding(reportFixture({ ...report, findings: [findingFixture(overrides)] }), 0);

const against = (code: string, atMost?: 'suspect' | 'note'): Finding['evidence'] => ({
  for: [],
  against: [{ code, text: 'A sentence.', ...(atMost === undefined ? {} : { atMost }) }],
});

describe('the explanation of a finding', () => {
  it('says what each piece of evidence means, by the catalog', () => {
    const evidence = { for: [{ code: 'dead', text: 'All are dead.' }], against: [] };
    expect(explain({ evidence }).for).toEqual([
      {
        code: 'dead',
        text: 'All are dead.',
        means: 'A field says that the objects are closed, destroyed or ended.',
        effect: null,
      },
    ]);
  });

  it('says what each doubt did to the verdict', () => {
    const effect = (overrides: Partial<Finding>) => explain(overrides).against[0]?.effect;
    expect(effect({ ground: 'grown', verdict: 'suspect', evidence: against('timers-expire', 'suspect') })).toBe(
      'Because of it this is no more than a suspect.',
    );
    expect(effect({ ground: 'grown', verdict: 'note', evidence: against('timers-expire', 'suspect') })).toContain(
      'other evidence lowers it further',
    );
    expect(effect({ ground: 'grown', evidence: against('open-handle') })).toContain('lowers nothing');
    // A report of an earlier version does not say.
    expect(effect({ evidence: against('open-handle') })).toBeNull();
  });

  it('says what it rests on, where the report does', () => {
    expect(explain({ ground: 'dead' }).ground).toMatch(/^It rests on objects that a field declares dead/);
    expect(explain({}).ground).toBeNull();
    expect(explain({ ground: 'constructor' }).ground).toBeNull();
  });

  it('takes a code that it does not know as it is', () => {
    expect(explain({ evidence: against('of-a-later-version') }).against[0]).toMatchObject({ means: null });
  });

  it('asks for nothing where a leak is proven', () => {
    expect(explain({ ground: 'dead', evidence: against('no-death') }).surer).toEqual([]);
  });

  it('asks for what its doubts ask for, and for what was not captured', () => {
    const notes = [{ code: 'no-numbers', text: 'No numbers.' }];
    const { surer } = explain(
      { ground: 'grown', verdict: 'suspect', evidence: against('timers-expire', 'suspect') },
      { notes },
    );
    expect(surer[0]).toContain('longer time than the timers wait');
    expect(surer.join(' ')).toContain('exposeNumericValues');
    expect(surer.join(' ')).toContain('--source-root');
  });

  it('does not ask for code or ages that are there', () => {
    const ages = { oldestMs: 2, medianMs: 1, youngestMs: 0, atLeast: 0 };
    const code = {
      place: 'next',
      what: 'reference',
      state: 'never',
      added: [],
      removed: [],
      read: [],
      missing: null,
    } as const;
    const { surer } = explain({
      ground: 'grown',
      verdict: 'suspect',
      evidence: against('limit', 'suspect'),
      ages,
      code: { ...code, added: [], removed: [], read: [] },
    });
    expect(surer.join(' ')).not.toMatch(/--source-root|--ages|--allocations/);
  });

  it('asks for as many snapshots as are missing', () => {
    const { series } = reportFixture();
    const short = { ...series, snapshots: series.snapshots.slice(0, 2) };
    const { surer } = explain({ verdict: 'suspect', evidence: against('short-series', 'suspect') }, { series: short });
    expect(surer[0]).toMatch(/^Take 2 more snapshots/);
    const mixed = { ...series, epoch: { ...series.epoch, comparable: false } };
    expect(explain({ verdict: 'suspect' }, { series: mixed }).surer[0]).toContain('one inspector session');
  });

  it('names the other findings by their numbers', () => {
    const report = reportFixture({ findings: [findingFixture(), findingFixture({ fingerprint: 'x' })] });
    expect(explainFinding(report, 1)).toMatchObject({ position: 2, of: 2, others: [{ position: 1 }] });
  });
});
