import * as z from 'zod/mini';

import { described } from '../schema-text.js';
import { findingBaselineSchema, reportBaselineSchema } from './baseline-state-schema.js';
import { leaseRecordSchema } from './lease-trace-schema.js';
import { type auditSchema, type ledgerSchema, poolSchema } from './pool-schema.js';
import { count, FINDING_KINDS, HOLDER_KINDS, sourceSchema, VERDICTS } from './schema-parts.js';
import { watchSchema } from './watch-schema.js';

export { FINDING_KINDS, VERDICTS };

/**
 * The JSON report. Every report is parsed against this schema before it leaves the program, and the
 * published JSON Schema is generated from it. A change of meaning raises {@link SCHEMA_VERSION}.
 *
 * All sizes are bytes, all times milliseconds unless a name says otherwise. Texts come from a heap and are
 * untrusted: escape them for wherever they are shown. Contents of strings on the heap never appear.
 */
export const SCHEMA_VERSION = 2;

const bytes = z.number().check(z.nonnegative());

/** Any string, because reports of another version may have other codes. The published JSON Schema lists those of this one. */
export const evidenceCodeSchema = described(z.string(), 'Stable identifier of the kind of evidence');

/** The same for the codes of silences. */
export const setAsideCodeSchema = described(z.string(), 'Stable identifier of the reason');

const evidenceSchema = described(
  z.object({
    code: evidenceCodeSchema,
    text: described(z.string(), 'One sentence'),
  }),
  'One observation that speaks for or against a verdict',
);

const doubtSchema = z.extend(evidenceSchema, {
  atMost: described(
    z.optional(z.enum(['suspect', 'note'])),
    'The gravest verdict that it leaves possible; absent when it limits none',
  ),
});

const pathSchema = described(
  z.object({
    folded: described(
      z.string(),
      'The retaining path from a GC root, repeated runs folded: `(Pooled.next → Pooled) × 341`',
    ),
    steps: described(z.array(z.string()), 'The same, one step an item, root first'),
    expression: described(
      z.nullable(z.string()),
      'JavaScript that reaches the object in a console, when every step can be written',
    ),
    length: described(count, 'Edges from the root, unfolded'),
    strength: z.enum(['strong', 'ephemeron', 'job-scoped', 'debugger', 'weak']),
    sampleNodeId: described(count, 'The object at its end'),
  }),
  'A shortest retaining path',
);

const brokenEdgeSchema = described(
  z.object({
    label: described(z.string(), 'The reference to cut: `Pooled(leased).next`, `Pool.used[]`'),
    action: described(z.string(), 'One imperative sentence'),
    edges: described(count, 'References with this label'),
    frees: described(count, 'Suspects that no root reaches any more after the cut of the whole set'),
    of: described(count, 'All suspects of the finding'),
    freedBytes: described(bytes, 'Shallow bytes unreachable after the cut, measured by the cut'),
    livingLost: described(count, 'Objects that are not suspects, nor kept by suspects alone, and would be freed too'),
    also: described(
      z.array(z.object({ label: z.string(), edges: count, why: z.string() })),
      'Further references that hold the same objects and must go as well',
    ),
    alsoOmitted: described(z.optional(count), 'Such references that are not listed; absent when all are'),
    source: described(z.nullable(sourceSchema), 'Where the class that owns the reference is defined'),
  }),
  'Result of a simulated cut',
);

const cycleSchema = described(
  z.object({
    folded: described(z.string(), 'One shortest cycle through the connection: `A.b → B.a → A`'),
    length: count,
    classes: z.array(z.string()),
    members: described(count, 'Objects in the strongly connected component'),
    anchors: described(
      z.array(z.object({ label: z.string(), path: z.string() })),
      'References that enter the cycle from outside and keep it alive',
    ),
    harmless: described(z.boolean(), 'True when nothing anchors it: a garbage collector frees it'),
  }),
  'A reference cycle',
);

const holderSchema = described(
  z.object({
    kind: z.enum(HOLDER_KINDS),
    label: z.string(),
    edges: count,
    source: z.nullable(sourceSchema),
  }),
  'Something outside the suspects that keeps them',
);

const refcountSchema = described(
  z.object({
    field: described(z.string(), '`Class.field`'),
    stated: described(z.nullable(z.number()), 'What the field says, for the sampled object'),
    holders: described(count, 'Distinct strong holders found outside the pool’s own books'),
    objects: described(count, 'Objects whose field and holders disagree'),
  }),
  'A reference count against the heap',
);

const classSchema = z.object({
  name: z.string(),
  source: z.nullable(sourceSchema),
  counts: described(z.array(count), 'Instances in each snapshot'),
});

