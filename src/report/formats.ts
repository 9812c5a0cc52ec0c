import type { Comparison } from '../findings/comparison-schema.js';
import type { Report } from '../findings/report-schema.js';
import type { RenderOptions } from './render-options.js';

export type { RenderOptions };

type Renderer<T> = (value: T, options: RenderOptions) => string;

/** How one format is rendered. Renderers are loaded when they are used: `--help` lists the formats and must not wait for them. */
interface Format {
  readonly report: () => Promise<Renderer<Report>>;
  readonly comparison: () => Promise<Renderer<Comparison>>;
}

/** The formats, for `--format` and `--report`: a row each. */
const FORMATS = {
  text: {
    report: async () => (await import('./text-report.js')).renderTextReport,
    comparison: async () => (await import('./comparison-report.js')).renderComparisonText,
  },
  json: {
    report: async () => (await import('./json-report.js')).renderJsonReport,
    comparison: async () => (await import('./comparison-report.js')).renderComparisonJson,
  },
  markdown: {
    report: async () => (await import('./markdown-report.js')).renderMarkdown,
    comparison: async () => (await import('./markdown-comparison.js')).renderMarkdownComparison,
  },
  html: {
    report: async () => (await import('./html-report.js')).renderHtml,
    comparison: async () => (await import('./html-comparison.js')).renderHtmlComparison,
  },
  sarif: {
    report: async () => (await import('./sarif-report.js')).renderSarif,
    comparison: async () => (await import('./sarif-report.js')).renderSarifComparison,
  },
  github: {
    report: async () => (await import('./github-report.js')).renderGithub,
    comparison: async () => (await import('./github-report.js')).renderGithubComparison,
  },
  junit: {
    report: async () => (await import('./junit-report.js')).renderJunit,
    comparison: async () => (await import('./junit-report.js')).renderJunitComparison,
  },
} satisfies Record<string, Format>;

export type ReportFormat = keyof typeof FORMATS;
export type ComparisonFormat = ReportFormat;

export const REPORT_FORMATS = Object.keys(FORMATS) as readonly ReportFormat[];
/** The formats of a comparison. */
export const COMPARISON_FORMATS = Object.keys(FORMATS) as readonly ComparisonFormat[];

/**
 * Renders a report as a string that ends with a newline, or is empty (`quiet`, and nothing to say).
 *
 * @throws ToolError `report-invalid` when it does not match its published schema
 */
export async function renderReport(report: Report, format: ReportFormat, options: RenderOptions): Promise<string> {
  const render: Renderer<Report> = await FORMATS[format].report();
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
  const render: Renderer<Comparison> = await FORMATS[format].comparison();
  return render(comparison, options);
}
