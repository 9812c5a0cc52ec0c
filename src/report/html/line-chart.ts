import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';

import { html, type Markup, scrollable } from './markup.js';

/** One line of a chart: a value for each snapshot, null where there was none. */
export interface ChartLine {
  readonly name: string;
  /** Which colour of the page it has. */
  readonly tone: 'accused' | 'other' | 'leased' | 'idle' | 'dead' | 'bytes';
  readonly values: readonly (number | null)[];
}

export interface LineChart {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** The names of the snapshots, along the bottom. */
  readonly names: readonly string[];
  readonly format: (value: number) => string;
}

const WIDTH = 560;
const HEIGHT = 200;
const MARGIN = { top: 12, right: 16, bottom: 24, left: 72 };
const TICKS = 4;
/** Names along the bottom; more would lie on each other. */
const MOST_NAMES = 8;

/** A chart as inline SVG, with its figures as a table for who cannot see it; nothing for fewer than two snapshots. */
export function drawLines({ title, lines, names, format }: LineChart): Markup | null {
  const known = lines.filter(({ values }) => values.some((value) => value !== null));
  if (names.length < 2 || known.length === 0) return null;
  const top = Math.max(1, ...known.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const y = scaleLinear([0, top], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(TICKS);
  const x = scalePoint(
    names.map((_, index) => index),
    [MARGIN.left, WIDTH - MARGIN.right],
  );
  const xOf = (index: number): number => x(index) ?? MARGIN.left;
  const draw = line<[number, number]>();
  const every = Math.ceil(names.length / MOST_NAMES);
  return html`<figure class="chart">
<figcaption>${title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${y.ticks(TICKS).map((tick) => html`<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${MARGIN.left - 8}" y="${y(tick) + 4}" text-anchor="end">${format(tick)}</text>`)}
${names.map((name, index) => index % every === 0 && html`<text class="tick" x="${xOf(index)}" y="${HEIGHT - 6}" text-anchor="middle">${name}</text>`)}
${known.map(({ tone, values }) => {
  const points = values.flatMap((value, index): [number, number][] => (value === null ? [] : [[xOf(index), y(value)]]));
  return html`<path class="line ${tone}" d="${draw(points) ?? ''}"/>${points.map(([cx, cy]) => html`<circle class="dot ${tone}" cx="${cx}" cy="${cy}" r="3"/>`)}`;
})}
</svg>
${scrollable(
  `${title}, figures`,
  html`<table class="legend"><tbody>
${known.map(({ name, tone, values }) => html`<tr><th scope="row"><span class="key ${tone}"></span>${name}</th>${values.map((value) => html`<td>${value === null ? '–' : format(value)}</td>`)}</tr>`)}
</tbody></table>`,
)}
</figure>`;
}
