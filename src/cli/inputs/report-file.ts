import * as z from 'zod/mini';

import type { ReportSide } from '../../analyzers/comparison/compare-reports.js';
import { ToolError } from '../../errors.js';
import { REPORT_PARSING, type Report, reportSchema, SCHEMA_VERSION } from '../../findings/report-schema.js';
import { parseJson, readJsonFile } from './json-file.js';

/** Longer text cannot be one string. */
const MAX_REPORT_BYTES = 500 * 2 ** 20;

/** Accepts reports of earlier schema versions that match the current schema. A later version means something else by a field. */
const anyReportSchema = z.extend(reportSchema, {
  schemaVersion: z.int().check(z.positive(), z.maximum(SCHEMA_VERSION)),
  // Version 1 did not have it.
  setAside: z._default(reportSchema.shape.setAside, []),
});

/**
 * Reads a report written by `analyze --format json`.
 *
 * @throws ToolError `report-invalid` when it cannot be read, is damaged, or is of a version that cannot be understood
 */
export function readReportFile(path: string): ReportSide['report'] {
  return checkReport(readJsonFile(path, AS_REPORT), path);
}

/**
 * The same as a report of this version, for what takes no other. One of an earlier version lacks what that version did not say.
 *
 * @throws ToolError `report-invalid`
 */
export function readCurrentReport(path: string): Report {
  return { ...readReportFile(path), schemaVersion: SCHEMA_VERSION };
}

/** The report that a file holds. @throws ToolError `report-invalid` */
export function parseReport(text: string, path: string): ReportSide['report'] {
  return checkReport(parseJson(text, path, AS_REPORT), path);
}

const AS_REPORT = { maxBytes: MAX_REPORT_BYTES, expected: 'a report', code: 'report-invalid' } as const;

function checkReport(json: unknown, path: string): ReportSide['report'] {
  const parsed = anyReportSchema.safeParse(json, REPORT_PARSING);
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
