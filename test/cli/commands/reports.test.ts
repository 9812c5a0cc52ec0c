import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { run } from '../../../src/cli/run.js';
import { baselineSchema } from '../../../src/findings/baseline-schema.js';
import { type Report, reportSchema } from '../../../src/findings/report-schema.js';
import { createFakeIo } from '../../support/fake-io.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../../support/report-fixtures.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-reports-'));
  writeFileSync(at('heap.heapsnapshot'), '{}');
  writeFileSync(at('report.json'), JSON.stringify(reportFixture()));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function at(name: string): string {
  return join(folder, name);
}

/** Runs the command line over an analysis that answers with `report`. `@x` stands for the file `x` of the folder. */
async function start(line: string, report: Report = reportFixture()) {
  const argv = line.split(' ').map((word) => word.replace(/(?<=^|=)@/, `${folder}/`));
  const io = createFakeIo({ argv });
  let analyses = 0;
  const code = await run(io, {
    analyze: () => {
      analyses += 1;
      return Promise.resolve(report);
    },
    version: '1.2.3',
  });
  return { code, analyses, ...io.written };
}

const read = (name: string): string => readFileSync(at(name), 'utf8');

describe('several formats in one run', () => {
  it('are written beside the one on standard output, readable by the user alone', async () => {
    const { code, stdout } = await start(
      'analyze @heap.heapsnapshot --report sarif=@out.sarif --report junit=@out.xml --report json=@out.json --quiet',
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^LEAK Clear/);
    expect(JSON.parse(read('out.sarif')).runs[0].results).toHaveLength(1);
    expect(read('out.xml')).toContain('<testcase name="Pooled(leased).next"');
    expect(reportSchema.parse(JSON.parse(read('out.json'))).findings).toHaveLength(1);
    for (const name of ['out.sarif', 'out.xml', 'out.json']) expect(statSync(at(name)).mode & 0o777).toBe(0o600);
  });

  it('name the JSON report of the same run in their commands', async () => {
    await start('analyze @heap.heapsnapshot --report markdown=@out.md --report json=@out.json');
    expect(read('out.md')).toContain(`poolscope explain ${at('out.json')} `);
    await start('analyze @heap.heapsnapshot --report markdown=@out.md --format json -o @main.json');
    expect(read('out.md')).toContain(`poolscope explain ${at('main.json')} `);
  });

  it('leave no file behind when one cannot be rendered', async () => {
    const [finding] = [findingFixture()];
    const broken = { ...reportFixture(), findings: [{ ...finding, suspects: -1 }] };
    const { code } = await start('analyze @heap.heapsnapshot --report markdown=@a.md --report sarif=@b.sarif', broken);
    expect(code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['heap.heapsnapshot', 'report.json']);
  });

  it.each([
    ['--report sarif', /expected <format>=<file> such as sarif=out.sarif, got sarif/],
    ['--report sarif=', /expected <format>=<file>/],
    ['--report sarif=-', /got sarif=-; for standard output use --format/],
    ['--report sarf=x', /did you mean sarif\?/],
    ['--report sarif=@x --report json=@x', /two reports would be written to/],
    ['--report sarif=@x -o @x', /--output and --report would both be written to/],
    ['--report sarif=@heap.heapsnapshot', /one of the files to be read/],
    ['--report sarif=@none/x', /there is no folder/],
    ['--report sarif=@known.json --baseline @known.json', /one of the files to be read/],
  ])('are refused before the analysis: %s', async (options, message) => {
    await start('baseline @report.json -o @known.json');
    const { code, stderr, analyses } = await start(`analyze @heap.heapsnapshot ${options}`);
    expect(stderr).toMatch(message);
    expect([code, analyses]).toEqual([2, 0]);
  });

  it('name files relative to the folder of the program', async () => {
    const source = { file: '/app/src/pool.ts', line: 3, column: 1, function: null };
    const report = reportFixture({
      findings: [findingFixture({ brokenEdge: null, source, classes: [], holders: [] })],
    });
    const { stdout } = await start('analyze @heap.heapsnapshot --format github --relative-to /app', report);
    expect(stdout).toContain('file=src/pool.ts,line=3');
  });

  it('are written of a comparison as well', async () => {
    writeFileSync(at('clean.json'), JSON.stringify(cleanReportFixture()));
    const { code } = await start('compare @clean.json @report.json --report sarif=@out.sarif --report github=@out.txt');
    expect(code).toBe(1);
    expect(JSON.parse(read('out.sarif')).runs[0].results[0].baselineState).toBe('new');
    expect(read('out.txt')).toMatch(/^::error title=poolscope new leak/);
  });
});

