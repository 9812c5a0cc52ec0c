import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { analyzeSnapshots } from '../../../src/analyze.js';
import { sourceFilesOnDisk } from '../../../src/disk/source-files-on-disk.js';
import type { Finding, Report } from '../../../src/findings/report-schema.js';
import { openSnapshotFile } from '../../../src/snapshot/byte-source.js';
import type { Point } from '../releases/answers.js';
import { FORM_CASES, type FormCase } from './answers.js';
import { buildForms } from './build-forms.js';

const execute = promisify(execFile);
const SNAPSHOTS = 4;
const NEAR_LINES = 3;

/** How well the line to fix of a report is that of the answer; `-` where the answer names none and neither does the report. */
export type LineGrade = 'right' | 'near' | 'none' | 'wrong' | '-';

/** What the analysis said of one form that ran. */
export interface FormResult {
  readonly form: FormCase;
  readonly verdict: Report['verdict'];
  /** The first finding about the form's place, or the first of all. */
  readonly finding: Finding | null;
  /** Whether the lines that add and remove are those of the answer, as far as the report names some. */
  readonly sites: LineGrade;
  readonly missing: LineGrade;
}

/**
 * Runs forms, each in a process of its own that takes snapshots of itself, and analyzes these with the text of the form at hand.
 *
 * @param root the repository's folder
 * @param only names of forms without their extension; all by default
 */
export async function runForms(root: string, only: readonly string[] | null = null): Promise<FormResult[]> {
  const here = join(root, 'test/code/forms');
  const folder = await mkdtemp(join(tmpdir(), 'forms-'));
  try {
    const built = await buildForms(join(folder, 'programs'), join(here, 'programs'));
    const results: FormResult[] = [];
    for (const form of FORM_CASES) {
      if (only !== null && !only.includes(form.file.replace(/\.\w+$/, ''))) continue;
      const series = join(folder, 'series');
      const file = built.get(form) ?? '';
      await mkdir(series);
      await execute(process.execPath, [join(here, 'run-forms.mjs'), series, file]);
      const report = await analyzeFolder(series);
      results.push(judge(form, report, await readFile(file, 'utf8')));
      await rm(series, { recursive: true });
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function analyzeFolder(folder: string): Promise<Report> {
  const inputs = Array.from({ length: SNAPSHOTS }, (_, round) => join(folder, `${round}.heapsnapshot`));
  return analyzeSnapshots(
    inputs.map((path) => ({ name: path, path, open: () => openSnapshotFile(path) })),
    { sourceFiles: sourceFilesOnDisk },
  );
}

function judge(form: FormCase, report: Report, text: string): FormResult {
  const isAlarm = ({ verdict }: Finding): boolean => verdict !== 'note';
  const places = [form.place, ...(form.alsoPlaces ?? [])].map((place) => place.replace(/^.*\./, ''));
  const isOfPlace = ({ brokenEdge }: Finding): boolean =>
    brokenEdge !== null && places.some((place) => brokenEdge.label.includes(place));
  const alarms = report.findings.filter(isAlarm);
  const finding = alarms.find(isOfPlace) ?? alarms[0] ?? report.findings.find(isOfPlace) ?? report.findings[0] ?? null;
  const code = finding?.code;
  const bundle = form.bundled === undefined ? null : text;
  const allowed = (points: readonly Point[], bundled: readonly string[] = []): number[] =>
    bundle === null ? points.map(({ line }) => line) : bundled.map((part) => bundle.indexOf(part) + 1);
  const named = (site: { readonly line: number; readonly column: number }): number =>
    bundle === null ? site.line : site.column;
  const sites = [...(code?.added ?? []), ...(code?.removed ?? [])];
  const rightSites = [
    ...allowed(form.added, form.bundled?.added),
    ...allowed(form.removed, form.bundled?.removed),
    ...allowed(form.missing === null ? [] : [form.missing], form.bundled?.missing),
  ];
  const rightLines = allowed(
    [...(form.missing === null ? [] : [form.missing]), ...(form.orMissing ?? [])],
    form.bundled?.missing,
  );
  // In a bundle of one line, columns within the same statement are as good.
  const near = bundle === null ? NEAR_LINES : 40;
  const missing = code?.missing ?? null;
  const withoutLine: LineGrade = form.missing === null ? '-' : 'none';
  return {
    form,
    verdict: report.verdict,
    finding,
    sites: gradeOf(sites.map(named), rightSites, near),
    missing: missing === null ? withoutLine : gradeOf([named(missing)], rightLines, near),
  };
}

/** The worst of the lines that are named. */
function gradeOf(named: readonly number[], right: readonly number[], near: number): LineGrade {
  if (named.length === 0) return right.length === 0 ? '-' : 'none';
  const distance = Math.max(...named.map((line) => Math.min(...right.map((each) => Math.abs(each - line)))));
  if (distance === 0) return 'right';
  return distance <= near ? 'near' : 'wrong';
}
