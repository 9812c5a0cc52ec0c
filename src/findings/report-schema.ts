import * as z from 'zod';

/**
 * The JSON report. Every report is parsed against this schema before it leaves the program, and the
 * published JSON Schema is generated from it. A change of meaning raises {@link SCHEMA_VERSION}.
 *
 * All sizes are bytes, all times milliseconds unless a name says otherwise. Texts come from a heap and are
 * untrusted: escape them for wherever they are shown. Contents of strings on the heap never appear.
 */
export const SCHEMA_VERSION = 1;

export const FINDING_KINDS = [
  'dead-connection-retained',
  'stale-link',
  'ledger-entry-kept',
  'lease-never-released',
  'refcount-imbalance',
  'anchored-cycle',
  'listener-pileup',
  'timer-held',
  'closure-captured',
  'async-context-held',
  'promise-pending',
  'waiter-stuck',
  'unbounded-collection',
  'growing-class',
] as const;

export const VERDICTS = ['leak', 'suspect', 'note'] as const;

const count = z.number().int().nonnegative();
const bytes = z.number().nonnegative();

const sourceSchema = z
  .object({
    file: z.string().describe('Path or URL as the heap names it, or as a source map translates it'),
    line: z.number().int().positive().describe('1-based'),
    column: z.number().int().positive().describe('1-based'),
    function: z.string().nullable(),
  })
  .describe('A place in source code');

const evidenceSchema = z
  .object({
    code: z.string().describe('Stable identifier of the kind of evidence'),
    text: z.string().describe('One sentence'),
  })
  .describe('One observation that speaks for or against a verdict');

const pathSchema = z
  .object({
    folded: z
      .string()
      .describe('The retaining path from a GC root, repeated runs folded: `(Pooled.next → Pooled) × 341`'),
    steps: z.array(z.string()).describe('The same, one step an item, root first'),
    expression: z
      .string()
      .nullable()
      .describe('JavaScript that reaches the object in a console, when every step can be written'),
    length: count.describe('Edges from the root, unfolded'),
    strength: z.enum(['strong', 'ephemeron', 'job-scoped', 'debugger', 'weak']),
    sampleNodeId: count.describe('The object at its end'),
  })
  .describe('A shortest retaining path');

const brokenEdgeSchema = z
  .object({
    label: z.string().describe('The reference to cut: `Pooled(leased).next`, `Pool.used[]`'),
    action: z.string().describe('One imperative sentence'),
    edges: count.describe('References with this label'),
    frees: count.describe('Suspects that no root reaches any more after the cut of the whole set'),
    of: count.describe('All suspects of the finding'),
    freedBytes: bytes.describe('Shallow bytes unreachable after the cut, measured by the cut'),
    livingLost: count.describe('Objects that are not suspects, nor kept by suspects alone, and would be freed too'),
    also: z
      .array(z.object({ label: z.string(), edges: count, why: z.string() }))
      .describe('Further references that hold the same objects and must go as well'),
    source: sourceSchema.nullable().describe('Where the class that owns the reference is defined'),
  })
  .describe('Result of a simulated cut');

const cycleSchema = z
  .object({
    folded: z.string().describe('One shortest cycle through the connection: `A.b → B.a → A`'),
    length: count,
    classes: z.array(z.string()),
    members: count.describe('Objects in the strongly connected component'),
    anchors: z
      .array(z.object({ label: z.string(), path: z.string() }))
      .describe('References that enter the cycle from outside and keep it alive'),
    harmless: z.boolean().describe('True when nothing anchors it: a garbage collector frees it'),
  })
  .describe('A reference cycle');

const HOLDER_KINDS = [
  'ledger',
  'link',
  'field',
  'timer',
  'promise',
  'listener',
  'closure',
  'handle',
  'async-context',
  'module',
  'global',
  'collection',
  'engine',
] as const;

const holderSchema = z
  .object({
    kind: z.enum(HOLDER_KINDS),
    label: z.string(),
    edges: count,
    source: sourceSchema.nullable(),
  })
  .describe('Something outside the suspects that keeps them');

const refcountSchema = z
  .object({
    field: z.string().describe('`Class.field`'),
    stated: z.number().nullable().describe('What the field says, for the sampled object'),
    holders: count.describe('Distinct strong holders found outside the pool’s own books'),
    objects: count.describe('Objects whose field and holders disagree'),
  })
  .describe('A reference count against the heap');

const classSchema = z.object({
  name: z.string(),
  source: sourceSchema.nullable(),
  counts: z.array(count).describe('Instances in each snapshot'),
});

