import { basename } from 'node:path';
import { analyzeSnapshots } from '../../src/analyze.js';
import { compareReports } from '../../src/analyzers/comparison/compare-reports.js';
import { sourceFilesOnDisk } from '../../src/disk/source-files-on-disk.js';
import type { Report } from '../../src/findings/report-schema.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { figuresThatDiffer } from './figures.js';

/** What one part of a series says first. */
export interface LengthRow {
  readonly length: number;
  readonly verdict: Report['verdict'];
  readonly place: string;
  readonly kind: string;
  readonly fingerprint: string;
  /** Findings besides the first. */
  readonly others: number;
  readonly headline: string;
}

/** What the parts of a series say. */
export interface SeriesLengths {
  /** Of the last snapshot, the last two, and all. */
  readonly rows: readonly LengthRow[];
  /** How the later part of the series differs from the earlier one, as `compare` says it; null when it does not. */
  readonly comparison: string | null;
  /** Figures that contradict one another, in any of the reports. */
  readonly figures: readonly string[];
}

/** Analyzes the parts of one series. @param paths its snapshots, in the order of their capture */
export async function readLengths(paths: readonly string[]): Promise<SeriesLengths> {
  const figures: string[] = [];
  const read = async (part: readonly string[]): Promise<Report> => {
    const report = await analyze(part);
    figures.push(...figuresThatDiffer(report, part.length).map((text) => `${part.length} snapshots: ${text}`));
    return report;
  };
  const lengths = [...new Set([1, 2, paths.length])].filter((length) => length <= paths.length);
  const rows: LengthRow[] = [];
  for (const length of lengths) {
    const report = await read(paths.slice(paths.length - length));
    const [first] = report.findings;
    rows.push({
      length,
      verdict: report.verdict,
      place: first?.brokenEdge?.label ?? first?.path?.folded ?? '',
      kind: first?.kind ?? '',
      fingerprint: first?.fingerprint ?? '',
      others: Math.max(0, report.findings.length - 1),
      headline: report.headline,
    });
  }
  if (paths.length < 2) return { rows, comparison: null, figures };
  const [earlier, later] = [await read(paths.slice(0, -1)), await read(paths.slice(1))];
  const { findings } = compareReports(
    { name: 'earlier', report: earlier },
    { name: 'later', report: later },
    { toolVersion: '0.0.0' },
  );
  const changed = findings.filter(({ status, verdict }) => status !== 'remaining' && verdict !== 'note');
  const comparison =
    changed.length === 0
      ? null
      : changed.map(({ status, verdict, label }) => `${status} ${verdict} ${label}`).join('; ');
  return { rows, comparison, figures };
}

function analyze(paths: readonly string[]): Promise<Report> {
  return analyzeSnapshots(
    paths.map((path) => ({ name: basename(path), path, open: () => openSnapshotFile(path) })),
    { sourceFiles: sourceFilesOnDisk },
  );
}
