import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ANALYZE, readReport } from './contenders.mjs';
import { provideWrittenHeap } from './heap-files.mjs';
import { toMebibytes } from './size.mjs';
import { renderColumns } from './table.mjs';
import { runContender } from './take-turns.mjs';

const ROUNDS = 2;
const FAILURE_LENGTH = 600;

/** Each varies one thing. Leaked objects are given for the whole series. */
const CURVES = [
  {
    title: 'Size of one file',
    points: ['10MB', '30MB', '100MB', '300MB', '1GB'].map((size) => point(size, { size })),
  },
  {
    title: 'Size of each of three files, 400 leaked objects',
    points: ['10MB', '30MB', '100MB', '300MB'].map((size) => point(size, { size, snapshots: 3, leakPerRound: 200 })),
  },
  {
    title: 'Leaked objects, three files of 200 MB',
    points: [10, 100, 1000, 10_000, 100_000].map((leaked) =>
      point(String(leaked), { size: '200MB', snapshots: 3, leakPerRound: leaked / ROUNDS }),
    ),
  },
  {
    title: 'Snapshots of 100 MB, 200 leaked objects a round',
    points: [2, 3, 5, 10].map((snapshots) => point(String(snapshots), { size: '100MB', snapshots, leakPerRound: 200 })),
  },
  {
    title: 'Labels among which 100,000 leaked objects are divided, three files of 200 MB',
    points: [1, 10, 100, 500].map((labels) =>
      point(String(labels), { size: '200MB', snapshots: 3, leakPerRound: 50_000, labels }),
    ),
  },
];

/**
 * How our cost grows: CPU per million nodes and edges, over all files of the series, which stays level as long as the
 * cost is in proportion to the input. On the smallest files starting the process counts.
 *
 * @param {{ scratch: string, print: (text: string) => void }} options
 * @returns {Promise<object[]>} all figures
 */
export async function measureCurves({ scratch, print }) {
  const results = [];
  for (const { title, points } of CURVES) {
    print(`\n${title}`);
    const header = [
      '',
      'nodes+edges M',
      'CPU s',
      'CPU s per M',
      'wall s',
      'peak MiB',
      'peak/byte',
      'findings',
      'suspects',
    ];
    const rows = [];
    for (const { label, shape } of points) {
      const row = await measurePoint(shape, scratch);
      results.push({ curve: title, label, ...row });
      rows.push([label, ...cellsOf(row)]);
    }
    print(renderColumns([header, ...rows]));
    for (const { curve, label, failure } of results) {
      if (curve === title && failure !== null) print(`${label}: ${failure.slice(0, FAILURE_LENGTH)}`);
    }
  }
  return results;
}

async function measurePoint(shape, scratch) {
  // Not kept: together they would take tens of GB.
  const folder = join(scratch, 'curve');
  const files = provideWrittenHeap(shape, folder);
  try {
    const { output: _, ...usage } = await runContender(ANALYZE, ANALYZE.command(files, scratch), {
      scratch,
      peers: scratch,
    });
    const { findings, series } = readReport(scratch);
    return {
      ...usage,
      millions: series.snapshots.reduce((sum, { nodeCount, edgeCount }) => sum + nodeCount + edgeCount, 0) / 1e6,
      peakPerByte: usage.peakBytes / Math.max(...files.map((file) => statSync(file).size)),
      findings: findings.length,
      suspects: findings.reduce((sum, { suspects }) => sum + suspects, 0),
      failure: null,
    };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cellsOf({ failure, millions, cpuSeconds, wallSeconds, peakBytes, peakPerByte, findings, suspects }) {
  if (failure !== null) return ['failed'];
  return [
    millions.toFixed(1),
    cpuSeconds.toFixed(2),
    (cpuSeconds / millions).toFixed(3),
    wallSeconds.toFixed(2),
    String(toMebibytes(peakBytes)),
    peakPerByte.toFixed(2),
    String(findings),
    String(suspects),
  ];
}

function point(label, shape) {
  return { label, shape };
}
