import type { Report } from '../findings/report-schema.js';
import { renderJson } from './json-report.js';
import { renderSentences, renderText, type TextOptions } from './text-report.js';

/** Options of all formats; each renderer uses those that apply to it. */
export interface RenderOptions extends TextOptions {
  /** Only the headline of each finding, in formats for people. */
  readonly quiet?: boolean;
}

type Renderer = (report: Report, options: RenderOptions) => string;

/** A new format is a line here, and a file of its own. */
const RENDERERS = {
  text: (report, options) => (options.quiet === true ? renderSentences(report, options) : renderText(report, options)),
  json: (report) => renderJson(report, { pretty: true }),
} satisfies Readonly<Record<string, Renderer>>;

export type ReportFormat = keyof typeof RENDERERS;

/** Names of all formats of a report, as `--format` takes them. */
export const REPORT_FORMATS = Object.keys(RENDERERS) as readonly ReportFormat[];

/** Renders a report as a string that ends with a newline, or is empty. */
export function renderReport(report: Report, format: ReportFormat, options: RenderOptions): string {
  const render: Renderer = RENDERERS[format];
  return render(report, options);
}
