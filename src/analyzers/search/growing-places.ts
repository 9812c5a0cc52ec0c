import { compareFindings } from '../../findings/ranking.js';
import type { Finding } from '../../findings/report-schema.js';
import { speaksOfListeners } from '../../profiles/vocabulary.js';
import { NodeType } from '../../snapshot/kinds.js';
import { type ContainerPlace, findChangedPlaces, ownerSource } from '../cases/places.js';
import { describeContainerPlace } from '../describe/growing-place.js';
import type { PendingCleanup } from '../evidence/pending-cleanup.js';
import { ownerNameOf, partNamesOf } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import { judgePlace } from '../verdict/container-growth.js';

/** Rounds below which nothing is said. */
const MIN_ROUNDS = 2;

/**
 * Growth without objects: an array that gets the same few objects again and again, a table of `true`, a set of
 * integers, a dictionary of strings, a string that gets longer. What is reported is what no class count shows;
 * containers whose new entries are new objects are left to the analysis of those objects.
 *
 * ```
 *   Checkouts ──order──▶ Array ──[0]──▶ Client ◀──[1]── (the same) … 200, 1200, 2200, 3200 slots, 5 Clients
 * ```
 *
 * O(containers × snapshots), plus the entries of those that grow.
 *
 * @param covered whether another finding speaks of a node of the last graph already
 */
export function findContainerGrowth(
  view: HeapView,
  series: readonly SnapshotSummary[],
  covered: (node: number) => boolean,
  pending: (container: number, entries: number) => PendingCleanup | null = () => null,
): Finding[] {
  if (series.length <= MIN_ROUNDS) return [];
  const findings: Finding[] = [];
  for (const place of findChangedPlaces(view, series)) {
    if (place.sizes.length <= MIN_ROUNDS) continue;
    if (place.nodes.some(covered) || place.owners.some(covered) || isCorePlace(view, place)) continue;
    const judgement = judgePlace(view, series, place, covered, pending);
    if (judgement !== null) findings.push(describeContainerPlace(view, series, place, judgement));
  }
  return dropRepeated(findings.sort(compareFindings));
}

/** Books of Node.js itself: modules, handles, options. Listeners that a program adds are its own, wherever they lie. */
function isCorePlace(view: HeapView, place: ContainerPlace): boolean {
  const { label } = place;
  const { ownerNode } = label;
  const type = ownerNode < 0 ? NodeType.synthetic : view.graph.nodeType(ownerNode);
  if (type !== NodeType.object && type !== NodeType.closure) return true;
  if (ownerNameOf(label) === 'process') return true;
  if (partNamesOf(label).some(speaksOfListeners)) return false;
  return ownerSource(view, place)?.file.startsWith('node:') === true;
}

/** The same place followed by two keys, or for two ages, is one thing to act on: the gravest is kept. */
function dropRepeated(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ brokenEdge }) => {
    const label = brokenEdge?.label ?? '';
    if (seen.has(label)) return false;
    seen.add(label);
    return true;
  });
}
