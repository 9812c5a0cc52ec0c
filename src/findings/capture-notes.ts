import type { LeaseTrace } from './lease-trace-schema.js';
import type { Report } from './report-schema.js';
import type { Watch } from './watch-schema.js';

/** What could not be seen of growing places in the living process; nothing when all was. */
export function notesOnWatch(watched: Watch | null): Report['notes'] {
  if (watched === null) return [];
  const reason = watched.failure ?? watched.places.find(({ failure }) => failure !== null)?.failure ?? null;
  if (reason === null) return [];
  const what =
    watched.failure === null ? 'Not all growing places could be watched' : 'Growing places could not be watched';
  return [
    {
      code: 'watch-failed',
      text: `${what} in the living process: ${reason}. What was not watched rests on the snapshots alone.`,
    },
  ];
}

/** The leases themselves are with their pools, and the stacks are only those of what is out. */
export function recordOf({ places: _, leases: __, ...rest }: LeaseTrace): NonNullable<Report['leaseRecord']> {
  return rest;
}

/** Why no checkout was recorded; nothing when some could be. */
export function notesOnLeases(leases: LeaseTrace | null): Report['notes'] {
  if (leases === null) return [];
  if (leases.failure !== null)
    return [{ code: 'leases-unrecorded', text: `Checkouts could not be recorded: ${leases.failure}.` }];
  if (leases.classes.length > 0) return [];
  return [
    {
      code: 'leases-unrecorded',
      text: 'No checkout was recorded: no pool whose methods a profile names was loaded in this thread of the process.',
    },
  ];
}
