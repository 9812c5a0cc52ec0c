import * as z from 'zod/mini';

import { described } from '../schema-text.js';
import { baselineMeasureSchema, dayText } from './baseline-state-schema.js';
import { count, FINDING_KINDS } from './schema-parts.js';

/**
 * A baseline: findings that are known and accepted for now. `poolscope baseline` writes it from a report, people edit reasons
 * and dates. A change of meaning raises {@link BASELINE_SCHEMA_VERSION}.
 */
export const BASELINE_SCHEMA_VERSION = 1;

const entrySchema = described(
  z.object({
    fingerprint: described(z.string(), 'Of the finding; the same in other runs, processes and Node versions'),
    kind: z.enum(FINDING_KINDS),
    label: described(z.nullable(z.string()), 'The reference to cut: the second way to recognize the finding'),
    headline: described(z.string(), 'For people; nothing is compared with it'),
    reason: described(z.string(), 'Why it is accepted for now'),
    expires: described(
      z.nullable(dayText),
      'The last day (UTC) on which this entry excuses the finding: 2027-03-31; null for no end',
    ),
    ...baselineMeasureSchema.shape,
  }),
  'One known finding, with what it measured: a finding that is clearly worse than that is not excused',
);

export const baselineSchema = z.object({
  $schema: z.optional(z.string()),
  baselineSchemaVersion: z.literal(BASELINE_SCHEMA_VERSION),
  tool: z.object({ name: z.literal('poolscope'), version: z.string() }),
  snapshots: described(count, 'Snapshots of the series: totals of a series of another length are not compared'),
  entries: z.array(entrySchema),
});

export type Baseline = z.infer<typeof baselineSchema>;
export type BaselineEntry = z.infer<typeof entrySchema>;

/** The JSON Schema (draft 2020-12) of a baseline, generated from the zod schema that each one is parsed against. */
export function baselineJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(baselineSchema, { target: 'draft-2020-12', io: 'input' }),
    $id: `urn:poolscope:baseline:${BASELINE_SCHEMA_VERSION}`,
    title: `poolscope baseline, baselineSchemaVersion ${BASELINE_SCHEMA_VERSION}`,
  };
}
