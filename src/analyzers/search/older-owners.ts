import { VERDICTS, type Verdict } from '../../findings/report-schema.js';
import { ClusterCase } from '../cases/cluster-case.js';
import { holderOfCut } from '../cases/containers-of-cut.js';
import { covered } from '../evidence/silences/covered.js';
import type { FindingsSoFar } from './findings-so-far.js';

/** Share of the owners that must be of a kind that a graver finding is about. */
const ALMOST_ALL = 0.9;

/**
 * Takes out findings about what lies in a field of each of many objects, where a graver finding is about objects of that very kind. Only
 * what came during the series is a suspect, so the older ones of these objects are none; but what they go on gathering is no fault of
 * its own.
 *
 * ```
 *   (handles) ─▶ TCP ──▶ Reply × 60 a round ──▶ State ──buffer──▶ [ Chunk, … ]       one finding, about the replies
 *   (handles) ─▶ TCP ──▶ Reply × 60, older  ──▶ State ──buffer──▶ [ Chunk, more a round ]
 * ```
 * O(references of the places of clusters).
 */
export function setAsideOlderOwners(found: FindingsSoFar): void {
  const accused = found.labeled.flatMap(({ finding: { verdict }, case: c }) =>
    c instanceof ClusterCase && verdict !== 'note' ? { verdict, kinds: kindsOf(c) } : [],
  );
  const kept = found.labeled.filter(({ finding, case: c }) => {
    if (!(c instanceof ClusterCase)) return true;
    const owners = ownersOf(c);
    const isCovered = accused.some(
      ({ verdict, kinds }) => isGraver(verdict, finding.verdict) && areMostly(owners, kinds),
    );
    if (isCovered) found.setAside.push({ label: c.label.text, code: covered.code, text: covered.means });
    return !isCovered;
  });
  found.labeled = kept;
}

const isGraver = (one: Verdict, other: Verdict): boolean => VERDICTS.indexOf(one) < VERDICTS.indexOf(other);

/** Groups of the population that objects of a class among the suspects belong to. */
function kindsOf({ context: { population }, facts }: ClusterCase): ReadonlySet<number> {
  return new Set(
    facts.groups.filter(({ group }) => group.kind === 'class').map(({ nodes }) => population.groupOf(nodes[0])),
  );
}

/** For each object that has such a place, its group in the population. */
function ownersOf({ context: { view, population }, cluster, set }: ClusterCase): readonly number[] {
  const edges = holderOfCut(cluster, set)?.edges ?? [];
  const owners = new Set(
    edges.flatMap((edge) => (edge === -1 ? [] : view.labels.owner(view.graph.source(edge)).ownerNode)),
  );
  return [...owners].map((owner) => (owner < 0 ? -1 : population.groupOf(owner)));
}

function areMostly(groups: readonly number[], kinds: ReadonlySet<number>): boolean {
  return groups.length > 1 && groups.filter((group) => kinds.has(group)).length >= groups.length * ALMOST_ALL;
}
