import * as z from 'zod/mini';

import { reportSchema, SCHEMA_VERSION } from './report-schema.js';

/** A JSON Schema document (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of the report, generated from the zod schema that every report is parsed against, so the
 * two cannot drift apart. Published in the package as `poolscope/report.schema.json`.
 *
 * Unknown properties are allowed on purpose: a later version may add some without changing the meaning
 * of those that are there, and a validator that holds this schema should accept its reports.
 *
 * @example
 * const { properties } = reportJsonSchema();
 */
export function reportJsonSchema(): JsonSchema {
  return {
    ...z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' }),
    $id: `urn:poolscope:report:${SCHEMA_VERSION}`,
    title: `poolscope report, schemaVersion ${SCHEMA_VERSION}`,
  };
}
