/** Names of all formats of a report, as `--format` takes them. A new one goes here and to the renderers. */
export const REPORT_FORMATS = ['text', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Forms of a comparison. */
export const COMPARISON_FORMATS = ['text', 'json'] as const;
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];
