import type { Comparison } from '../findings/comparison-schema.js';
import type { Report } from '../findings/report-schema.js';
import type { TextOptions } from './text-report.js';

/** Options of all formats; each renderer uses those that apply to it. */
export interface RenderOptions extends TextOptions {
  /** Only the headline of each finding, in formats for people. */
  readonly quiet?: boolean;
}

type Renderer<T> = (value: T, options: RenderOptions) => string;

/**
 * The formats of a report, for `--format`, each with what loads its renderer. Renderers are loaded when they are used: `--help`
 * lists the formats and must not wait for schemas and colors.
 */
const REPORT_RENDERERS = {
  text: async () => (await import('./text-report.js')).renderTextReport,
  json: async () => (await import('./json-report.js')).renderJsonReport,
} satisfies Record<string, () => Promise<Renderer<Report>>>;

/** The formats of a comparison. */
const COMPARISON_RENDERERS = {
  text: async () => (await import('./comparison-report.js')).renderComparisonText,
  json: async () => (await import('./comparison-report.js')).renderComparisonJson,
} satisfies Record<string, () => Promise<Renderer<Comparison>>>;

export type ReportFormat = keyof typeof REPORT_RENDERERS;
export type ComparisonFormat = keyof typeof COMPARISON_RENDERERS;

export const REPORT_FORMATS = Object.keys(REPORT_RENDERERS) as readonly ReportFormat[];
export const COMPARISON_FORMATS = Object.keys(COMPARISON_RENDERERS) as readonly ComparisonFormat[];

/**
 * Renders a report as a string that ends with a newline, or is empty (`quiet`, and nothing to say).
 *
 * @throws ToolError `report-invalid` when it does not match its published schema
 */
export async function renderReport(report: Report, format: ReportFormat, options: RenderOptions): Promise<string> {
  const render = await REPORT_RENDERERS[format]();
  return render(report, options);
}

/**
 * Renders a comparison as a string that ends with a newline, or is empty (`quiet`, and nothing to say).
 *
 * @throws ToolError `report-invalid` when it does not match its published schema
 */
export async function renderComparison(
  comparison: Comparison,
  format: ComparisonFormat,
  options: RenderOptions,
): Promise<string> {
  const render = await COMPARISON_RENDERERS[format]();
  return render(comparison, options);
}
