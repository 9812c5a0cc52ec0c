import { stat } from 'node:fs/promises';

import type { SnapshotInput } from '../../analyze.js';
import type { ReportSide } from '../../analyzers/comparison/compare-reports.js';
import { readOrdinaryHead } from '../../disk/ordinary-file.js';
import { findSnapshotInputs, SNAPSHOT_NAME } from '../../disk/snapshot-inputs.js';
import type { CliIo } from '../process/io.js';
import { readReportFile } from './report-file.js';

/** Number of bytes that are read to distinguish a report from a snapshot. */
const HEAD_BYTES = 4096;

/** One side of a comparison: an existing report, or snapshots to analyze. */
export type ComparisonSide =
  | { readonly kind: 'report'; readonly side: ReportSide }
  | { readonly kind: 'series'; readonly name: string; readonly inputs: readonly SnapshotInput[] };

/**
 * What one argument of `compare` names: a report written by `analyze --format json`, a folder of snapshots, one
 * snapshot, several with commas between them, or `-` for a snapshot on standard input.
 *
 * @throws ToolError when it does not exist or is neither
 */
export async function readComparisonSide(arg: string, io: Pick<CliIo, 'stdin'>): Promise<ComparisonSide> {
  const parts = arg === '-' || (await exists(arg)) ? [arg] : arg.split(',').filter((part) => part !== '');
  if (parts.length === 1 && isReportFile(arg))
    return { kind: 'report', side: { name: arg, report: readReportFile(arg) } };
  return { kind: 'series', name: arg, inputs: await findSnapshotInputs(parts, io) };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Whether a file is a report, by its beginning: snapshots begin with their header, and compressed ones are no text. */
function isReportFile(path: string): boolean {
  if (SNAPSHOT_NAME.test(path)) return false;
  const head = readOrdinaryHead(path, HEAD_BYTES)?.replace(/^\uFEFF/, '') ?? '';
  return /^\s*\{/.test(head) && !/^\s*\{\s*"snapshot"\s*:/.test(head);
}
