import { EVIDENCE_CODES, SILENCE_CODES } from './analyzers/evidence/catalog.js';
import { describeReport, type JsonSchema } from './findings/report-json-schema.js';

/**
 * The JSON Schema of the report, with every code that evidence can have. Published in the package as
 * `poolscope/report.schema.json`.
 *
 * @example
 * const { properties } = reportJsonSchema();
 */
export function reportJsonSchema(): JsonSchema {
  return describeReport({ evidence: EVIDENCE_CODES, setAside: SILENCE_CODES });
}
