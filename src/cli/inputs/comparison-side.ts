import { stat } from 'node:fs/promises';
import * as z from 'zod/mini';

import type { SnapshotInput } from '../../analyze.js';
import type { ReportSide } from '../../analyzers/comparison/compare-reports.js';
import { describeProblem, readOrdinaryFile, readOrdinaryHead } from '../../disk/ordinary-file.js';
import { findSnapshotInputs, SNAPSHOT_NAME } from '../../disk/snapshot-inputs.js';
import { reasonOf, ToolError } from '../../errors.js';
import { reportSchema, SCHEMA_VERSION } from '../../findings/report-schema.js';
import type { CliIo } from '../process/io.js';

/** Number of bytes that are read to distinguish a report from a snapshot. */
const HEAD_BYTES = 4096;
/** Longer text cannot be one string. */
const MAX_REPORT_BYTES = 500 * 2 ** 20;

/** One side of a comparison: an existing report, or snapshots to analyze. */
export type ComparisonSide =
  | { readonly kind: 'report'; readonly side: ReportSide }
  | { readonly kind: 'series'; readonly name: string; readonly inputs: readonly SnapshotInput[] };

/** Accepts reports of any schema version that match the current schema; a note mentions the difference. */
const anyReportSchema = z.extend(reportSchema, {
  schemaVersion: z.int().check(z.positive()),
  // Version 1 did not have it.
  setAside: z._default(reportSchema.shape.setAside, []),
});

/**
 * What one argument of `compare` names: a report written by `analyze --format json`, a folder of snapshots, one
 * snapshot, several with commas between them, or `-` for a snapshot on standard input.
 *
 * @throws ToolError when it does not exist or is neither
 */
export async function readComparisonSide(arg: string, io: Pick<CliIo, 'stdin'>): Promise<ComparisonSide> {
  const parts = arg === '-' || (await exists(arg)) ? [arg] : arg.split(',').filter((part) => part !== '');
  if (parts.length === 1 && isReportFile(arg)) return { kind: 'report', side: { name: arg, report: readReport(arg) } };
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

function readReport(path: string): ReportSide['report'] {
  let text: string;
  try {
    const found = readOrdinaryFile(path, MAX_REPORT_BYTES);
    if ('problem' in found) throw new Error(describeProblem(found.problem, MAX_REPORT_BYTES));
    text = found.text;
  } catch (error) {
    throw noJson(path, error);
  }
  return parseReport(text, path);
}

function noJson(path: string, error: unknown): ToolError {
  return new ToolError('report-invalid', `${path}: expected a report as JSON: ${reasonOf(error)}`, { cause: error });
}

/** The report that a file holds. @throws ToolError `report-invalid` */
export function parseReport(text: string, path: string): ReportSide['report'] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw noJson(path, error);
  }
  const parsed = anyReportSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const version = z.object({ schemaVersion: z.number() }).safeParse(json);
  const isOther = version.success && version.data.schemaVersion !== SCHEMA_VERSION;
  const [issue] = parsed.error.issues;
  const found = isOther
    ? `found one of schemaVersion ${version.data.schemaVersion}`
    : `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'is not one'}`;
  throw new ToolError(
    'report-invalid',
    `${path}: expected a report of poolscope, schemaVersion ${SCHEMA_VERSION}; ${found}`,
    {
      hint: 'Write one with: poolscope analyze <snapshots> --format json -o report.json',
      cause: parsed.error,
    },
  );
}
