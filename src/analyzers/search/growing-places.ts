import { compareFindings } from '../../findings/finding-order.js';
import type { CaseContext } from '../cases/context.js';
import { PlaceCase } from '../cases/place-case.js';
import { findChangedPlaces } from '../cases/places.js';
import { MIN_ROUNDS } from '../cases/thresholds.js';
import { describeGrowingPlace } from '../describe/growing-place-finding.js';
import type { FindingsSoFar, LabeledFinding } from './findings-so-far.js';

/**
 * Finds growth without objects: an array that gets the same few objects again and again, a table of `true`, a set of
 * integers, a dictionary of strings, a string that gets longer. No class count shows such growth. Containers whose new
 * entries are new objects are left to the analysis of those objects.
 *
 * ```
 *   Checkouts ──order──▶ Array ──[0]──▶ Client ◀──[1]── (the same) … 200, 1200, 2200, 3200 slots, 5 Clients
 * ```
 *
 * O(containers × snapshots), plus the entries of those that grow.
 */
export function findGrowingPlaces(context: CaseContext, found: FindingsSoFar): void {
  const { view, series } = context;
  if (series.length <= MIN_ROUNDS) return;
  const before = found.labeled;
  found.labeled = [];
  for (const place of findChangedPlaces(view, series)) {
    if (place.sizes.length <= MIN_ROUNDS) continue;
    const c = PlaceCase.accuse(context, place, (node) => found.covers(node));
    if (c !== null) found.add(c, c.label, c.label.text, (judgement) => describeGrowingPlace(c, judgement));
  }
  found.labeled = [...before, ...withoutRepeated(found.labeled)];
}

/** Keeps the gravest finding for each place: one place may have been followed by two keys, or for two ages. */
function withoutRepeated(findings: readonly LabeledFinding[]): LabeledFinding[] {
  const seen = new Set<string>();
  return [...findings]
    .sort((a, b) => compareFindings(a.finding, b.finding))
    .filter(({ finding }) => {
      const label = finding.brokenEdge?.label ?? '';
      if (seen.has(label)) return false;
      seen.add(label);
      return true;
    });
}
