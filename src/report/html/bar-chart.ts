import { scaleBand, scaleLinear } from 'd3-scale';

import { html, type Markup } from './markup.js';

export interface BarChart {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  readonly format: (value: number) => string;
}

const WIDTH = 720;
const ROW_HEIGHT = 34;
const NAME_WIDTH = 230;
const FIGURE_WIDTH = 80;
const LONGEST_NAME = 30;
const SIDES = ['before', 'after'] as const;

/** Pairs of bars, one pair a row, on one scale; nothing without rows. */
export function drawBars({ title, rows, format }: BarChart): Markup | null {
  if (rows.length === 0) return null;
  const height = rows.length * ROW_HEIGHT;
  const x = scaleLinear(
    [0, Math.max(1, ...rows.flatMap(({ before, after }) => [before, after]))],
    [0, WIDTH - NAME_WIDTH - FIGURE_WIDTH],
  );
  const y = scaleBand(
    rows.map((_, index) => index),
    [0, height],
  ).padding(0.2);
  const side = y.bandwidth() / SIDES.length;
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<p class="quiet"><span class="key other"></span>before <span class="key leased"></span>after</p>
<svg viewBox="0 0 ${WIDTH} ${height}" style="max-width:${WIDTH}px" role="img" aria-label="${title}">
${rows.map(
  (
    row,
    index,
  ) => html`<text x="${NAME_WIDTH - 8}" y="${(y(index) ?? 0) + y.bandwidth() / 2 + 4}" text-anchor="end">${shorten(row.name)}</text>
${SIDES.map((which, place) => html`<rect class="bar ${which === 'before' ? 'other' : 'leased'}" x="${NAME_WIDTH}" y="${(y(index) ?? 0) + place * side}" width="${x(Math.max(0, row[which]))}" height="${side - 1}"/><text x="${NAME_WIDTH + x(Math.max(0, row[which])) + 6}" y="${(y(index) ?? 0) + place * side + side / 2 + 4}">${format(row[which])}</text>`)}`,
)}
</svg></figure>`;
}

function shorten(name: string): string {
  const characters = Array.from(name);
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}
