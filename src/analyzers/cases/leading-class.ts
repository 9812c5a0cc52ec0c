import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { IN_BETWEEN, SOCKETS } from '../../profiles/node-core.js';
import { EdgeType } from '../../snapshot/kinds.js';
import { smallRecords } from '../cut/records.js';
import type { HeapView } from '../objects/heap-view.js';
import type { ClusterFacts, ClusterGroup } from './cluster-facts.js';

/** Least ratio of owners to parts. An owner may have several parts, but with fewer owners than this they are not the owners. */
const OWNER_SHARE = 0.25;
/** Share of the records, and of the sockets, of which the same must hold. */
const ALMOST_ALL = 0.9;

/**
 * The same facts, led by a class that the programmer knows. Where the leading class is a part that Node.js gives its objects,
 * such as the `Url` of a request or the `BufferList` of a stream, the class nearest to the cut that owns such parts leads
 * instead; an `Agent` gives way only to a class of the program. A class inside of Node.js that has no owner, such as the queue
 * of an async iterator, gives way to the nearest class of the program with about as many objects.
 */
export function leadWithOwner({ sources }: HeapView, facts: ClusterFacts): ClusterFacts {
  const { leading } = facts;
  if (leading.group.kind !== 'class' || (leading.role !== 'none' && leading.role !== 'pool')) return facts;
  const fileOf = ({ nodes }: ClusterGroup) => sources.ofClass(nodes[0])?.file;
  const file = fileOf(leading);
  const isOfNode = (group: ClusterGroup) => fileOf(group)?.startsWith('node:') === true;
  const isOfProgram = (group: ClusterGroup) => fileOf(group) !== undefined && !isOfNode(group);
  if (file?.startsWith('node:') !== true) return facts;
  const alike = facts.groups.filter((group) => isAlike(group, leading));
  const owner =
    nearest(alike.filter((group) => group.depth < leading.depth && (leading.role === 'none' || !isOfNode(group)))) ??
    (file.startsWith('node:internal/') ? nearest(alike.filter(isOfProgram)) : null);
  if (owner === null) return facts;
  return ledBy(facts, owner);
}

/**
 * The same facts, led by the sockets that are closed, where small records of the program have one each: the record of a client is done
 * when the client is gone. One snapshot says as much of these sockets, in the same words, before a series shows that the records grow.
 *
 * ```
 *   Hall ──seats──▶ Map { 7 → Seat ──line──▶ Socket (closed) }
 * ```
 */
export function leadWithDead(view: HeapView, facts: ClusterFacts): ClusterFacts {
  const { leading, groups } = facts;
  if (leading.group.kind !== 'class' || leading.dead > 0 || leading.depth > 0) return facts;
  if (view.roles.ofClass(leading.group.name) !== 'none') return facts;
  const dead = groups.find((entry) => SOCKETS.has(entry.group.name) && entry.dead >= leading.nodes.length * ALMOST_ALL);
  if (dead === undefined || dead.dead < dead.nodes.length * ALMOST_ALL) return facts;
  const { graph, deaths } = view;
  const closed = BitSet.of(
    graph.nodeCount,
    dead.group.nodes.filter((node) => deaths.isDead(node)),
  );
  const isRecord = smallRecords(view, closed);
  const hasOne = (record: number) => {
    for (let edge = graph.firstEdges[record]; edge < graph.firstEdges[record + 1]; edge += 1)
      if (closed.has(graph.target(edge)) && isRecord(record, graph.target(edge))) return true;
    return false;
  };
  if (leading.nodes.filter(hasOne).length < leading.nodes.length * ALMOST_ALL) return facts;
  return ledBy(facts, dead);
}

/**
 * The same facts, led by the HTTP requests that are under way, where Agents that Node.js made for one request each would lead. The
 * requests are what the program can end; with one Agent for all of them, each would be kept just so.
 *
 * ```
 *   open handle ──▶ Socket ──_httpMessage──▶ ClientRequest ──agent──▶ Agent
 * ```
 */
export function leadWithRequests(view: HeapView, facts: ClusterFacts): ClusterFacts {
  const { graph, sources } = view;
  const { leading, groups } = facts;
  if (leading.group.kind !== 'class' || leading.role !== 'pool') return facts;
  if (sources.ofClass(leading.nodes[0])?.file.startsWith('node:') !== true) return facts;
  const requests = groups.find(({ group }) => group.kind === 'class' && group.name === 'ClientRequest');
  if (requests === undefined) return facts;
  const agents = new Set(leading.nodes);
  const busy = new Set<number>();
  for (const request of requests.nodes) {
    const agent = graph.follow(request, EdgeType.property, 'agent');
    if (agents.has(agent) && isUnderWay(graph, request)) busy.add(agent);
  }
  if (busy.size < agents.size * ALMOST_ALL) return facts;
  return { ...ledBy(facts, requests), areRequests: true };
}

/** Whether a connection works for the request: Node.js takes the request from its socket once the answer has ended. */
function isUnderWay(graph: HeapGraph, request: number): boolean {
  const socket = graph.follow(request, EdgeType.property, 'socket');
  return socket !== -1 && graph.follow(socket, EdgeType.property, '_httpMessage') === request;
}

function ledBy(facts: ClusterFacts, leading: ClusterGroup): ClusterFacts {
  let count = 0;
  const countPerSnapshot = leading.births.map((born) => {
    count += born;
    return count;
  });
  const groups = [leading, ...facts.groups.filter((group) => group !== leading)];
  return { ...facts, groups, leading, countPerSnapshot };
}

function nearest(groups: readonly ClusterGroup[]): ClusterGroup | null {
  return groups.reduce<ClusterGroup | null>(
    (best, group) => (best === null || group.depth < best.depth ? group : best),
    null,
  );
}

/** Whether a class has about as many objects as there are parts, or a few for each, and they are dead or alive as the parts are. */
function isAlike({ group, nodes, dead }: ClusterGroup, part: ClusterGroup): boolean {
  return (
    group.kind === 'class' &&
    !IN_BETWEEN.has(group.name) &&
    nodes.length >= part.nodes.length * OWNER_SHARE &&
    dead * 2 >= nodes.length === part.dead * 2 >= part.nodes.length
  );
}
