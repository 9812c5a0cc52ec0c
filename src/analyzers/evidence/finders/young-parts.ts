import type { HeapView } from '../../objects/heap-view.js';
import type { Population } from '../../series/population.js';

/** Most references from an entry to a part of it. */
const MOST_HOPS = 3;
/** Most parts of an entry that are looked at. */
const MOST_PARTS = 64;
/** Most entries that are looked at. */
const MOST_ENTRIES = 500;

/** Entries from before the last round, and how many of them own something that is new in it. */
export interface Renewed {
  readonly old: number;
  readonly renewed: number;
}

/**
 * Counts which of the older entries own a part that was made in the last round: what belongs to them is still being written. Parts of
 * the entries' own kind do not count: they are entries that a link or a tree leads to.
 *
 * ```
 *   rooms ─▶ Map ─▶ Room (round 1) ─last▶ Message (round 3)
 * ```
 * O(entries × parts), both bounded.
 *
 * @param last index of the last snapshot
 */
export function countRenewed(
  { graph, tree }: HeapView,
  population: Population,
  entries: readonly number[],
  last: number,
): Renewed {
  const old = entries.filter((node) => population.birth[node] < last);
  const step = Math.max(1, Math.ceil(old.length / MOST_ENTRIES));
  const looked = old.filter((_, place) => place % step === 0);
  const hasYoungPart = (entry: number): boolean => {
    const group = population.groupOf(entry);
    const parts = [entry];
    let end = 1;
    for (let hops = 0, at = 0; hops < MOST_HOPS && at < end; hops += 1) {
      for (; at < end; at += 1)
        for (let edge = graph.firstEdges[parts[at]]; edge < graph.firstEdges[parts[at] + 1]; edge += 1) {
          const part = graph.target(edge);
          // Only what nothing else leads to on as short a way belongs to the entry.
          if (tree.parentEdge(part) !== edge || population.groupOf(part) === group) continue;
          if (graph.isObject(part) && population.birth[part] === last) return true;
          if (parts.length < MOST_PARTS) parts.push(part);
        }
      end = parts.length;
    }
    return false;
  };
  return { old: looked.length, renewed: looked.filter(hasYoungPart).length };
}
