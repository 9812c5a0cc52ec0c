import type { ClusterFacts, ClusterGroup } from '../cases/cluster-facts.js';
import { isOfNode } from '../labels/closure-name.js';
import { fileName } from '../labels/scope-owners.js';
import type { HeapView } from '../objects/heap-view.js';

/** Share of the suspects that must have one each. */
const MOSTLY = 0.5;

/**
 * The part of the program that goes with suspects that Node.js made: the nearest class, or else function, of the program of which each
 * has one. `` `fetchRates()` at rates.js:12 ``; null when the suspects are the program's own, and when none is known.
 */
export function programUser({ sources }: HeapView, { leading, groups }: ClusterFacts): string | null {
  const placeOf = ({ group, nodes }: ClusterGroup) => {
    if (group.kind === 'class') return sources.ofClass(nodes[0]);
    return group.kind === 'function' ? sources.ofFunction(nodes[0]) : null;
  };
  const own = placeOf(leading);
  if (own === null || !isOfNode(own)) return null;
  const users = groups.flatMap((entry) => {
    const place = placeOf(entry);
    const isOfProgram = place !== null && !isOfNode(place);
    return isOfProgram && entry.nodes.length >= leading.nodes.length * MOSTLY ? [{ entry, place }] : [];
  });
  const rank = ({ group, depth }: ClusterGroup): number => (group.kind === 'class' ? 0 : 1000) + depth;
  const [nearest] = users.sort((a, b) => rank(a.entry) - rank(b.entry));
  if (nearest === undefined) return null;
  // Of several functions of one file the first is nearest to what made them, and the same in one snapshot as in several.
  const { entry, place } = users
    .filter(
      ({ entry: { group }, place: { file } }) => group.kind === nearest.entry.group.kind && file === nearest.place.file,
    )
    .reduce(
      (first, user) => (user.entry.group.kind === 'function' && user.place.line < first.place.line ? user : first),
      nearest,
    );
  const { name, kind } = entry.group;
  const at = `${fileName(place.file)}:${place.line}`;
  if (name === '') return `the function at ${at}`;
  return `\`${kind === 'function' ? `${name}()` : name}\` at ${at}`;
}
