import * as z from 'zod/mini';

import { described } from '../schema-text.js';
import { count, FINDING_KINDS, VERDICTS } from './schema-parts.js';

/** A day, in UTC: `2027-03-31`. */
export const dayText = z.iso.date();

export const BASELINE_STATUSES = ['new', 'worse', 'expired', 'known'] as const;

export const baselineMeasureSchema = z.object({
  verdict: z.enum(VERDICTS),
  suspects: count,
  freedBytes: z.number().check(z.nonnegative()),
  perRound: z.nullable(z.number()),
  bytesPerRound: z.nullable(z.number()),
});

/** What a baseline says of one finding. */
export const findingBaselineSchema = described(
  z.object({
    status: described(
      z.enum(BASELINE_STATUSES),
      '`known` is excused, all others are not: `new` is not in the baseline, `worse` is graver or grows clearly more than its entry says, the entry of what is `expired` has ended',
    ),
    reason: described(z.string(), 'Of the entry; empty when it gives none'),
    expires: described(z.nullable(dayText), 'The last day (UTC) on which the entry excuses it; null for no end'),
    before: described(z.nullable(baselineMeasureSchema), 'What the entry says of it; null when it is new'),
  }),
  'What the baseline says of it',
);

/** What was compared with, and what of it was not found. */
export const reportBaselineSchema = described(
  z.object({
    name: described(z.string(), 'As given'),
    day: described(dayText, 'The day (UTC) on which dates of expiry were looked at'),
    entries: count,
    gone: described(
      z.array(
        z.object({
          kind: z.enum(FINDING_KINDS),
          fingerprint: z.string(),
          label: z.nullable(z.string()),
          headline: z.string(),
        }),
      ),
      'Entries that no finding matches: they may have been fixed',
    ),
  }),
  'The baseline that the findings were compared with',
);

export type BaselineStatus = (typeof BASELINE_STATUSES)[number];
export type FindingBaseline = z.infer<typeof findingBaselineSchema>;
