import type { Report } from '../findings/report-schema.js';
import type { ReportFormat } from './format-names.js';
import { renderJson } from './json-report.js';
import { renderSentences, renderText, type TextOptions } from './text-report.js';

/** Options of all formats; each renderer uses those that apply to it. */
export interface RenderOptions extends TextOptions {
  /** Only the headline of each finding, in formats for people. */
  readonly quiet?: boolean;
}

type Renderer = (report: Report, options: RenderOptions) => string;

/** A format without a renderer does not compile. */
const RENDERERS: Readonly<Record<ReportFormat, Renderer>> = {
  text: (report, options) => (options.quiet === true ? renderSentences(report, options) : renderText(report, options)),
  json: (report) => renderJson(report, { pretty: true }),
};

/** Renders a report as a string that ends with a newline, or is empty. */
export function renderReport(report: Report, format: ReportFormat, options: RenderOptions): string {
  return RENDERERS[format](report, options);
}
