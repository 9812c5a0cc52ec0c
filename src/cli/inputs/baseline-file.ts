import { ToolError } from '../../errors.js';
import { BASELINE_SCHEMA_VERSION, type Baseline, baselineSchema } from '../../findings/baseline-schema.js';
import { REPORT_PARSING } from '../../findings/report-schema.js';
import { type JsonFileOptions, parseJson, readJsonFile } from './json-file.js';

const FILE: JsonFileOptions = { maxBytes: 100 * 2 ** 20, expected: 'a baseline', code: 'baseline-invalid' };

/**
 * Reads a baseline written by `poolscope baseline`.
 *
 * @throws ToolError `baseline-invalid`, naming the entry
 */
export function readBaselineFile(path: string): Baseline {
  return asBaseline(readJsonFile(path, FILE), path);
}

/** The same of the text of a file. */
export function parseBaseline(text: string, path: string): Baseline {
  return asBaseline(parseJson(text, path, FILE), path);
}

function asBaseline(json: unknown, path: string): Baseline {
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
