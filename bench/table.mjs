import { WANTED_PEAK_PER_BYTE } from './matches.mjs';
import { toMebibytes } from './size.mjs';

/**
 * The figures of one match, a line per contender.
 *
 * @param {import('./take-turns.mjs').Result[]} results
 */
export function renderFigures(results) {
  const header = ['', 'CPU s', 'lowest–highest', 'wall s', 'peak MiB', 'peak/byte'];
  return renderColumns([header, ...results.map(figureCells)]);
}

/**
 * Ratios between contenders, with what is wanted of them. Information, never a reason to fail: machines differ.
 *
 * @param {import('./take-turns.mjs').Result[]} results
 * @param {import('./matches.mjs').Match['ratios']} ratios
 */
export function renderRatios(results, ratios) {
  const lines = ratioRows(results, ratios).map(({ name, cpu, peak }) => [name, ...cellsOf(cpu), ...cellsOf(peak)]);
  for (const { label, ours, peakPerByte, failure } of results) {
    if (!ours || failure !== null || peakPerByte === null || !label.includes('analyze')) continue;
    const cells = cellsOf({ value: peakPerByte, wanted: WANTED_PEAK_PER_BYTE });
    lines.push([`${label}, peak per byte of the largest file`, '', '', '', ...cells]);
  }
  return renderColumns([['', 'CPU', 'target', '', 'peak', 'target', ''], ...lines]);
}

/** @returns {{ name: string, cpu: Ratio, peak: Ratio }[]} @typedef {{ value: number, wanted?: number }} Ratio */
export function ratioRows(results, ratios) {
  const byLabel = new Map(results.map((result) => [result.label, result]));
  return ratios.flatMap(({ of, against, cpu, peak }) => {
    const [own, other] = [byLabel.get(of), byLabel.get(against)];
    if (!own?.runs.length || !other?.runs.length) return [];
    return {
      name: `${of} / ${against}`,
      cpu: { value: own.cpuSeconds / other.cpuSeconds, wanted: cpu },
      peak: { value: own.peakBytes / other.peakBytes, wanted: peak },
    };
  });
}

/** First column to the left, all others to the right. @param {string[][]} table */
export function renderColumns(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const renderCell = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]));
  return table.map((cells) => cells.map(renderCell).join('  ').trimEnd()).join('\n');
}

function figureCells({ label, runs, cpuSeconds, wallSeconds, peakBytes, peakPerByte, failure }) {
  if (failure !== null) return [label, 'failed'];
  const cpu = runs.map((run) => run.cpuSeconds);
  return [
    label,
    cpuSeconds.toFixed(2),
    `${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)}`,
    wallSeconds.toFixed(2),
    String(toMebibytes(peakBytes)),
    peakPerByte === null ? '' : peakPerByte.toFixed(2),
  ];
}

function cellsOf({ value, wanted }) {
  if (wanted === undefined) return [value.toFixed(3), '', ''];
  return [value.toFixed(3), `≤ ${wanted}`, value <= wanted ? 'reached' : 'missed'];
}
