import { resolve } from 'node:path';

import { ToolError } from '../../errors.js';
import { REPORT_FORMATS, type ReportFormat } from '../../report/formats.js';
import { suggestWord } from './nearest-word.js';

/** One more format of a report, and the file that it goes into. */
export interface ReportTarget {
  readonly format: ReportFormat;
  readonly path: string;
}

/**
 * Values of `--report`: `sarif=out.sarif`.
 *
 * @throws ToolError `usage` when one names no format or no file, or two name one file
 */
export function parseReportTargets(texts: readonly string[]): ReportTarget[] {
  const targets = texts.map(parseReportTarget);
  const seen = new Set<string>();
  for (const { path } of targets) {
    if (seen.has(resolve(path))) throw new ToolError('usage', `--report: two reports would be written to ${path}`);
    seen.add(resolve(path));
  }
  return targets;
}

function parseReportTarget(text: string): ReportTarget {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  const path = at === -1 ? '' : text.slice(at + 1);
  const format = REPORT_FORMATS.find((known) => known === name);
  if (format !== undefined && path !== '' && path !== '-') return { format, path };
  // In one sentence: of what is thrown while arguments are converted, yargs keeps the message alone.
  const expected = `--report: expected <format>=<file> such as sarif=out.sarif, got ${text}`;
  if (format !== undefined)
    throw new ToolError('usage', path === '-' ? `${expected}; for standard output use --format` : expected);
  const nearest = suggestWord(name, REPORT_FORMATS);
  const advice = nearest === undefined ? `the formats are ${REPORT_FORMATS.join(', ')}` : `did you mean ${nearest}?`;
  throw new ToolError('usage', `${expected}; ${advice}`);
}
