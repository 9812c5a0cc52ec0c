import type { GrowingCase } from '../../cases/case.js';
import { findExceeded, findLimit, type GrowthLimit, grownSlots, isOverLimit } from './growth-limits.js';

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

/** Most collections of a case whose limits are read, the fullest first. */
const MOST_READ = 12;

/** A collection of a case with its whole number of entries, and the slots of its store where that has grown. */
interface CountedPlace {
  readonly container: number;
  readonly entries: number;
  readonly slots: number | null;
}

/**
 * The limit that bounds the growth and is not reached yet, or null. It must bound most of what the collections of the case
 * hold: another collection that has outgrown the same limit, or the fullest one that has none, shows that it does not.
 */
export function limitOf(c: GrowingCase): GrowthLimit | null {
  const { graph, tree } = c.context.view;
  const places = countedPlaces(c);
  const exceeded = new Set(
    places.flatMap(({ container, entries }) => findExceeded(graph, tree, container, entries)).map(({ field }) => field),
  );
  let first: GrowthLimit | null = null;
  let bounded = 0;
  let all = 0;
  for (const { container, entries, slots } of places) {
    all += entries;
    const limit = findLimit(graph, tree, container, entries, slots);
    if (limit === null || exceeded.has(limit.field)) continue;
    first ??= limit;
    bounded += entries;
  }
  return bounded * 2 >= all ? first : null;
}

/** Whether the fullest collection of the case has more entries than the object around it allows. */
export function isPastLimit(c: GrowingCase): boolean {
  const { graph, tree } = c.context.view;
  const [fullest] = countedPlaces(c);
  return fullest !== undefined && isOverLimit(graph, tree, fullest.container, fullest.entries);
}

/** The collections of a case, the fullest first. The entries of `integers` cannot be counted: 0. */
function countedPlaces(c: GrowingCase): CountedPlace[] {
  const { view, series } = c.context;
  const countOf = (container: number) => series.at(-1)?.containerEntries.get(view.graph.nodeIds[container]);
  if (c.type === 'place') {
    if (c.cause === 'text') return [];
    const { nodes, owners, bytes } = c.place;
    const slots = nodes.length === 1 ? grownSlots(bytes) : null;
    const isCounted = c.cause !== 'integers';
    return owners
      .map((container) => ({
        container,
        entries: isCounted ? (countOf(container) ?? c.entries / nodes.length) : 0,
        slots,
      }))
      .sort((a, b) => b.entries - a.entries)
      .slice(0, MOST_READ);
  }
  return c.containers
    .map(({ container, targets }) => ({
      container,
      // Those that were there before the series began take up the limit as well.
      entries: countOf(container) ?? targets.length,
      slots: grownSlots(series.map((summary) => summary.containerBytes.get(view.graph.nodeIds[container]) ?? 0)),
    }))
    .sort((a, b) => b.entries - a.entries);
}
