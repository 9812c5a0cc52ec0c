import * as z from 'zod/mini';

import { described } from '../schema-text.js';
import { FINDING_KINDS, findingSchema, reportSchema, VERDICTS } from './report-schema.js';
import { count } from './schema-parts.js';

/**
 * The JSON of `poolscope compare`. A change of meaning raises {@link COMPARISON_SCHEMA_VERSION}. Sizes are bytes; texts
 * come from a heap and are untrusted, as in the report.
 */
export const COMPARISON_SCHEMA_VERSION = 1;

export const FINDING_STATUSES = ['new', 'worse', 'remaining', 'fixed'] as const;

const intervalSchema = described(
  z.object({
    mean: z.number(),
    low: described(
      z.nullable(z.number()),
      'Lower bound of the 95 % confidence interval; null with fewer than 3 rounds',
    ),
    high: described(z.nullable(z.number()), 'Upper bound, likewise'),
  }),
  'A mean over the rounds of a series with its 95 % confidence interval (Student’s t)',
);

const sideSchema = z.object({
  name: described(z.string(), 'As given'),
  reportSchemaVersion: count,
  toolVersion: z.string(),
  snapshots: count,
  nodeVersions: described(z.array(z.string()), 'Of its snapshots, as far as they tell; without repetition'),
  verdict: reportSchema.shape.verdict,
});

const measureSchema = described(
  z.object({
    verdict: z.enum(VERDICTS),
    suspects: count,
    freedBytes: z.number().check(z.nonnegative()),
    perRound: z.nullable(z.number()),
    bytesPerRound: z.nullable(z.number()),
  }),
  'What one side says of a finding',
);

const comparedFindingSchema = z.object({
  status: z.enum(FINDING_STATUSES),
  verdict: described(z.enum(VERDICTS), 'Of the later side, or of the earlier one when it is fixed'),
  kind: z.enum(FINDING_KINDS),
  fingerprint: z.string(),
  matchedBy: described(
    z.nullable(z.enum(['fingerprint', 'broken-edge'])),
    '`broken-edge`: of one kind and with the same reference to cut, though another class leads',
  ),
  headline: findingSchema.shape.headline,
  label: described(z.nullable(z.string()), 'The reference to cut'),
  source: findingSchema.shape.source,
  before: z.nullable(measureSchema),
  after: z.nullable(measureSchema),
});

const comparedClassSchema = z.object({
  name: z.string(),
  source: findingSchema.shape.source,
  grows: z.enum(['before', 'after', 'both']),
  before: described(z.nullable(intervalSchema), 'Objects per round; null when it does not grow there'),
  after: z.nullable(intervalSchema),
  difference: described(intervalSchema, '`after` minus `before`; no growth counts as 0'),
  bytesPerRound: described(
    z.object({ before: z.nullable(z.number()), after: z.nullable(z.number()) }),
    'Shallow bytes',
  ),
  perOperation: described(
    z.nullable(z.object({ difference: intervalSchema, bytes: z.nullable(z.number()) })),
    'Objects and shallow bytes by which one operation differs; null without `operationsPerRound`',
  ),
});

const growthSchema = described(
  z.object({
    before: z.nullable(intervalSchema),
    after: z.nullable(intervalSchema),
    difference: z.nullable(intervalSchema),
  }),
  'null on a side of one snapshot',
);

export const comparisonSchema = z.object({
  $schema: z.optional(z.string()),
  comparisonSchemaVersion: z.literal(COMPARISON_SCHEMA_VERSION),
  tool: reportSchema.shape.tool,
  outcome: described(
    z.enum(['worse', 'remaining', 'fixed', 'clean']),
    '`worse` when anything is new or worse; else whether anything remains; else whether anything was fixed',
  ),
  headline: z.string(),
  before: sideSchema,
  after: sideSchema,
  findings: described(z.array(comparedFindingSchema), 'New first, then worse, remaining, fixed; the gravest first'),
  classes: described(
    z.array(comparedClassSchema),
    'Classes that grow on either side: those of the program before those of the language, the largest difference first',
  ),
  operationsPerRound: z.nullable(z.number().check(z.positive())),
  bytesPerRound: described(growthSchema, 'Shallow bytes of the whole snapshot, per round'),
  bytesPerOperation: z.nullable(growthSchema),
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
