import type { GrowingCase } from '../../cases/case.js';
import { findLimit, type GrowthLimit, grownSlots, isOverLimit } from './growth-limits.js';

/** One collection of a growing case. */
export interface GrowthPlace {
  /** Ordinal of the collection. */
  readonly container: number;
  /** Number of its entries that belong to the case. */
  readonly entries: number;
  /** Ordinals of these entries, where they are objects. */
  readonly targets: readonly number[];
}

/** The collection that most of what grows lies in; null when there is none: a field, or strings. */
export function fullestPlace(c: GrowingCase): GrowthPlace | null {
  if (c.type === 'place') {
    if (c.cause === 'text') return null;
    return { container: c.place.nodes[0], entries: c.added, targets: [] };
  }
  const [fullest] = c.containers;
  return fullest === undefined ? null : { ...fullest, entries: fullest.targets.length };
}

/** The limit that bounds the growth and is not reached yet, or null. */
export function limitOf(c: GrowingCase): GrowthLimit | null {
  const { view, series } = c.context;
  if (c.type === 'place') {
    const { owners, nodes, bytes } = c.place;
    return findLimit(view.graph, view.tree, owners[0], entriesEach(c), nodes.length === 1 ? grownSlots(bytes) : null);
  }
  for (const { container, targets } of c.containers) {
    const bytes = series.map((summary) => summary.containerBytes.get(view.graph.nodeIds[container]) ?? 0);
    const limit = findLimit(view.graph, view.tree, container, targets.length, grownSlots(bytes));
    if (limit !== null) return limit;
  }
  return null;
}

/** Whether a collection of the case has more entries than the object around it allows. */
export function isPastLimit(c: GrowingCase): boolean {
  const { graph, tree } = c.context.view;
  if (c.type === 'place') return isOverLimit(graph, tree, c.place.owners[0], entriesEach(c));
  const [fullest] = c.containers;
  return fullest !== undefined && isOverLimit(graph, tree, fullest.container, fullest.targets.length);
}

/** Entries of one collection of a place, on average; 0 where they cannot be counted. */
function entriesEach({ cause, entries, place }: Extract<GrowingCase, { type: 'place' }>): number {
  return cause === 'integers' ? 0 : entries / place.nodes.length;
}
