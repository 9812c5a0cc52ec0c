import type { GrowingCase } from './case.js';
import type { ClusterCase } from './cluster-case.js';
import type { PlaceCase } from './place-case.js';

/** How a collection of a growing case was filled, by number of entries. */
export interface CollectionGrowth {
  /** Ordinal of the collection. */
  readonly container: number;
  /** Entries in the first snapshot; 0 when there was no such collection yet. */
  readonly first: number;
  /** Entries in the last snapshot. */
  readonly last: number;
  /**
   * Positions of the entries that came during the series and are older than its last round, where entries stand in the order
   * of their coming. What is under way for a moment stands behind them.
   */
  readonly older: { readonly from: number; readonly to: number };
}

/** Collections of one case that are watched, the fullest first. */
const MOST_WATCHED = 4;

/**
 * The few collections that most of what grows lies in; empty when it is spread over more, or when it lies in none whose
 * entries can be counted.
 */
export function findFilledCollections(c: GrowingCase): readonly CollectionGrowth[] {
  return c.type === 'place' ? collectionsOfPlace(c) : collectionsOfCluster(c);
}

function collectionsOfPlace({ cause, place, context }: PlaceCase): readonly CollectionGrowth[] {
  if (cause === 'text' || cause === 'integers' || place.nodes.length !== 1) return [];
  const { sizes } = place;
  const [first] = sizes;
  const last = sizes[sizes.length - 1];
  const before = sizes[sizes.length - 2] ?? first;
  // Known from the snapshot in which it was first seen; before, there was none.
  const start = place.from === 0 || context.series.length === sizes.length ? first : 0;
  return [{ container: place.nodes[0], first: start, last, older: range(start, before) }];
}

function collectionsOfCluster(c: ClusterCase): readonly CollectionGrowth[] {
  const { series, view } = c.context;
  const chosen = c.containers.slice(0, MOST_WATCHED);
  const listed = chosen.reduce((sum, { targets }) => sum + targets.length, 0);
  if (listed * 2 < c.facts.leading.nodes.length) return [];
  return chosen.map(({ container, targets }) => {
    const id = view.graph.nodeIds[container];
    const sizes = series.map((summary) => summary.containerEntries.get(id) ?? 0);
    const last = sizes[sizes.length - 1];
    const births = birthsByRound(c, targets);
    const came = births.slice(1).reduce((sum, born) => sum + born, 0);
    return {
      container,
      first: sizes[0],
      last,
      older: range(last - came, last - births[births.length - 1]),
    };
  });
}

/**
 * Entries by the snapshot that shows them first. Of a Map whose keys are suspects like its values, only those of the kind of which
 * there are most count: they are an entry each.
 */
export function birthsByRound({ context: { population, series } }: ClusterCase, targets: readonly number[]): number[] {
  const births = new Map<number, number[]>();
  for (const node of targets) {
    const group = population.groupOf(node);
    const known = births.get(group) ?? series.map(() => 0);
    known[population.birth[node]] += 1;
    births.set(group, known);
  }
  const [most] = [...births.values()].sort((a, b) => sum(b) - sum(a));
  return most ?? series.map(() => 0);
}

function range(from: number, to: number): CollectionGrowth['older'] {
  const start = Math.max(0, from);
  return { from: start, to: Math.max(start, to) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
