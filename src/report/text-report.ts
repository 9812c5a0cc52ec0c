import type { Report } from '../findings/report-schema.js';
import { makeReportPrintable } from './escape.js';
import { layFinding } from './text/finding.js';
import { type Layout, layParagraph, MIN_WIDTH } from './text/layout.js';
import { layGrowth, layRemarks, laySeries, laySetAside } from './text/overview.js';
import { layPools } from './text/pools.js';
import { layWatched } from './text/watched.js';
import { createTheme } from './theme.js';
import { plural } from './units.js';

/** How {@link renderText} shows a report. */
export interface TextOptions {
  /** Cells of a line. Single words longer than this (paths, expressions) are never broken. */
  readonly width: number;
  /** ANSI colors. */
  readonly color: boolean;
  /** OSC 8 links on places in source files. */
  readonly links?: boolean;
  /** All steps, rows, samples and evidence codes instead of the first few and a count of the rest. */
  readonly verbose?: boolean;
}

/**
 * The report for people. The sentence to act on comes first. Ends with a newline.
 *
 * @example
 * renderText(report, { width: 80, color: false });
 */
export function renderText(report: Report, options: TextOptions): string {
  const printable = makeReportPrintable(report);
  const layout: Layout = {
    theme: createTheme(options),
    width: Math.max(MIN_WIDTH, options.width),
    verbose: options.verbose ?? false,
  };
  const lines = [
    ...layHeadline(layout, printable),
    ...layFindings(layout, printable),
    ...laySeries(layout, printable),
    ...layWatched(layout, printable),
    ...layPools(layout, printable),
    ...layGrowth(layout, printable),
    ...laySetAside(layout, printable),
    ...layRemarks(layout, printable),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** The format `text`: the whole report, or with `quiet` one line for each finding. */
export function renderTextReport(report: Report, options: TextOptions & { readonly quiet?: boolean }): string {
  return options.quiet === true ? renderSentences(report, options) : renderText(report, options);
}

/** One line per finding: verdict and headline, unwrapped, for scripts and `grep`. Empty when there is none. */
export function renderSentences(report: Report, options: Pick<TextOptions, 'color'>): string {
  const theme = createTheme(options);
  const { findings, notes } = makeReportPrintable(report);
  const warnings = notes.filter(({ code }) => code.endsWith('out-of-order')).map(({ text }) => `WARNING ${text}\n`);
  const sentences = findings.map(
    ({ verdict, headline }) => `${theme.verdict[verdict](verdict.toUpperCase())} ${headline}\n`,
  );
  return [...warnings, ...sentences].join('');
}

/**
 * The text above the findings: the report's headline, unless the first finding begins with the same one. If there are
 * only notes, it says that nothing has to be done.
 */
function layHeadline({ theme, ...layout }: Layout, { headline, findings, verdict }: Report): string[] {
  if (verdict === 'note') {
    const text = `No leak found. ${plural(findings.length, 'note')} on what grew:`;
    return [...layParagraph({ theme, ...layout }, text, theme.verdict.clean), ''];
  }
  if (findings[0]?.headline === headline) return [];
  const style = verdict === 'clean' ? theme.verdict.clean : theme.headline;
  return [...layParagraph({ theme, ...layout }, headline, style), ...(findings.length === 0 ? [] : [''])];
}

function layFindings(layout: Layout, { findings }: Report): string[] {
  return findings.flatMap((finding, index) => {
    const position = findings.length === 1 ? '' : `${index + 1}/${findings.length}`;
    return [...(index === 0 ? [] : ['']), ...layFinding(layout, finding, position)];
  });
}
