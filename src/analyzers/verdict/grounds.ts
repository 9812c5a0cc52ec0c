import type { Verdict } from '../../findings/report-schema.js';
import { type Case, type CaseType, GROUND_NAMES, type GroundName } from '../cases/case.js';
import type { ClusterCase } from '../cases/cluster-case.js';
import type { PlaceCase, PlaceCause } from '../cases/place-case.js';
import { MANY_DEAD, NO_HISTORY } from '../cases/thresholds.js';

/** What a case rests on: the first ground that holds says how grave the case can be. */
export interface Ground<C extends Case = Case> {
  readonly name: GroundName;
  holds(c: C): boolean;
  /** The gravest verdict that it can bear. */
  readonly bears: Verdict;
  /** Whether any doubt lowers the verdict to a note. */
  readonly isWeak?: boolean;
}

const CLUSTER_GROUNDS: readonly Ground<ClusterCase>[] = [
  { name: 'one-snapshot', holds: ({ rounds, isStanding }) => rounds === 0 || isStanding, bears: 'leak' },
  {
    // A place that records finished things keeps some dead objects on purpose, but not without bound.
    name: 'history',
    holds: ({ isMostlyDead, isHistory, facts }) => isMostlyDead && isHistory && facts.leading.dead < NO_HISTORY,
    bears: 'suspect',
    isWeak: true,
  },
  { name: 'many-dead', holds: (c) => c.isMostlyDead && areTooManyDead(c), bears: 'leak' },
  { name: 'dead', holds: ({ isMostlyDead }) => isMostlyDead, bears: 'leak' },
  {
    // Open connections may be needed by the peer, a user, or a query in progress.
    name: 'open',
    holds: (c) => c.isConnected && !c.isPoolEach && !(c.kind === 'refcount-imbalance' && c.refcount?.isSure === true),
    bears: 'leak',
  },
  { name: 'grown', holds: () => true, bears: 'leak' },
];

/** Whether one snapshot alone proves a leak: by a chain of stale links, or by very many dead objects in one place. */
function areTooManyDead({ facts: { leading }, kind, isBoundedPlace }: ClusterCase): boolean {
  return leading.dead >= NO_HISTORY || (leading.dead >= MANY_DEAD && kind === 'stale-link' && !isBoundedPlace);
}

const PLACE_VERDICTS: Readonly<Record<PlaceCause, Verdict>> = {
  repeated: 'leak',
  values: 'leak',
  // The contents of the store are invisible.
  integers: 'suspect',
  text: 'leak',
};

const GROUNDS: { readonly [Type in CaseType]: readonly Ground<Extract<Case, { type: Type }>>[] } = {
  cluster: CLUSTER_GROUNDS,
  place: GROUND_NAMES.place.map((name) => ({
    name,
    holds: ({ cause }: PlaceCase) => cause === name,
    bears: PLACE_VERDICTS[name],
  })),
  leases: [{ name: 'abandoned', holds: () => true, bears: 'leak' }],
  // The data that idle resources keep is not proven dead, and it does not grow.
  ballast: [{ name: 'ballast', holds: () => true, bears: 'suspect' }],
};

/** The first ground of its type that holds; the last one of each type always does. */
export function findGround(c: Case): Ground {
  const grounds: readonly Ground[] = GROUNDS[c.type];
  return grounds.find((ground) => ground.holds(c)) ?? grounds[grounds.length - 1];
}
