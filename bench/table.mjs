import { toMebibytes } from './size.mjs';

/**
 * The figures of one file, a line per contender, and what each of ours takes relative to each peer.
 *
 * @param {{ name: string, ours: boolean, cpuSeconds: number, wallSeconds: number, peakBytes: number, runs: { cpuSeconds: number }[] }[]} rows
 * @param {{ withRatios: boolean }} options without ratios, nothing invites a verdict on time
 */
export function renderTable(rows, { withRatios }) {
  const peers = withRatios ? rows.filter(({ ours }) => !ours) : [];
  const header = ['', 'CPU s', 'lowest–highest', 'wall s', 'peak MiB'];
  for (const { name } of peers) header.push(`CPU/${name}`, `peak/${name}`);
  const lines = rows.map((row) => {
    const cpu = row.runs.map((run) => run.cpuSeconds);
    const cells = [
      row.name,
      row.cpuSeconds.toFixed(2),
      `${Math.min(...cpu).toFixed(2)}–${Math.max(...cpu).toFixed(2)}`,
      row.wallSeconds.toFixed(2),
      String(toMebibytes(row.peakBytes)),
    ];
    for (const peer of peers) {
      cells.push(ratio(row.cpuSeconds, peer.cpuSeconds), ratio(row.peakBytes, peer.peakBytes));
    }
    return cells;
  });
  const table = [header, ...lines];
  const widths = header.map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  const renderCell = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]));
  return table.map((cells) => cells.map(renderCell).join('  ').trimEnd()).join('\n');
}

function ratio(part, whole) {
  return (part / whole).toFixed(3);
}
