import { type Expiry, findExpiry } from '../objects/expiry.js';
import type { CaseContext } from './context.js';

/** Suspects whose fields are read, the oldest first, as these expire first. */
const MOST_ASKED = 12;

/**
 * The field that says when most of `nodes` expire; null when fewer than half have one. The result counts as expired when most
 * of the objects that were looked at have expired.
 *
 * @param nodes ordinals
 */
export function findCommonExpiry({ view, population, times }: CaseContext, nodes: readonly number[]): Expiry | null {
  const oldest = [...nodes]
    .filter((node) => population.birth[node] > 0 && view.graph.isObject(node))
    .sort((a, b) => population.birth[a] - population.birth[b] || view.graph.nodeIds[a] - view.graph.nodeIds[b])
    .slice(0, MOST_ASKED);
  const dated = oldest.flatMap((node) => findExpiry(view.graph, node, times.nowMs()) ?? []);
  if (dated.length === 0 || dated.length * 2 < oldest.length) return null;
  const over = dated.filter(({ overMs }) => overMs !== null && overMs > 0);
  return over.length * 2 > dated.length ? over[0] : (dated.find(({ overMs }) => !((overMs ?? 0) > 0)) ?? null);
}
