import CliTable from 'cli-table3';
import { NO_BREAK_SPACE, textWidth, wrapText } from '../text-width.js';
import { formatCount } from '../units.js';
import type { Layout } from './layout.js';

/** Rows shown without `verbose`. */
const MAX_ROWS = 10;
const INDENT = 2;
const GAP = 2;

/** A table as data. Cells are printable and unstyled. */
export interface Table {
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table without borders, aligned by spaces, so that it reads the same in a pipe. A table wider than the output is
 * stacked, with the cells of a row one after another. Rows beyond the first ten are replaced by their count.
 */
export function layTable(layout: Layout, table: Table): string[] {
  const rows = layout.verbose ? table.rows : table.rows.slice(0, MAX_ROWS);
  if (rows.length === 0) return [];
  const shown = { ...table, rows };
  const lines = naturalWidth(shown) <= layout.width ? layColumns(layout, shown) : layStack(layout, shown);
  const more = table.rows.length - rows.length;
  if (more > 0) lines.push(layout.theme.faint(`${' '.repeat(INDENT)}and ${formatCount(more)} more`));
  return lines;
}

/** Leaves out columns without anything in any row. */
export function withoutEmptyColumns({ columns, rows }: Table): Table {
  const known = columns.map((_, index) => rows.some((row) => row[index] !== ''));
  return {
    columns: columns.filter((_, index) => known[index]),
    rows: rows.map((row) => row.filter((_, index) => known[index])),
  };
}

function naturalWidth({ columns, rows }: Table): number {
  const widths = columns.map(({ title }, index) =>
    Math.max(...[title, ...rows.map((row) => row[index] ?? '')].map(textWidth)),
  );
  return INDENT + widths.reduce((sum, width) => sum + width, 0) + GAP * (columns.length - 1);
}

function layColumns(layout: Layout, { columns, rows }: Table): string[] {
  const table = new CliTable({
    head: columns.map(({ title }) => layout.theme.faint(title)),
    colAligns: columns.map(({ align }) => align),
    chars: NO_BORDERS,
    // cli-table3 decides on colors by the global environment; ours come from the theme.
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => (' '.repeat(INDENT) + line).trimEnd());
}

function layStack(layout: Layout, { columns, rows }: Table): string[] {
  const width = layout.width - INDENT;
  return rows.flatMap(([heading = '', ...cells]) => {
    const titled = cells.flatMap((cell, index) => (cell === '' ? [] : `${columns[index + 1]?.title ?? ''}: ${cell}`));
    // A cell is wrapped only if it does not fit on a line of its own.
    const glued = titled.map((cell) =>
      textWidth(cell) < width - INDENT ? cell.replaceAll(' ', NO_BREAK_SPACE) : cell,
    );
    return [
      ...indented(wrapText(heading, width, INDENT)),
      ...indented(indented(wrapText(glued.join(', '), width - INDENT))),
    ];
  });
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => ' '.repeat(INDENT) + line);
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};
