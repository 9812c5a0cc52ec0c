import type { Report } from '../findings/report-schema.js';
import { checkReport } from './checked-report.js';
import { escapeJsonText } from './escape.js';

/** How {@link renderJson} writes a report. */
export interface JsonOptions {
  /** Two spaces of indentation instead of one line. */
  readonly pretty: boolean;
}

/**
 * The report for programs, parsed against its own schema before it leaves. Unsafe characters are written as `\uXXXX`,
 * which does not change the data. Ends with a newline.
 *
 * @throws ToolError `report-invalid` when the report does not match the published schema
 */
export function renderJson(report: Report, options: JsonOptions): string {
  return `${escapeJsonText(JSON.stringify(checkReport(report), null, options.pretty ? 2 : undefined))}\n`;
}

/** The format `json`: indented, for people and programs alike. */
export function renderJsonReport(report: Report): string {
  return renderJson(report, { pretty: true });
}
