import { IN_BETWEEN } from '../../profiles/node-core.js';
import type { HeapView } from '../objects/heap-view.js';
import type { ClusterFacts, ClusterGroup } from './cluster-facts.js';

/** There are fewer owners than parts when each owns several; with less than this share they own something else. */
const OWNER_SHARE = 0.25;

/**
 * The facts with the class in front that a programmer knows. Where the leading class is a part that Node.js gives its objects,
 * such as the `Url` of a request or the `BufferList` of a stream, that is the class nearest to the cut that owns such parts.
 */
export function leadWithOwner({ sources }: HeapView, facts: ClusterFacts): ClusterFacts {
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

/** A class of the program that has such parts, and is dead or alive as they are. */
function isOwner({ group, nodes, depth, dead }: ClusterGroup, part: ClusterGroup): boolean {
  return (
    group.kind === 'class' &&
    !IN_BETWEEN.has(group.name) &&
    depth < part.depth &&
    nodes.length >= part.nodes.length * OWNER_SHARE &&
    dead * 2 >= nodes.length === part.dead * 2 >= part.nodes.length
  );
}
