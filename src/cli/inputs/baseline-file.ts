import { ToolError } from '../../errors.js';
import { BASELINE_SCHEMA_VERSION, type Baseline, baselineSchema } from '../../findings/baseline-schema.js';
import { REPORT_PARSING } from '../../findings/report-schema.js';
import { readJsonFile } from './json-file.js';

const MAX_BASELINE_BYTES = 100 * 2 ** 20;

/**
 * Reads a baseline written by `poolscope baseline`.
 *
 * @throws ToolError `baseline-invalid`, naming the entry
 */
export function readBaselineFile(path: string): Baseline {
  const json = readJsonFile(path, { maxBytes: MAX_BASELINE_BYTES, expected: 'a baseline', code: 'baseline-invalid' });
  const parsed = baselineSchema.safeParse(json, REPORT_PARSING);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const isReport = typeof json === 'object' && json !== null && 'findings' in json;
  throw new ToolError(
    'baseline-invalid',
    isReport
      ? `${path}: expected a baseline, found a report`
      : `${path}: expected a baseline of poolscope, baselineSchemaVersion ${BASELINE_SCHEMA_VERSION}; ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'is not one'}`,
    { hint: 'Write one with: poolscope baseline report.json -o known.json', cause: parsed.error },
  );
}
