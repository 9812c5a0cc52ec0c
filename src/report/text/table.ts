import { NO_BREAK_SPACE, textWidth, wrapText } from '../text-width.js';
import type { Style } from '../theme.js';
import { formatCount } from '../units.js';
import type { Layout } from './layout.js';

/** Rows shown unless everything is asked for. */
const MAX_ROWS = 10;
const INDENT = 2;
const GAP = 2;

/** A table as data. Cells are printable and unstyled. */
export interface Table {
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table without borders, aligned by spaces, so that it reads the same in a pipe. What does not fit into the width is
 * stacked instead, the cells of a row behind each other. Rows beyond the first ten are counted, not dropped in silence.
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

function naturalWidth(table: Table): number {
  const widths = columnWidths(table);
  return INDENT + widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);
}

function columnWidths({ columns, rows }: Table): number[] {
  return columns.map(({ title }, index) => Math.max(...[title, ...rows.map((row) => row[index] ?? '')].map(textWidth)));
}

function layColumns({ theme }: Layout, { columns, rows }: Table): string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columnWidths({ columns, rows });
  const layRow = (cells: readonly string[], style: Style): string => {
    const padded = columns.map(({ align }, index) => {
      const cell = cells[index] ?? '';
      const padding = ' '.repeat((widths[index] ?? 0) - textWidth(cell));
      return align === 'left' ? style(cell) + padding : padding + style(cell);
    });
    return `${' '.repeat(INDENT)}${padded.join(' '.repeat(GAP))}`.trimEnd();
  };
  return [layRow(titles, theme.faint), ...rows.map((row) => layRow(row, (cell) => cell))];
}

function layStack(layout: Layout, { columns, rows }: Table): string[] {
  const width = layout.width - INDENT;
  return rows.flatMap(([heading = '', ...cells]) => {
    const told = cells.flatMap((cell, index) => (cell === '' ? [] : `${columns[index + 1]?.title ?? ''}: ${cell}`));
    // A cell is broken only when it does not fit into a line of its own.
    const glued = told.map((cell) => (textWidth(cell) < width - INDENT ? cell.replaceAll(' ', NO_BREAK_SPACE) : cell));
    return [
      ...indented(wrapText(heading, width, INDENT)),
      ...indented(indented(wrapText(glued.join(', '), width - INDENT))),
    ];
  });
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => ' '.repeat(INDENT) + line);
}
