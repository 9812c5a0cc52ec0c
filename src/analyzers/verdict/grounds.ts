import type { Verdict } from '../../findings/report-schema.js';
import { type Case, type CaseType, GROUND_NAMES, type GroundName } from '../cases/case.js';
import type { ClusterCase } from '../cases/cluster-case.js';
import type { PlaceCase, PlaceCause } from '../cases/place-case.js';
import { FEW_PER_ROUND, MANY_DEAD, NO_HISTORY, OUTGROWN_HISTORY } from '../cases/thresholds.js';
import { codeOf } from '../evidence/finders/code-of-case.js';

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
    // As weak as the next one: whatever shows a bound makes a note of it.
    name: 'history',
    holds: (c) => isInHistory(c) && outgrowsHistory(c),
    bears: 'leak',
    isWeak: true,
  },
  {
    // A place that records finished things keeps some dead objects on purpose, but not without bound.
    name: 'history',
    holds: isInHistory,
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

function isInHistory({ isMostlyDead, isHistory, facts }: ClusterCase): boolean {
  return isMostlyDead && isHistory && facts.leading.dead < NO_HISTORY;
}

/**
 * A history of the last few stops at some number. A collection to which every round added is none: by the text, where no line removes
 * from it; else where there are more than such places are made for. Enough rounds, alike numbers and missing bounds are asked for by the doubts.
 */
function outgrowsHistory(c: ClusterCase): boolean {
  const { rounds, isInCollection, facts } = c;
  if (!isInCollection) return false;
  switch (codeOf(c)?.state) {
    case 'bounded':
    case 'removed':
      return false;
    case 'never':
      return facts.leading.dead >= FEW_PER_ROUND * rounds;
    default:
      return facts.leading.dead >= OUTGROWN_HISTORY;
  }
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