describe('poolscope baseline', () => {
  it('makes a run pass, with the reason in the report', async () => {
    const made = await start('baseline @report.json --reason ticket-1 --expires 2999-01-31 -o @known.json');
    expect([made.code, made.stderr]).toEqual([0, `${at('known.json')}: 1 known finding\n`]);
    expect(statSync(at('known.json')).mode & 0o777).toBe(0o600);
    expect(baselineSchema.parse(JSON.parse(read('known.json'))).entries).toMatchObject([
      { reason: 'ticket-1', expires: '2999-01-31', suspects: 360 },
    ]);
    const { code, stdout } = await start('analyze @heap.heapsnapshot --baseline @known.json --format json');
    expect(code).toBe(0);
    expect(reportSchema.parse(JSON.parse(stdout)).findings[0]?.baseline).toMatchObject({ status: 'known' });
  });

  it('excuses nothing new, worse or expired', async () => {
    await start('baseline @report.json --expires 2020-01-31 -o @known.json');
    const expired = await start('analyze @heap.heapsnapshot --baseline @known.json');
    expect(expired.code).toBe(1);
    expect(expired.stdout).toContain('EXPIRED LEAK');
    expect(expired.stdout).toContain('Was accepted until 2020-01-31');
    await start('baseline @report.json -o @known.json');
    const worse = reportFixture({
      findings: [findingFixture({ growth: { ...findingFixture().growth, perRound: 900 } })],
    });
    expect(await start('analyze @heap.heapsnapshot --baseline @known.json --quiet', worse)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^WORSE LEAK/),
    });
    const fresh = reportFixture({ findings: [findingFixture({ fingerprint: 'x', kind: 'timer-held' })] });
    expect(await start('analyze @heap.heapsnapshot --baseline @known.json --quiet', fresh)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^NEW LEAK/),
    });
  });

  it('asks for a reason where none is given, and counts days from today', async () => {
    const { stderr } = await start('baseline @report.json --expires 90d -o @known.json');
    expect(stderr).toContain('1 without a reason');
    const [entry] = baselineSchema.parse(JSON.parse(read('known.json'))).entries;
    const days = (Date.parse(entry?.expires ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(88);
    expect(days).toBeLessThan(91);
  });

  it('may replace the one that it keeps reasons of', async () => {
    await start('baseline @report.json --reason ticket-1 -o @known.json');
    expect((await start('baseline @report.json --baseline @known.json -o @known.json')).code).toBe(0);
    expect(JSON.parse(read('known.json')).entries[0].reason).toBe('ticket-1');
  });

  it.each([
    ['--baseline @none.json', /none\.json: expected a baseline as JSON: no such file/],
    ['--baseline @report.json', /expected a baseline, found a report\nWrite one with: poolscope baseline/],
    ['--baseline @other.json', /baselineSchemaVersion 1; baselineSchemaVersion: /],
    ['--baseline @day.json', /entries\.0\.expires: /],
    ['--baseline @heap.heapsnapshot', /expected a baseline of poolscope/],
  ])('refuses what is no baseline: %s', async (options, message) => {
    await start('baseline @report.json -o @known.json');
    const known = JSON.parse(read('known.json'));
    writeFileSync(at('other.json'), JSON.stringify({ ...known, baselineSchemaVersion: 9 }));
    const entries = [{ ...known.entries[0], expires: 'soon' }];
    writeFileSync(at('day.json'), JSON.stringify({ ...known, entries }));
    const { code, stderr, analyses } = await start(`analyze @heap.heapsnapshot ${options}`);
    expect(stderr).toMatch(message);
    expect([code, analyses]).toEqual([2, 0]);
  });

  it.each(['2026-02-30', 'soon', '90', '99999999d'])('refuses a day that is none: %s', async (day) => {
    const { code, stderr } = await start(`baseline @report.json --expires ${day} -o @known.json`);
    expect([code, stderr.split('\n')[0]]).toEqual([
      2,
      `poolscope: --expires: expected a day such as 2027-03-31, or 90d, got ${day}`,
    ]);
    expect(existsSync(at('known.json'))).toBe(false);
  });
});

describe('poolscope explain', () => {
  it('tells the first finding, one by number, by fingerprint, or by the beginning of one', async () => {
    const findings = [findingFixture({ fingerprint: 'aaaa1111' }), findingFixture({ fingerprint: 'bbbb2222' })];
    writeFileSync(at('two.json'), JSON.stringify(reportFixture({ findings })));
    const shown = async (finding: string) => (await start(`explain @two.json ${finding}`.trim())).stdout;
    expect(await shown('')).toContain('fingerprint aaaa1111');
    expect(await shown('2')).toContain('fingerprint bbbb2222');
    expect(await shown('bbbb2222')).toContain('fingerprint bbbb2222');
    expect(await shown('bbbb')).toContain('fingerprint bbbb2222');
  });

  it.each([
    ['9', 'has no finding 9: it has one finding'],
    ['0', 'has no finding 0'],
    ['zzzz', 'has no finding zzzz'],
  ])('says what there is instead of finding %s', async (finding, message) => {
    const { code, stderr } = await start(`explain @report.json ${finding}`);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('says that there is nothing to explain', async () => {
    writeFileSync(at('clean.json'), JSON.stringify(cleanReportFixture()));
    expect(await start('explain @clean.json')).toMatchObject({
      code: 0,
      stdout: 'There is no finding to explain. No leaked connections in 4 snapshots.\n',
    });
  });

  it.each([
    ['damaged', '{"schemaVersion":2,', /expected a report as JSON/],
    ['of a later version', '{"schemaVersion":99}', /found one of schemaVersion 99/],
    ['no report', '[]', /expected a report of poolscope/],
    ['empty', '', /expected a report as JSON/],
  ])('refuses a file that is %s, as baseline does', async (_what, text, message) => {
    writeFileSync(at('bad.json'), text);
    for (const command of ['explain', 'baseline']) {
      const { code, stderr } = await start(`${command} @bad.json`);
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('is written as Markdown to a file', async () => {
    await start('explain @report.json --format markdown -o @out.md');
    expect(read('out.md')).toContain('### How to mend it');
  });
});

describe('poolscope schema', () => {
  it.each(['report', 'comparison', 'profile', 'baseline'])('prints the schema of a %s', async (document) => {
    const { stdout } = await start(`schema ${document}`);
    expect(JSON.parse(stdout).$id).toContain(`urn:poolscope:${document}:`);
  });

  it('knows no other', async () => {
    const { code, stderr } = await start('schema basline');
    expect([code, stderr]).toEqual([
      2,
      'poolscope: Expected report, comparison, profile, config or baseline, got basline\nSee poolscope schema --help.\n',
    ]);
  });
});
