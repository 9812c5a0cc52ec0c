import * as z from 'zod/mini';

import { described } from '../schema-text.js';
import { count } from './schema-parts.js';

const milliseconds = z.number().check(z.nonnegative());
const position = z.int().check(z.positive());

const frameSchema = z.object({
  function: z.nullable(z.string()),
  file: z.string(),
  line: position,
  column: position,
});

/** What lies beside the last snapshot: the leases that were open in it, by node id, and the stacks that took them. */
export const leaseTraceSchema = z.object({
  /** Who recorded: the session itself, or the agent that the process had loaded. */
  by: z.enum(['attach', 'agent']),
  recordedMs: milliseconds,
  checkouts: count,
  releases: count,
  unseen: count,
  kept: count,
  classes: z.array(z.object({ profile: z.string(), class: z.string(), methods: z.array(z.string()) })),
  places: z.array(z.object({ frames: z.array(frameSchema), checkouts: count })),
  leases: z.array(z.object({ nodeId: count, place: z.nullable(count), ageMs: milliseconds })),
  omittedLeases: count,
  failure: z.nullable(z.string()),
});

/** The part of it that a report has; the leases are with their pools. */
export const leaseRecordSchema = described(
  z.object({
    by: described(z.enum(['attach', 'agent']), 'Who recorded: `attach`, or the agent in the process'),
    recordedMs: described(milliseconds, 'From the start of the recording to the last snapshot'),
    checkouts: count,
    releases: count,
    unseen: described(count, 'Checkouts whose resource could not be seen, so that it is unknown who has it'),
    kept: described(
      count,
      'Methods that could not be restored, because other code had wrapped them meanwhile: they pass calls on',
    ),
    classes: described(
      z.array(z.object({ profile: z.string(), class: z.string(), methods: z.array(z.string()) })),
      'Classes and methods that were recorded',
    ),
    omittedLeases: described(count, 'Recorded leases that were more than are kept'),
    failure: described(z.nullable(z.string()), 'Why the recording ended early, or null'),
  }),
  'Who checked out of the pools while they were recorded, with `attach --trace-leases`',
);

export type LeaseTrace = z.infer<typeof leaseTraceSchema>;
