import * as z from 'zod';

import { FINDING_KINDS, findingSchema, reportSchema, VERDICTS } from './report-schema.js';

/**
 * The JSON of `poolscope compare`. A change of meaning raises {@link COMPARISON_SCHEMA_VERSION}. Sizes are bytes; texts
 * come from a heap and are untrusted, as in the report.
 */
export const COMPARISON_SCHEMA_VERSION = 1;

export const FINDING_STATUSES = ['new', 'worse', 'remaining', 'fixed'] as const;

const count = z.number().int().nonnegative();

const intervalSchema = z
  .object({
    mean: z.number(),
    low: z.number().nullable().describe('Lower bound of the 95 % confidence interval; null with fewer than 3 rounds'),
    high: z.number().nullable().describe('Upper bound, likewise'),
  })
  .describe('A mean over the rounds of a series with its 95 % confidence interval (Student’s t)');

const sideSchema = z.object({
  name: z.string().describe('As given'),
  reportSchemaVersion: count,
  toolVersion: z.string(),
  snapshots: count,
  nodeVersions: z.array(z.string()).describe('Of its snapshots, as far as they tell; without repetition'),
  verdict: reportSchema.shape.verdict,
});

const measureSchema = z
  .object({
    verdict: z.enum(VERDICTS),
    suspects: count,
    freedBytes: z.number().nonnegative(),
    perRound: z.number().nullable(),
    bytesPerRound: z.number().nullable(),
  })
  .describe('What one side says of a finding');

const comparedFindingSchema = z.object({
  status: z.enum(FINDING_STATUSES),
  verdict: z.enum(VERDICTS).describe('Of the later side, or of the earlier one when it is fixed'),
  kind: z.enum(FINDING_KINDS),
  fingerprint: z.string(),
  matchedBy: z
    .enum(['fingerprint', 'broken-edge'])
    .nullable()
    .describe('`broken-edge`: of one kind and with the same reference to cut, though another class leads'),
  headline: findingSchema.shape.headline,
  label: z.string().nullable().describe('The reference to cut'),
  source: findingSchema.shape.source,
  before: measureSchema.nullable(),
  after: measureSchema.nullable(),
});

const comparedClassSchema = z.object({
  name: z.string(),
  source: findingSchema.shape.source,
  grows: z.enum(['before', 'after', 'both']),
  before: intervalSchema.nullable().describe('Objects per round; null when it does not grow there'),
  after: intervalSchema.nullable(),
  difference: intervalSchema.describe('`after` minus `before`; no growth counts as 0'),
  bytesPerRound: z.object({ before: z.number().nullable(), after: z.number().nullable() }).describe('Shallow bytes'),
  perOperation: z
    .object({ difference: intervalSchema, bytes: z.number().nullable() })
    .nullable()
    .describe('Objects and shallow bytes by which one operation differs; null without `operationsPerRound`'),
});

const growthSchema = z
  .object({
    before: intervalSchema.nullable(),
    after: intervalSchema.nullable(),
    difference: intervalSchema.nullable(),
  })
  .describe('null on a side of one snapshot');

export const comparisonSchema = z.object({
  $schema: z.string().optional(),
  comparisonSchemaVersion: z.literal(COMPARISON_SCHEMA_VERSION),
  tool: reportSchema.shape.tool,
  outcome: z
    .enum(['worse', 'remaining', 'fixed', 'clean'])
    .describe('`worse` when anything is new or worse; else whether anything remains; else whether anything was fixed'),
  headline: z.string(),
  before: sideSchema,
  after: sideSchema,
  findings: z.array(comparedFindingSchema).describe('New first, then worse, remaining, fixed; the gravest first'),
  classes: z
    .array(comparedClassSchema)
    .describe(
      'Classes that grow on either side: those of the program before those of the language, the largest difference first',
    ),
  operationsPerRound: z.number().positive().nullable(),
  bytesPerRound: growthSchema.describe('Shallow bytes of the whole snapshot, per round'),
  bytesPerOperation: growthSchema.nullable(),
  notes: z.array(z.object({ code: z.string(), text: z.string() })),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparedFinding = z.infer<typeof comparedFindingSchema>;
export type ComparedClass = z.infer<typeof comparedClassSchema>;
export type ComparedMeasure = z.infer<typeof measureSchema>;
export type ComparedSide = z.infer<typeof sideSchema>;
export type ComparedGrowth = z.infer<typeof growthSchema>;
export type FindingStatus = (typeof FINDING_STATUSES)[number];
export type Interval = z.infer<typeof intervalSchema>;

/** The JSON Schema (draft 2020-12) of a comparison, generated from the zod schema that each one is parsed against. */
export function comparisonJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(comparisonSchema, { target: 'draft-2020-12', io: 'input' }),
    $id: `urn:poolscope:comparison:${COMPARISON_SCHEMA_VERSION}`,
    title: `poolscope comparison, comparisonSchemaVersion ${COMPARISON_SCHEMA_VERSION}`,
  };
}
