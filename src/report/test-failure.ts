import { type FailPolicy, fails } from '../findings/fail-policy.js';
import type { Finding, Report } from '../findings/report-schema.js';
import { makeReportPrintable } from './escape.js';
import { layLineToFix } from './text/code.js';
import { layPlace } from './text/cut.js';
import { layCounts, layEvidence, laySentence } from './text/finding.js';
import type { Layout } from './text/layout.js';
import { layShortPath } from './text/path.js';
import { relativeTo } from './text/relative-places.js';
import { createTheme } from './theme.js';
import { plural } from './units.js';

/** Findings told in full. */
const MOST_TOLD = 3;
/** Sentences of evidence, the strongest first. */
const MOST_EVIDENCE = 3;
/** Messages of assertions are indented, and read in logs. */
const WIDTH = 100;

/**
 * What a failed test says: each finding that fails it, with its line, the reference to cut and what proves it. Without a newline at the end.
 *
 * @param folder the working folder, absolute: files below it are shown relative to it
 */
export function renderTestFailure(report: Report, policy: FailPolicy, folder: string): string {
  const { report: printable, absolute } = relativeTo(makeReportPrintable(report), folder);
  const layout: Layout = { theme: createTheme({ color: false }), width: WIDTH, verbose: false, absolute };
  const failing = printable.findings.filter((finding) => fails(finding, policy));
  const hidden = failing.length - MOST_TOLD;
  return [
    ...failing.slice(0, MOST_TOLD).flatMap((finding) => [...layFailure(layout, finding), '']),
    ...(hidden > 0 ? [`${plural(hidden, 'more finding')}.`, ''] : []),
  ]
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

function layFailure(layout: Layout, finding: Finding): string[] {
  const { code, brokenEdge, source, evidence, path } = finding;
  return [
    ...laySentence(layout, finding, ''),
    ...(code === undefined ? layPlace(layout, 'code', brokenEdge?.source ?? source) : layLineToFix(layout, code)),
    ...layCounts(layout, finding),
    ...(path === null ? [] : layShortPath(layout, 'kept by', path)),
    ...layEvidence(layout, { for: evidence.for.slice(0, MOST_EVIDENCE), against: evidence.against.slice(0, 1) }),
  ];
}
