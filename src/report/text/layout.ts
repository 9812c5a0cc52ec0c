import { padToWidth, textWidth, wrapText } from '../text-width.js';
import type { Style, Theme } from '../theme.js';
import { formatCount } from '../units.js';

/** Options for laying out text: width, theme, and amount of detail. */
export interface Layout {
  readonly theme: Theme;
  /** Cells of a line. Words longer than this stay whole. */
  readonly width: number;
  /** Show everything: all steps, all rows, all samples. */
  readonly verbose: boolean;
  /** Absolute names of files that are shown relative to the working folder. */
  readonly absolute?: ReadonlyMap<string, string>;
  /** The file with the same report as JSON, where there is one. */
  readonly reportFile?: string;
}

/** A narrower output is laid out at this width: lines would be shorter than most words. */
export const MIN_WIDTH = 20;
/** Items of a list shown without `verbose`. */
const MAX_ITEMS = 5;
const INDENT = 2;
const LABEL_WIDTH = 12;
/** Least width for a column of labels: in a narrower output it would take too much of every line. */
const MIN_WIDTH_FOR_LABELS = 60;

/** Cells for `:1234:56,` behind the name of a file. */
const CELLS_FOR_LINE = 9;

/** Cells for the name of a file on a line of a row, with the line in that file behind it. */
export function cellsForPath(width: number): number {
  const margin = width >= MIN_WIDTH_FOR_LABELS ? INDENT + LABEL_WIDTH + 2 : INDENT * 2 + 2;
  return width - margin - CELLS_FOR_LINE;
}

/** How {@link layRow} shows its text. */
export interface RowOptions {
  /** Style of what stands outside backticks. */
  readonly style?: Style;
  /** Extra cells before every line but the first. */
  readonly hanging?: number;
}

/**
 * One labelled row of a finding: `  dead        360 of 411`, continued under the text. In a narrow terminal
 * `  dead: 360 of 411`. A row without label continues the row above.
 */
export function layRow(layout: Layout, label: string, text: string, options: RowOptions = {}): string[] {
  const { theme, width } = layout;
  const { style = plain, hanging = 0 } = options;
  const isWide = width >= MIN_WIDTH_FOR_LABELS;
  if (isWide) {
    const margin = INDENT + LABEL_WIDTH;
    const lines = paintCode(wrapText(text, width - margin, hanging), theme.code, style);
    const first = label === '' ? ' '.repeat(margin) : ' '.repeat(INDENT) + theme.faint(padToWidth(label, LABEL_WIDTH));
    return lines.map((line, index) => (index === 0 ? first : ' '.repeat(margin)) + line);
  }
  const lead = label === '' ? ' '.repeat(INDENT * 2) : `${' '.repeat(INDENT)}${label}: `;
  const leadWidth = textWidth(lead);
  const continuation = INDENT * 2 + hanging;
  // The label takes space on the first line only, so a placeholder word of its width is wrapped with the text and
  // removed again.
  const standIn = '\u0000'.repeat(leadWidth - 1);
  const wrapped = wrapText(`${standIn} ${text}`, width, continuation);
  const [firstLine = '', ...rest] = wrapped;
  const lines = paintCode([firstLine.slice(leadWidth), ...rest], theme.code, style);
  return lines.map((line, index) => (index === 0 ? theme.faint(lead) + line : line).trimEnd());
}

/** The first items and, when there are more, how many. */
export function capped<T>(layout: Layout, items: readonly T[], limit: number = MAX_ITEMS): (T | string)[] {
  const hidden = items.length - limit;
  return layout.verbose || hidden < 1 ? [...items] : [...items.slice(0, limit), `and ${formatCount(hidden)} more`];
}

/** A paragraph at the left edge. */
export function layParagraph(layout: Layout, text: string, style: Style = plain, hanging = 0): string[] {
  return paintCode(wrapText(text, layout.width, hanging), layout.theme.code, style);
}

/** Title and lines of a section, after a blank line; nothing if there are no lines. */
export function laySection(layout: Layout, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', layout.theme.headline(title), ...lines];
}

/** Styles text between backticks, also where it continues on the next line. */
export function paintCode(lines: readonly string[], code: Style, outside: Style): string[] {
  let isCode = false;
  return lines.map((line) => {
    const indent = line.length - line.trimStart().length;
    const pieces = line.slice(indent).split('`');
    const painted = pieces.map((piece, index) => {
      if (index > 0) isCode = !isCode;
      if (piece === '') return '';
      return isCode ? code(piece) : outside(piece);
    });
    return ' '.repeat(indent) + painted.join(outside('`'));
  });
}

function plain(text: string): string {
  return text;
}
