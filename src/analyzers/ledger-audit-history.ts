import type { HeapGraph } from '../graph/heap-graph.js';
import type { Profile } from '../profiles/profile-schema.js';
import { KnownClasses } from './known-classes.js';
import { findPoolBooks } from './ledger-audit-books.js';
import { groupUnits } from './ledger-audit-units.js';
import { type PoolFigures, readFigures } from './pool-figures.js';
import { RoleIndex } from './roles.js';

/** What one pool's books and counters said in one snapshot. */
export interface PoolMeasure {
  readonly figures: PoolFigures;
  /** Entries by field. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Values of numeric fields, where captured. */
  readonly counters: ReadonlyMap<string, number>;
}

/** By node id of the pool; what is kept of a snapshot's pools once its graph is gone. */
export type PoolMeasures = ReadonlyMap<number, PoolMeasure>;

/** O(nodes + edges). */
export function measurePools(graph: HeapGraph, profiles: readonly Profile[]): PoolMeasures {
  const known = new KnownClasses(graph, profiles);
  return new Map(
    findPoolBooks(graph, new RoleIndex(graph, known), known, () => true, true).map((pool) => [
      graph.nodeIds[pool.node],
      {
        figures: readFigures(graph, pool, groupUnits(graph, pool)),
        sizes: new Map(pool.books.map((book) => [book.field, book.size] as const)),
        counters: new Map(pool.counters.map(({ field, value }) => [field, value] as const)),
      },
    ]),
  );
}
