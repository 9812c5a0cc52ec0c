import process from 'node:process';

import { error, notice, warning } from '@actions/core';
import { describe, expect, it, vi } from 'vitest';

import { applyBaseline, makeBaseline } from '../../../src/analyzers/comparison/baselines.js';
import { compareReports } from '../../../src/analyzers/comparison/compare-reports.js';
import type { Report } from '../../../src/findings/report-schema.js';
import { renderGithub, renderGithubComparison } from '../../../src/report/github-report.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../../support/report-fixtures.js';
import { reportWith, SPITEFUL } from '../../support/spiteful-report.js';

const OPTIONS = { width: 80, color: false };

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as the runner does (`ActionCommand.TryParseV2` of actions/runner); null when it is no command. */
function parse(line: string): Command | null {
  const text = line.trim();
  if (!text.startsWith('::')) return null;
  const end = text.indexOf('::', 2);
  if (end === -1) return null;
  const info = text.slice(2, end);
  const space = info.indexOf(' ');
  const given = space === -1 ? '' : info.slice(space + 1);
  const properties = given
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), unescape(pair.slice(at + 1), { '%3A': ':', '%2C': ',' })] as const;
    });
  return {
    name: space === -1 ? info : info.slice(0, space),
    properties: Object.fromEntries(properties),
    message: unescape(text.slice(end + 2), {}),
  };
}

function unescape(text: string, more: Readonly<Record<string, string>>): string {
  const all = Object.entries({ ...more, '%0D': '\r', '%0A': '\n', '%25': '%' });
  return all.reduce((grown, [escaped, plain]) => grown.replaceAll(escaped, plain), text);
}

function commandsOf(output: string): Command[] {
  return output.split('\n').flatMap((line) => parse(line) ?? []);
}

/** What GitHub's own package writes for the same annotation. */
function writtenBy(act: () => void): string {
  let written = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  try {
    act();
  } finally {
    spy.mockRestore();
  }
  return written;
}

describe('a report as annotations of GitHub', () => {
  it('has one for each leak and suspect, at its line', () => {
    const findings = (['leak', 'suspect', 'note'] as const).map((verdict) => findingFixture({ verdict }));
    const commands = commandsOf(renderGithub(reportFixture({ findings }), OPTIONS));
    expect(commands.map(({ name }) => name)).toEqual(['error', 'warning']);
    expect(commands[0]?.properties).toEqual({
      title: 'poolscope leak: stale-link',
      file: 'src/pooled.ts',
      line: '7',
      col: '14',
    });
    expect(commands[0]?.message.split('\n')[0]).toMatch(/^Clear `Pooled.next`/);
    expect(commands[0]?.message).toMatch(/poolscope explain report\.json stale-link:Pooled\.next:4f1c$/);
  });

  it('says in the log how many have no annotation, and has them all with --verbose', () => {
    const report = reportFixture({ findings: [findingFixture(), findingFixture({ verdict: 'note' })] });
    expect(renderGithub(report, OPTIONS)).toContain('1 more without an annotation');
    expect(commandsOf(renderGithub(report, { ...OPTIONS, verbose: true }))).toHaveLength(2);
  });

  it('is written byte for byte as by @actions/core', () => {
    for (const [command, write] of Object.entries({ error, warning, notice })) {
      const verdict = ({ error: 'leak', warning: 'suspect', notice: 'note' } as const)[command] ?? 'leak';
      for (const text of ['100%, a: b', ...SPITEFUL.map((name) => name.slice(0, 30))]) {
        const output = renderGithub(reportWith(text, { verdict }), { ...OPTIONS, verbose: true });
        const [line = ''] = output.split('\n');
        const { properties, message } = parse(line) ?? { properties: {}, message: '' };
        const { title = '', file = '', line: at, col } = properties as Record<string, string>;
        const expected = writtenBy(() =>
          write(message, { title, file, startLine: Number(at), startColumn: Number(col) }),
        );
        // The package leaves out a property that is empty.
        expect(`${line}\n`.replace(',file=,', ',')).toBe(expected);
      }
    }
  });

  it('runs no command that a name holds', () => {
    for (const text of [...SPITEFUL, '\n::set-env name=x::y', '::stop-commands::x', '##[add-mask]x']) {
      const output = renderGithub(reportWith(text), { ...OPTIONS, verbose: true });
      expect(commandsOf(output).map(({ name }) => name)).toEqual(['error']);
      const log = output.split('\n').filter((line) => parse(line) === null);
      for (const line of log) expect(line).not.toContain('##[');
    }
  });

  it('shows what is known as a notice', () => {
    const baseline = makeBaseline(
      { name: 'old', report: reportFixture() },
      { reason: 'ticket 1', expires: '2027-01-31', toolVersion: '1' },
    );
    const report = applyBaseline(reportFixture(), baseline, 'known.json', '2026-11-29');
    const output = renderGithub(report, OPTIONS);
    const [command] = commandsOf(output);
    expect(command).toMatchObject({ name: 'notice', properties: { title: 'poolscope known leak: stale-link' } });
    expect(command?.message).toContain('Known and accepted until 2027-01-31: ticket 1.');
    expect(output).toContain('poolscope: baseline: 1 known');
  });

  it('is a line of the log where nothing leaks', () => {
    expect(renderGithub(cleanReportFixture(), OPTIONS)).toBe('poolscope: No leaked connections in 4 snapshots.\n');
  });
});

describe('a comparison as annotations of GitHub', () => {
  it('has one for what is new or worse; the rest is in the log', () => {
    const of = (...reports: Report[]) =>
      renderGithubComparison(
        compareReports(
          { name: 'a', report: reports[0] ?? reportFixture() },
          { name: 'b', report: reports[1] ?? reportFixture() },
          { toolVersion: '1' },
        ),
        OPTIONS,
      );
    expect(commandsOf(of(cleanReportFixture(), reportFixture())).map(({ properties }) => properties['title'])).toEqual([
      'poolscope new leak: stale-link',
    ]);
    expect(commandsOf(of(reportFixture(), cleanReportFixture()))).toEqual([]);
    expect(of(reportFixture(), cleanReportFixture())).toContain('poolscope: fixed leak: Clear');
  });
});
