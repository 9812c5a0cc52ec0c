/** Names of all formats of a report, for `--format`. A new format needs an entry here and a renderer. */
export const REPORT_FORMATS = ['text', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Formats of a comparison. */
export const COMPARISON_FORMATS = ['text', 'json'] as const;
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];