const growthRateSchema = described(
  z.object({
    survivorsPerRound: described(z.array(count), 'Objects born in each round that are still there at the end'),
    perRound: described(z.nullable(z.number()), 'Slope of the count, objects per round'),
    bytesPerRound: z.nullable(z.number()),
    bytesPerHour: described(z.nullable(z.number()), 'Only when capture times are known'),
    hoursToLimit: described(z.nullable(z.number()), 'Hours until the heap limit at this rate, when both are known'),
    fit: described(z.nullable(z.number()), 'Coefficient of determination (R²) of the straight line'),
    exactMultiple: described(z.nullable(count), 'Objects per round, when every round added the same number'),
  }),
  'How the suspects grew over the series',
);

const allocationsSchema = described(
  z.object({
    tracked: described(count, 'Suspects of the leading class whose allocation was tracked'),
    stacks: described(
      z.array(
        z.object({
          objects: described(count, 'Suspects that this stack allocated'),
          frames: described(
            z.array(
              z.object({ function: described(z.string(), 'Empty when anonymous'), source: z.nullable(sourceSchema) }),
            ),
            'Calls, the allocating one first; no source for native code',
          ),
          omittedFrames: described(count, 'Outer calls that are not listed'),
        }),
      ),
      'The stacks that allocated most, in order',
    ),
    omittedStacks: described(count, 'Further stacks that are not listed'),
  }),
  'Where the suspects were allocated',
);

const agesSchema = described(
  z.object({
    oldestMs: z.number().check(z.nonnegative()),
    medianMs: z.number().check(z.nonnegative()),
    youngestMs: z.number().check(z.nonnegative()),
    atLeast: described(count, 'Suspects that are older than the tracking: their age is counted from its start'),
  }),
  'Ages of the suspects of the leading class when the last snapshot was taken',
);

const codeSiteShape = {
  file: z.string(),
  line: z.int().check(z.positive()),
  column: z.int().check(z.positive()),
  function: described(z.nullable(z.string()), 'The nearest function with a name around it'),
};

const codeSiteSchema = z.object({
  ...codeSiteShape,
  how: described(z.string(), 'The call or assignment, without what it is given: `set`, `delete`, `= []`'),
});

const codeSchema = described(
  z.object({
    place: described(
      z.string(),
      'The field or variable; the listener with its event; of timers and checkouts, the call',
    ),
    what: z.enum(['collection', 'reference', 'checkout', 'listener', 'timer']),
    state: described(
      z.enum(['never', 'bounded', 'missed', 'removed', 'unknown']),
      'What was found: no line removes; a line removes by time or number; one removes, with a way that does not; one removes; the text is not whole or cannot be followed',
    ),
    added: z.array(codeSiteSchema),
    removed: z.array(
      z.object({
        ...codeSiteSchema.shape,
        caller: described(z.enum(['timer', 'event', 'adder', 'call', 'nobody']), 'Who runs the line'),
        bound: described(z.nullable(z.enum(['clock', 'size'])), 'What decides that an entry goes'),
        afterMs: described(z.nullable(z.number()), 'Age at which an entry goes, where the text has it as a constant'),
      }),
    ),
    read: z.array(codeSiteSchema),
    missing: described(
      z.nullable(
        z.object({
          ...codeSiteShape,
          why: z.enum([
            'guard',
            'return',
            'throw',
            'reject',
            'yield',
            'break',
            'catch',
            'error-event',
            'next-round',
            'end',
            'unlink',
            'ending',
            'unset-field',
            'never-true',
            'other-key',
            'no-effect',
            'held-value',
            'inside',
            'other-place',
            'stopped',
            'uncalled',
          ]),
          detail: described(
            z.string(),
            'The condition, field or other place, or the count of users that stays raised, when it contains no literal; else empty',
          ),
        }),
      ),
      'The line to fix: a way on which nothing is removed, or the function that runs when the object ends and leaves it',
    ),
  }),
  "What the program's code does to the place, by lines of the original source; literals never appear",
);