const growthRateSchema = z
  .object({
    survivorsPerRound: z.array(count).describe('Objects born in each round that are still there at the end'),
    perRound: z.number().nullable().describe('Slope of the count, objects per round'),
    bytesPerRound: z.number().nullable(),
    bytesPerHour: z.number().nullable().describe('Only when capture times are known'),
    hoursToLimit: z.number().nullable().describe('Hours until the heap limit at this rate, when both are known'),
    fit: z.number().nullable().describe('Coefficient of determination (R²) of the straight line'),
    exactMultiple: count.nullable().describe('Objects per round, when every round added the same number'),
  })
  .describe('How the suspects grew over the series');

const allocationsSchema = z
  .object({
    tracked: count.describe('Suspects of the leading class whose allocation was tracked'),
    stacks: z
      .array(
        z.object({
          objects: count.describe('Suspects that this stack allocated'),
          frames: z
            .array(z.object({ function: z.string().describe('Empty when anonymous'), source: sourceSchema.nullable() }))
            .describe('Calls, the allocating one first; no source for native code'),
          omittedFrames: count.describe('Outer calls that are not listed'),
        }),
      )
      .describe('The stacks that allocated most, in order'),
    omittedStacks: count.describe('Further stacks that are not listed'),
  })
  .describe('Where the suspects were allocated');

const agesSchema = z
  .object({
    oldestMs: z.number().nonnegative(),
    medianMs: z.number().nonnegative(),
    youngestMs: z.number().nonnegative(),
    atLeast: count.describe('Suspects that are older than the tracking: their age is counted from its start'),
  })
  .describe('Ages of the suspects of the leading class when the last snapshot was taken');

export const findingSchema = z
  .object({
    kind: z.enum(FINDING_KINDS),
    verdict: z.enum(VERDICTS),
    fingerprint: z
      .string()
      .describe('Equal for the same fault in other runs, processes and Node versions; free of ids and counts'),
    headline: z.string().describe('The sentence to act on'),
    classes: z.array(classSchema).describe('What leaks, the most telling class first'),
    countPerSnapshot: z.array(count).describe('Suspects of the finding present in each snapshot'),
    dead: count,
    living: count.describe('Living objects of the same classes, which are not part of the finding'),
    suspects: count,
    deadBy: z.array(z.object({ field: z.string(), objects: count })).describe('The fields that prove death'),
    shallowBytes: bytes.describe('Sum of the shallow sizes of the suspects'),
    freedBytes: bytes.describe('What the cut frees; 0 when no cut was found'),
    growth: growthRateSchema,
    evidence: z.object({ for: z.array(evidenceSchema), against: z.array(evidenceSchema) }),
    path: pathSchema.nullable(),
    brokenEdge: brokenEdgeSchema.nullable(),
    cycle: cycleSchema.nullable(),
    refcount: refcountSchema.nullable(),
    reservation: z
      .object({ tracesBack: z.boolean(), via: z.array(z.string()) })
      .describe('Whether, and by which fields, it traces back to reservation bookkeeping'),
    holders: z.array(holderSchema),
    allocatedAt: allocationsSchema.optional().describe('Only when the last snapshot has allocation stacks'),
    ages: agesSchema.optional().describe('Only when the last snapshot has birth times'),
    source: sourceSchema.nullable(),
    sampleNodeIds: z.array(count),
  })
  .describe('One thing to act on');

const ledgerSchema = z.object({
  field: z.string(),
  container: z.enum(['array', 'map', 'set', 'object', 'linked-list', 'ring-buffer', 'weak', 'members', 'field']),
  role: z.enum(['idle', 'leased', 'all', 'pending', 'unknown']),
  sizes: z.array(count.nullable()).describe('Entries in each snapshot; null where the pool did not exist'),
});

const auditSchema = z
  .object({
    code: z
      .enum([
        'in-no-book',
        'in-two-books',
        'booked-twice',
        'closed-but-booked',
        'counter-mismatch',
        'maximum-exceeded',
        'waiter-given-up',
        'waiter-without-callback',
        'waiters-of-closed-pool',
        'waiters-beside-idle',
        'leased-without-holder',
        'ledgers-disagree',
        'pool-unreferenced',
        'exhausted',
      ])
      .describe('What does not add up'),
    text: z.string().describe('One sentence'),
    count: count.describe('Objects concerned; for a counter, the difference'),
    severity: z
      .enum(['warning', 'note'])
      .describe('`note`: may be so for a moment while the pool works. An audit alone never makes a `leak`'),
  })
  .describe('One disagreement between the books of a pool, or between a book and the heap');

const figure = z.number().nullable();

const ageSchema = z.object({
  ms: z.number().nonnegative(),
  isLeast: z.boolean().describe('It is at least this old'),
});

