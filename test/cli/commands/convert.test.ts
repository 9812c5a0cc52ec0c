import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { run } from '../../../src/cli/run.js';
import { type Report, reportSchema } from '../../../src/findings/report-schema.js';
import { REPORT_FORMATS } from '../../../src/report/formats.js';
import { createFakeIo } from '../../support/fake-io.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../../support/report-fixtures.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-convert-'));
  writeFileSync(at('heap.heapsnapshot'), '{}');
  write('report.json', reportFixture());
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const write = (name: string, value: unknown): void => writeFileSync(at(name), JSON.stringify(value));

/** Runs the command line. `@x` stands for the file `x` of the folder; an analysis answers with `report`. */
async function start(line: string, report?: Report) {
  const argv = line.split(' ').map((word) => word.replace(/(?<=^|=)@/, `${folder}/`));
  const io = createFakeIo({ argv });
  const code = await run(io, {
    analyze: () => (report === undefined ? Promise.reject(new Error('nothing is analyzed')) : Promise.resolve(report)),
    version: '1.2.3',
  });
  return { code, ...io.written };
}

describe('poolscope convert', () => {
  it.each(REPORT_FORMATS)('writes %s as the analysis itself would have', async (format) => {
    const analyzed = await start(
      `analyze @heap.heapsnapshot --format ${format} --report json=@report.json`,
      reportFixture(),
    );
    const converted = await start(`convert @report.json --format ${format}`);
    expect(converted.stdout).not.toBe('');
    expect(converted).toEqual(analyzed);
  });

  it('writes several formats in one run, whose commands name the report', async () => {
    const { code } = await start('convert @report.json --report html=@out.html --report markdown=@out.md');
    expect(code).toBe(1);
    expect(read('out.html')).toContain('<!doctype html>');
    expect(read('out.md')).toContain(`poolscope explain ${at('report.json')} `);
    await start('convert @report.json --format json -o @copy.json --report markdown=@out.md');
    expect(read('out.md')).toContain(`poolscope explain ${at('copy.json')} `);
  });

  it('ends with the exit code of the analysis', async () => {
    write('clean.json', cleanReportFixture());
    write('suspect.json', reportFixture({ findings: [findingFixture({ verdict: 'suspect' })] }));
    expect((await start('convert @clean.json')).code).toBe(0);
    expect((await start('convert @suspect.json')).code).toBe(0);
    expect((await start('convert @suspect.json --fail-on suspect')).code).toBe(1);
    expect((await start('convert @report.json --fail-on never')).code).toBe(0);
  });

  it('takes a baseline, as the analysis does', async () => {
    await start('baseline @report.json --reason ticket-1 -o @known.json');
    const { code, stdout } = await start('convert @report.json --baseline @known.json --format json');
    expect(code).toBe(0);
    expect(reportSchema.parse(JSON.parse(stdout)).findings[0]?.baseline).toMatchObject({
      status: 'known',
      reason: 'ticket-1',
    });
  });

  it('forgets an earlier baseline for another one, with its order and its sentence', async () => {
    const big = findingFixture({ fingerprint: 'aaaa', headline: 'Clear the big one.', freedBytes: 9_000_000 });
    const small = findingFixture({ fingerprint: 'bbbb', kind: 'timer-held', headline: 'Clear the small one.' });
    write('both.json', reportFixture({ findings: [big, small] }));
    write('big.json', reportFixture({ findings: [big] }));
    write('none.json', cleanReportFixture());
    await start('baseline @big.json -o @known-big.json');
    await start('baseline @none.json -o @known-none.json');
    await start('convert @both.json --baseline @known-big.json --format json -o @judged.json');
    expect(JSON.parse(read('judged.json')).headline).toBe('Clear the small one.');
    const { stdout } = await start('convert @judged.json --baseline @known-none.json --format json');
    const again = reportSchema.parse(JSON.parse(stdout));
    expect(again.headline).toBe('Clear the big one.');
    expect(again.findings.map(({ fingerprint, baseline }) => [fingerprint, baseline?.status])).toEqual([
      ['aaaa', 'new'],
      ['bbbb', 'new'],
    ]);
    // Without another one it stays.
    expect((await start('convert @judged.json --quiet')).stdout).toMatch(/^NEW LEAK Clear the small one\.\nKNOWN/);
  });

  it('reads a report of an earlier version, and writes one of this', async () => {
    const { setAside: _, ...old } = reportFixture();
    write('old.json', { ...old, schemaVersion: 1 });
    const { code, stdout } = await start('convert @old.json --format json');
    expect(code).toBe(1);
    expect(reportSchema.parse(JSON.parse(stdout)).setAside).toEqual([]);
  });

  it.each([
    ['@none.json', /none\.json: expected a report as JSON: no such file/],
    ['@later.json', /later\.json: expected a report of poolscope, schemaVersion 2; found one of schemaVersion 3/],
    ['@heap.heapsnapshot', /expected a report of poolscope/],
    ['@report.json --baseline @report.json', /expected a baseline, found a report/],
    ['@report.json -o @report.json', /one of the files to be read/],
    ['@report.json --report html=@report.json', /one of the files to be read/],
    ['@report.json --format htm', /html/],
    ['@report.json @report.json', /Unexpected argument/],
    ['', /Expected a report \(JSON\)/],
  ])('refuses what it cannot do, and writes nothing: %s', async (operands, message) => {
    write('later.json', { ...reportFixture(), schemaVersion: 3 });
    const files = readdirSync(folder);
    const { code, stdout, stderr } = await start(`convert ${operands}`.trim());
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(readdirSync(folder)).toEqual(files);
  });
});
