import type { ClusterCase } from '../../cases/cluster-case.js';
import type { LeaseCase } from '../../cases/lease-case.js';
import { describeAge } from '../../pools/leases/lease-facts.js';
import { describePlace, groupByPlace, type LeaseOrigin } from '../../pools/leases/lease-origins.js';
import { proof } from '../doubt.js';

const code = 'taken-at';
const means =
  'Which lines of the program checked out the leases, and how long ago; only where `attach --trace-leases` or the agent recorded it.';

/** Places that the sentence names. */
const MOST_PLACES = 3;

export interface Taken {
  readonly origins: readonly LeaseOrigin[];
  /** All leases of the case. */
  readonly of: number;
}

export const takenAt = proof({
  code,
  means,
  of: ['cluster'],
  find: ({ context, facts: { leading } }: ClusterCase) => {
    const facts = leading.nodes.flatMap((node) => context.leaseFacts.get(node) ?? []);
    return takenBy(facts.map(({ origin }) => origin));
  },
  says: describeTaken,
});

export const abandonedTakenAt = proof({
  code,
  means,
  of: ['leases'],
  find: ({ abandoned: { leases } }: LeaseCase) => takenBy(leases.map(({ origin }) => origin)),
  says: describeTaken,
});

function takenBy(all: readonly (LeaseOrigin | null)[]): Taken | null {
  const origins = all.filter((origin) => origin !== null);
  return origins.length === 0 ? null : { origins, of: all.length };
}

/** `Taken at orders.ts:88 (`shipOrder`): 7, the oldest for 12 min; at carts.ts:12 (`hold`): 1, for 3 s. None was released.` */
function describeTaken({ origins, of }: Taken): string {
  const groups = groupByPlace(origins, (origin) => origin);
  const parts = groups.slice(0, MOST_PLACES).map(({ place, leases }) => {
    const ages = leases.map(({ ageMs }) => ({ age: { ms: ageMs, isLeast: false } }));
    return `${place.source === null ? 'by' : 'at'} ${describePlace(place)}: ${leases.length}${describeAge(ages)}`;
  });
  const more = groups.length > MOST_PLACES ? `; and at ${groups.length - MOST_PLACES} further places` : '';
  const rest = of - origins.length;
  const unseen = rest === 0 ? '' : ` ${rest} ${rest === 1 ? 'was' : 'were'} taken before that was recorded.`;
  return `Taken ${parts.join('; ')}${more}; not released since.${unseen}`;
}