const leaseHolderSchema = z
  .object({
    kind: z.enum([...HOLDER_KINDS, 'function']),
    label: z.string(),
    source: sourceSchema.nullable(),
  })
  .describe('What refers to a lease, besides the books of the pool and the machinery of the lease itself');

const wordsSchema = z
  .object({
    pool: z.string().optional(),
    resource: z.string().optional(),
    resources: z.string().optional(),
    checkout: z.string().optional(),
    release: z.string().optional(),
    close: z.string().optional(),
  })
  .describe('What the library calls things');

const inventorySchema = z
  .object({
    size: figure.describe('Resources that the pool has, whoever has them'),
    idle: figure,
    leased: figure,
    pending: figure.describe('Checkouts that wait'),
    maximum: figure.describe('Bound on the size; null also where there is none'),
    dead: figure.describe('Of its resources, those that a field says are dead'),
    closed: z.boolean().nullable().describe('Whether the pool was closed'),
    oldestLease: ageSchema.nullable().describe('Null when nothing is out, or when the heap does not tell since when'),
  })
  .describe('What the books of a pool say in one snapshot; null is what the heap does not tell');

const poolSchema = z
  .object({
    class: z.string(),
    nodeId: count,
    source: sourceSchema.nullable(),
    expression: z.string().nullable(),
    resourceClass: z.string(),
    ledgers: z.array(ledgerSchema),
    states: z
      .object({ idle: count, leased: count, live: count, dead: count, unknown: count })
      .describe('Resources of the pool in the last snapshot'),
    counters: z.array(z.object({ field: z.string(), value: z.number() })),
    profile: z.string().optional().describe('The profile that knows its class; absent when its books were inferred'),
    inventory: z
      .array(inventorySchema.nullable())
      .optional()
      .describe('By snapshot; null where the pool did not exist'),
    words: wordsSchema.optional(),
    lastSeen: count
      .optional()
      .describe('Index of the last snapshot that shows the pool; absent when it is still there'),
    heldBy: z
      .array(
        z.object({
          holder: leaseHolderSchema.nullable().describe('Null: nothing but the books of the pool and its own handles'),
          leases: count,
          oldest: ageSchema.nullable(),
        }),
      )
      .optional()
      .describe('Who has what is out in the last snapshot, most leases first'),
    leases: z
      .array(
        z.object({
          class: z.string(),
          nodeId: count,
          holder: leaseHolderSchema.nullable(),
          age: ageSchema.nullable(),
        }),
      )
      .optional()
      .describe('What is out in the last snapshot, the oldest first'),
    omittedLeases: count.optional().describe('Further leases that are not listed'),
    audit: z
      .array(auditSchema)
      .optional()
      .describe('Where the books do not add up in the last snapshot; empty when they do'),
  })
  .describe('A pool found in the last snapshot, leak or not');

const snapshotSchema = z.object({
  file: z.string().describe('As given'),
  capturedAt: z.string().nullable().describe('ISO 8601, when known'),
  nodeVersion: z.string().nullable(),
  nodeCount: count,
  edgeCount: count,
  shallowBytes: bytes.describe('Sum over all nodes'),
});

export const reportSchema = z.object({
  $schema: z.string().optional(),
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.object({ name: z.literal('poolscope'), version: z.string() }),
  verdict: z.enum([...VERDICTS, 'clean']).describe('The gravest verdict of the findings'),
  headline: z.string(),
  series: z.object({
    snapshots: z.array(snapshotSchema),
    epoch: z.object({
      comparable: z.boolean().describe('Whether node ids may be compared between the snapshots'),
      checked: count,
      mismatches: count,
    }),
  }),
  pools: z.array(poolSchema),
  findings: z.array(findingSchema).describe('The one to act on first'),
  growth: z
    .array(
      z.object({
        class: z.string(),
        source: sourceSchema.nullable().optional(),
        counts: z.array(count),
        growth: growthRateSchema,
        pattern: z.enum(['linear', 'growing', 'plateau', 'turnover', 'irregular', 'too-short']),
      }),
    )
    .describe('Classes that grew over the series, fastest first'),
  notes: z.array(z.object({ code: z.string(), text: z.string() })),
  limitsReached: z
    .array(z.object({ limit: z.string(), value: z.number(), text: z.string() }))
    .describe('Where the analysis stopped early; empty when it looked at everything'),
  timings: z
    .record(z.string(), z.number())
    .optional()
    .describe('Milliseconds per phase; only on request, as they differ from run to run'),
});

/** How a report is parsed. zod would write a function for each object and have it compiled, for the few of one report. */
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
