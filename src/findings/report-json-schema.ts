import * as z from 'zod/mini';

import { evidenceCodeSchema, reportSchema, SCHEMA_VERSION, setAsideCodeSchema } from './report-schema.js';

/** A JSON Schema document (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The codes that a report of this version can have. */
export interface ReportCodes {
  readonly evidence: readonly string[];
  readonly setAside: readonly string[];
}

/**
 * The JSON Schema of the report, generated from the zod schema that every report is parsed against, so the
 * two cannot drift apart. Published in the package as `poolscope/report.schema.json`.
 *
 * Unknown properties are allowed on purpose: a later version may add some without changing the meaning
 * of those that are there, and a validator that holds this schema should accept its reports.
 *
 * @param codes the codes of the analysis, which this layer cannot import
 */
export function describeReport({ evidence, setAside }: ReportCodes): JsonSchema {
  return {
    ...z.toJSONSchema(reportSchema, {
      target: 'draft-2020-12',
      io: 'input',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema === evidenceCodeSchema) jsonSchema.enum = [...evidence];
        if (zodSchema === setAsideCodeSchema) jsonSchema.enum = [...setAside];
      },
    }),
    $id: `urn:poolscope:report:${SCHEMA_VERSION}`,
    title: `poolscope report, schemaVersion ${SCHEMA_VERSION}`,
  };
}
