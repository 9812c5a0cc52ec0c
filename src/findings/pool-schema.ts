import * as z from 'zod/mini';

import { described } from '../schema-text.js';
import { count, HOLDER_KINDS, sourceSchema } from './schema-parts.js';

export const ledgerSchema = z.object({
  field: z.string(),
  container: z.enum(['array', 'map', 'set', 'object', 'linked-list', 'ring-buffer', 'weak', 'members', 'field']),
  role: z.enum(['idle', 'leased', 'all', 'pending', 'unknown']),
  sizes: described(z.array(z.nullable(count)), 'Entries in each snapshot; null where the pool did not exist'),
});

export const auditSchema = described(
  z.object({
    code: described(
      z.enum([
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
      ]),
      'What does not add up',
    ),
    text: described(z.string(), 'One sentence'),
    count: described(count, 'Objects concerned; for a counter, the difference'),
    severity: described(
      z.enum(['warning', 'note']),
      '`note`: may be so for a moment while the pool works. An audit alone never makes a `leak`',
    ),
  }),
  'One disagreement between the books of a pool, or between a book and the heap',
);

const figure = z.nullable(z.number());

const ageSchema = z.object({
  ms: z.number().check(z.nonnegative()),
  isLeast: described(z.boolean(), 'It is at least this old'),
});

const leaseHolderSchema = described(
  z.object({
    kind: z.enum([...HOLDER_KINDS, 'function']),
    label: z.string(),
    source: z.nullable(sourceSchema),
  }),
  'What refers to a lease, besides the books of the pool and the machinery of the lease itself',
);

const takingPlaceSchema = described(
  z.object({
    source: described(
      z.nullable(sourceSchema),
      'The line of the program that called the pool, or a library that did; null where the stack has none',
    ),
    caller: described(z.nullable(sourceSchema), 'The next other function of the program on the stack'),
  }),
  'A place that checked something out',
);

const wordsSchema = described(
  z.object({
    pool: z.optional(z.string()),
    resource: z.optional(z.string()),
    resources: z.optional(z.string()),
    checkout: z.optional(z.string()),
    release: z.optional(z.string()),
    close: z.optional(z.string()),
  }),
  'What the library calls things',
);

const inventorySchema = described(
  z.object({
    size: described(figure, 'All resources of the pool, idle or leased'),
    idle: figure,
    leased: figure,
    pending: described(figure, 'Checkouts that wait'),
    maximum: described(figure, 'Bound on the size; null also where there is none'),
    dead: described(figure, 'Of its resources, those that a field says are dead'),
    closed: described(z.nullable(z.boolean()), 'Whether the pool was closed'),
    oldestLease: described(
      z.nullable(ageSchema),
      'Null when nothing is out, or when the heap does not tell since when',
    ),
  }),
  'What the books of a pool say in one snapshot; null is what the heap does not tell',
);

export const poolSchema = described(
  z.object({
    class: z.string(),
    nodeId: count,
    source: z.nullable(sourceSchema),
    expression: z.nullable(z.string()),
    resourceClass: z.string(),
    ledgers: z.array(ledgerSchema),
    states: described(
      z.object({ idle: count, leased: count, live: count, dead: count, unknown: count }),
      'Resources of the pool in the last snapshot',
    ),
    counters: z.array(z.object({ field: z.string(), value: z.number() })),
    profile: described(z.optional(z.string()), 'The profile that knows its class; absent when its books were inferred'),
    inventory: described(
      z.optional(z.array(z.nullable(inventorySchema))),
      'By snapshot; null where the pool did not exist',
    ),
    words: z.optional(wordsSchema),
    alike: described(
      z.optional(z.array(count)),
      'Of a row for five or more small pools of one class, such as an agent for each request: how many there were in each snapshot. Figures are sums, without a maximum; `nodeId`, `source` and `expression` are those of one pool',
    ),
    lastSeen: described(
      z.optional(count),
      'Index of the last snapshot that shows the pool; absent when it is still there',
    ),
    heldBy: described(
      z.optional(
        z.array(
          z.object({
            holder: described(
              z.nullable(leaseHolderSchema),
              'Null: nothing but the books of the pool and its own handles',
            ),
            leases: count,
            oldest: z.nullable(ageSchema),
          }),
        ),
      ),
      'Who has what is out in the last snapshot, most leases first',
    ),
    leases: described(
      z.optional(
        z.array(
          z.object({
            class: z.string(),
            nodeId: count,
            holder: z.nullable(leaseHolderSchema),
            age: z.nullable(ageSchema),
            takenAt: z.optional(takingPlaceSchema),
          }),
        ),
      ),
      'What is out in the last snapshot, the oldest first',
    ),
    takenAt: described(
      z.optional(
        z.array(
          z.object({
            ...takingPlaceSchema.shape,
            recorded: described(
              z.boolean(),
              'False: these were taken before the recording began, or in a way that it does not see',
            ),
            leases: count,
            oldest: z.nullable(ageSchema),
          }),
        ),
      ),
      'Only where checkouts of the pool were recorded: who took what is out in the last snapshot; the places whose leases are out longest in sum come first',
    ),
    omittedLeases: described(z.optional(count), 'Further leases that are not listed'),
    audit: described(
      z.optional(z.array(auditSchema)),
      'Where the books do not add up in the last snapshot; empty when they do',
    ),
  }),
  'A pool found in a snapshot, leak or not',
);
