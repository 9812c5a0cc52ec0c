import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/findings/report-schema.js';
import { figuresThatDiffer } from '../support/figures.js';
import { TWINS } from './catalog.js';
import type { TwinModel } from './twin-model.js';
import { alarms, isHolderFirst, runTwins, type TwinResult, wrongAnswers } from './twin-results.js';

const ROOT = resolve(import.meta.dirname, '../..');
let results: readonly TwinResult[] = [];

beforeAll(async () => {
  results = await runTwins(ROOT, { cleanTogether: true });
}, 720_000);

function resultOf(name: string): TwinResult {
  const result = results.find(({ twin }) => twin.name === name);
  if (result === undefined) throw new Error(`no twin is called ${name}`);
  return result;
}

/** What a report says, short enough for the message of a failed test. */
const summary = (report: Report) =>
  report.findings.map(({ verdict, kind, brokenEdge }) => `${verdict} ${kind} ${brokenEdge?.label}`);

/** Those of a look-alike that are graver than what is fair to say of it. */
const unfairAlarms = ({ lookAlikeAtMost }: TwinModel, report: Report) =>
  alarms(report).filter(({ verdict }) => verdict !== lookAlikeAtMost);

const MODELS = TWINS.map(({ twin }) => twin);
const PENDING = MODELS.filter(({ pending }) => pending !== undefined);
const SETTLED = MODELS.filter(({ pending }) => pending === undefined);

describe.each(SETTLED.map(({ name }) => name))('%s', (name) => {
  test('the leak is found, and the reference that keeps it is named first', () => {
    const { twin, reports } = resultOf(name);
    expect(isHolderFirst(twin, reports.buggy), summary(reports.buggy).join('; ')).toBe(true);
    expect(twin.expected.kinds).toContain(alarms(reports.buggy)[0]?.kind);
  });
});

/** What every twin says; the others are answers. */
const SAID_BY_ALL = new Set(['label', 'renamed', 'kinds']);

describe.each(
  SETTLED.filter(({ expected }) => Object.keys(expected).some((key) => !SAID_BY_ALL.has(key))).map(({ name }) => name),
)('%s', (name) => {
  test('the finding agrees with the answers of the twin', () => {
    expect(wrongAnswers(resultOf(name))).toEqual([]);
  });
});

describe.each(PENDING.map(({ name, pending }) => [name, pending]))('%s (%s)', (name) => {
  test.fails('is right altogether: the mark `pending` goes when it is', () => {
    const result = resultOf(name);
    const { twin, reports } = result;
    expect(isHolderFirst(twin, reports.buggy)).toBe(true);
    expect(twin.expected.kinds).toContain(alarms(reports.buggy)[0]?.kind);
    expect(wrongAnswers(result)).toEqual([]);
    expect([...alarms(reports.fixed), ...unfairAlarms(twin, reports.lookAlike)]).toEqual([]);
  });
});

const isFair = ({ lookAlikeAtMost }: TwinModel, version: 'fixed' | 'lookAlike', line: string): boolean =>
  line.startsWith('note') ||
  (version === 'lookAlike' && lookAlikeAtMost !== undefined && line.startsWith(lookAlikeAtMost));

test('the figures of all reports add up', () => {
  for (const { twin, reports } of results)
    for (const report of Object.values(reports))
      expect([twin.name, ...figuresThatDiffer(report, report.series.snapshots.length)]).toEqual([twin.name]);
});

describe('clean programs', () => {
  test.each(['fixed', 'lookAlike'] as const)('no %s version raises an alarm', (version) => {
    for (const { twin, reports } of results.filter(({ twin }) => twin.pending === undefined))
      expect(summary(reports[version]).filter((line) => !isFair(twin, version, line))).toEqual([]);
  });

  test('what is fixed still does its work: every version was measured over three rounds', () => {
    for (const { reports } of results)
      for (const report of Object.values(reports)) expect(report.series.snapshots).toHaveLength(4);
  });
});
