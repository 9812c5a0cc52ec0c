import type { BallastCase } from './ballast-case.js';
import type { ClusterCase } from './cluster-case.js';
import type { LeaseCase } from './lease-case.js';
import type { PlaceCase } from './place-case.js';

/** What may be leaked, with the facts about it. */
export type Case = ClusterCase | PlaceCase | LeaseCase | BallastCase;

export type CaseType = Case['type'];

/** A case in which the number of objects or entries at one place grows. */
export type GrowingCase = ClusterCase | PlaceCase;

/** What a case rests on, by the type of case. */
export const GROUND_NAMES = {
  cluster: ['one-snapshot', 'history', 'many-dead', 'dead', 'open', 'grown'],
  place: ['repeated', 'values', 'integers', 'text'],
  leases: ['abandoned'],
  ballast: ['ballast'],
} as const;

export type GroundName = (typeof GROUND_NAMES)[CaseType][number];
