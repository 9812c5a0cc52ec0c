import type { Case } from './case.js';

/** Ordinals of all objects that a case accuses; of a place, the collections or strings that grow. */
export function accusedNodes(c: Case): readonly number[] {
  switch (c.type) {
    case 'cluster':
      return c.facts.leading.nodes;
    case 'place':
      return c.place.nodes;
    case 'leases':
      return c.abandoned.leases.map(({ members }) => members[0]);
    case 'ballast':
      return c.ballast.keepers.map(({ kept }) => kept);
  }
}