export const findingSchema = described(
  z.object({
    kind: z.enum(FINDING_KINDS),
    verdict: z.enum(VERDICTS),
    fingerprint: described(
      z.string(),
      'Equal for the same fault in other runs, processes and Node versions; free of ids and counts',
    ),
    headline: described(z.string(), 'The sentence to act on'),
    classes: described(z.array(classSchema), 'What leaks, the most telling class first'),
    countPerSnapshot: described(z.array(count), 'Suspects of the finding present in each snapshot'),
    dead: count,
    living: described(
      count,
      'Living objects of the leading class, which are not part of the finding: with the suspects and `deadElsewhere` they are all of that class. Of a place that grows without objects, those that its entries lead to',
    ),
    deadElsewhere: described(
      z.optional(count),
      'Dead objects of the leading class that are not part of the finding; absent when there are none',
    ),
    suspects: count,
    deadBy: described(
      z.array(z.object({ field: z.string(), objects: count })),
      'The fields that prove death; each of the dead is counted by one field. Six at most',
    ),
    shallowBytes: described(bytes, 'Sum of the shallow sizes of the suspects; of a place, of its store'),
    freedBytes: described(bytes, 'What the cut frees; 0 when no cut was found'),
    growth: growthRateSchema,
    ground: described(z.optional(z.string()), 'What the verdict rests on; the evidence against may have lowered it'),
    evidence: z.object({ for: z.array(evidenceSchema), against: z.array(doubtSchema) }),
    path: z.nullable(pathSchema),
    brokenEdge: z.nullable(brokenEdgeSchema),
    cycle: z.nullable(cycleSchema),
    refcount: z.nullable(refcountSchema),
    reservation: described(
      z.object({ tracesBack: z.boolean(), via: z.array(z.string()) }),
      'Whether, and by which fields, it traces back to reservation bookkeeping',
    ),
    holders: z.array(holderSchema),
    allocatedAt: described(z.optional(allocationsSchema), 'Only when the last snapshot has allocation stacks'),
    ages: described(z.optional(agesSchema), 'Only when the last snapshot has birth times'),
    code: described(z.optional(codeSchema), "Only when the program's code was read"),
    source: z.nullable(sourceSchema),
    sampleNodeIds: z.array(count),
    baseline: described(z.optional(findingBaselineSchema), 'Only when a baseline was given'),
  }),
  'One thing to act on',
);

const setAsideSchema = described(
  z.object({
    label: described(z.string(), 'The reference or place, as a finding would call it'),
    code: setAsideCodeSchema,
    text: described(z.string(), 'One sentence'),
  }),
  'Something that grew or is dead and did not become a finding',
);

const snapshotSchema = z.object({
  file: described(z.string(), 'As given'),
  capturedAt: described(z.nullable(z.string()), 'ISO 8601, when known'),
  nodeVersion: z.nullable(z.string()),
  nodeCount: count,
  edgeCount: count,
  shallowBytes: described(bytes, 'Sum over all nodes'),
});

export const reportSchema = z.object({
  $schema: z.optional(z.string()),
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.object({ name: z.literal('poolscope'), version: z.string() }),
  verdict: described(z.enum([...VERDICTS, 'clean']), 'The gravest verdict of the findings'),
  headline: described(z.string(), 'With a baseline, of the first finding that it does not excuse'),
  series: z.object({
    snapshots: z.array(snapshotSchema),
    epoch: z.object({
      comparable: described(z.boolean(), 'Whether node ids may be compared between the snapshots'),
      checked: count,
      mismatches: count,
    }),
  }),
  pools: z.array(poolSchema),
  findings: described(z.array(findingSchema), 'The one to act on first'),
  setAside: described(z.array(setAsideSchema), 'What did not become a finding, and why'),
  growth: described(
    z.array(
      z.object({
        class: z.string(),
        source: z.optional(z.nullable(sourceSchema)),
        counts: z.array(count),
        growth: growthRateSchema,
        pattern: z.enum(['linear', 'growing', 'plateau', 'turnover', 'irregular', 'too-short']),
      }),
    ),
    'Classes that grew over the series, fastest first',
  ),
  watched: described(z.optional(watchSchema), 'Only after `attach` has watched growing places in the living process'),
  baseline: described(z.optional(reportBaselineSchema), 'Only when a baseline was given'),
  leaseRecord: described(z.optional(leaseRecordSchema), 'Only with `attach --trace-leases`'),
  notes: z.array(z.object({ code: z.string(), text: z.string() })),
  limitsReached: described(
    z.array(z.object({ limit: z.string(), value: z.number(), text: z.string() })),
    'Where the analysis stopped early; empty when it looked at everything',
  ),
  timings: described(
    z.optional(z.record(z.string(), z.number())),
    'Milliseconds per phase; only on request, as they differ from run to run',
  ),
});

/** Options for parsing a report: without them zod compiles a function for each object, which does not pay for one report. */
export const REPORT_PARSING = { jitless: true } as const;

export type Report = z.infer<typeof reportSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type FindingKind = (typeof FINDING_KINDS)[number];
export type Verdict = (typeof VERDICTS)[number];
export type Source = z.infer<typeof sourceSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Cycle = z.infer<typeof cycleSchema>;
export type BrokenEdge = z.infer<typeof brokenEdgeSchema>;
export type Holder = z.infer<typeof holderSchema>;
export type FindingPath = z.infer<typeof pathSchema>;
export type GrowthRate = z.infer<typeof growthRateSchema>;
export type Pool = z.infer<typeof poolSchema>;
export type Ledger = z.infer<typeof ledgerSchema>;
export type LedgerAudit = z.infer<typeof auditSchema>;
export type RefcountCheck = z.infer<typeof refcountSchema>;
