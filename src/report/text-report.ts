import type { Report } from '../findings/report-schema.js';
import { makeReportPrintable } from './escape.js';
import { badgeOf, badgeStyle } from './finding-words.js';
import { layBrief } from './text/brief.js';
import { layFinding, laySentence } from './text/finding.js';
import { cellsForPath, type Layout, layParagraph, MIN_WIDTH } from './text/layout.js';
import { layGone, layGrowth, layRemarks, laySeries, laySetAside, layTimings } from './text/overview.js';
import { layPools } from './text/pools.js';
import { relativeTo } from './text/relative-places.js';
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
  /** Everything, with paths, pools, growth, samples and evidence codes, instead of what fits on a screen. */
  readonly verbose?: boolean;
  /** Lines of the screen, to which the report is fitted. The first sentence is repeated last where it is longer. Unknown in a pipe. */
  readonly height?: number;
  /** The working folder, absolute: files below it are shown relative to it. */
  readonly folder?: string;
  /** The file with the same report as JSON, for the commands that a report names; `report.json` when left out. */
  readonly reportFile?: string;
}

/**
 * The report for people. The sentence to act on comes first. Without `verbose` it is made to fit one screen of 80 × 24. Ends with a newline.
 *
 * @example
 * renderText(report, { width: 80, color: false });
 */
export function renderText(report: Report, options: TextOptions): string {
  const verbose = options.verbose ?? false;
  const width = Math.max(MIN_WIDTH, options.width);
  const { report: printable, absolute } = relativeTo(
    makeReportPrintable(report),
    options.folder ?? null,
    verbose ? Number.POSITIVE_INFINITY : cellsForPath(width),
  );
  const { reportFile } = options;
  const layout: Layout = {
    theme: createTheme(options),
    width,
    verbose,
    absolute,
    ...(reportFile === undefined ? {} : { reportFile }),
  };
  const lines = layout.verbose ? layInFull(layout, printable) : layBrief(layout, printable, options.height);
  if (options.height !== undefined && lines.length >= options.height) lines.push(...repeatHeadline(layout, printable));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function layInFull(layout: Layout, report: Report): string[] {
  return [
    ...layHeadline(layout, report),
    ...layFindings(layout, report),
    ...laySeries(layout, report),
    ...layWatched(layout, report),
    ...layPools(layout, report),
    ...layGrowth(layout, report),
    ...laySetAside(layout, report),
    ...layGone(layout, report),
    ...layRemarks(layout, report),
    ...layTimings(layout, report),
  ];
}

/** The sentence to act on once more, where the first one has left the screen. */
function repeatHeadline(layout: Layout, { findings }: Report): string[] {
  const [first] = findings;
  return first === undefined || first.verdict === 'note' ? [] : ['', ...laySentence(layout, first, '')];
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
  const sentences = findings.map((finding) => `${badgeStyle(theme, finding)(badgeOf(finding))} ${finding.headline}\n`);
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
