import { IN_BETWEEN } from '../../profiles/node-core.js';
import type { HeapView } from '../objects/heap-view.js';
import type { ClusterFacts, ClusterGroup } from './cluster-facts.js';

/** An owner of several parts is less in number than they are; fewer than this share own something else. */
const OWNER_SHARE = 0.25;

/**
 * The facts told by the class that a programmer knows. Where the leading class is a part that Node.js gives its objects, the
 * `Url` of a request or the `BufferList` of a stream, it is the class nearest to the cut on which such parts hang.
 */
export function tellByOwner({ sources }: HeapView, facts: ClusterFacts): ClusterFacts {
  const { leading } = facts;
  if (leading.group.kind !== 'class' || leading.role !== 'none') return facts;
  if (sources.ofClass(leading.nodes[0])?.file.startsWith('node:') !== true) return facts;
  const owner = facts.groups
    .filter((group) => isOwner(group, leading))
    .reduce<ClusterGroup | null>((best, group) => (best === null || group.depth < best.depth ? group : best), null);
  if (owner === null) return facts;
  let count = 0;
  const countPerSnapshot = owner.births.map((born) => {
    count += born;
    return count;
  });
  return { ...facts, leading: owner, countPerSnapshot };
}

/** As dead or alive as the part: what is proved of the one must be true of the other. */
function isOwner({ group, nodes, depth, dead }: ClusterGroup, part: ClusterGroup): boolean {
  return (
    group.kind === 'class' &&
    !IN_BETWEEN.has(group.name) &&
    depth < part.depth &&
    nodes.length >= part.nodes.length * OWNER_SHARE &&
    dead * 2 >= nodes.length === part.dead * 2 >= part.nodes.length
  );
}
