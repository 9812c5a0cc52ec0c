import { MAX_PROTOTYPES } from '../../graph/corrected-class-names.js';
import { releaseRank } from '../../profiles/release-words.js';
import { saysNothing } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { Cluster } from '../cut/clusters.js';
import { ledgerWords } from '../cut/holder-roles.js';
import { tellingClassName } from '../labels/class-names.js';
import { isOfNode } from '../labels/closure-name.js';
import { withArticle } from '../labels/with-article.js';
import type { HeapView } from '../objects/heap-view.js';
import type { ClusterFacts, ClusterGroup } from './cluster-facts.js';
import type { CaseContext } from './context.js';

/** Share of the objects of a group that must be leased, or have one of these each. */
const MOSTLY = 0.5;
/** Objects of a class that are looked at. */
const MOST_ASKED = 8;
/** Wrappers around wrappers that are followed. */
const MOST_WRAPPERS = 4;
/** References of a retaining path that are followed. */
const LONGEST_PATH = 64;

/** How the program gives back leases that its own objects are wrapped around. */
export interface ReleaseCall {
  /** With backquotes: `` `querySession.finish()` ``. */
  readonly text: string;
  /** The class of the outermost wrapper. */
  readonly wrapper: string;
}

/**
 * The call by which the program gives back leases that objects of its own are wrapped around: that of the outermost wrapper, as the
 * program has only this one. A wrapper has the lease, or the next wrapper, in a field, one each, and has a method that by its name
 * gives it back. Null when nothing is wrapped around the leases.
 */
export function releaseCallOf(
  { view, leaseFacts }: Pick<CaseContext, 'view' | 'leaseFacts'>,
  cluster: Cluster,
  facts: ClusterFacts,
): ReleaseCall | null {
  const leased = new Set(facts.groups.flatMap(({ nodes }) => nodes.filter((node) => leaseFacts.has(node))));
  for (const node of booked(view, cluster, facts)) leased.add(node);
  if (leased.size === 0) return null;
  let inner: ReadonlySet<number> = leased;
  let outermost: { readonly group: ClusterGroup; readonly method: string } | null = null;
  const left = new Set(
    facts.groups.filter(({ group, nodes }) => group.kind === 'class' && !nodes.every((node) => leased.has(node))),
  );
  for (let level = 0; level < MOST_WRAPPERS; level += 1) {
    const [next] = [...left].flatMap((group) => {
      if (group.nodes.length < leased.size * MOSTLY || !wraps(view, group, inner)) return [];
      const method = releaseMethodOf(view, group.nodes[0]);
      return method === null ? [] : [{ group, method }];
    });
    if (next === undefined) break;
    outermost = next;
    left.delete(next.group);
    inner = new Set(next.group.nodes);
  }
  if (outermost === null) return null;
  const { group, method } = outermost;
  const wrapper = tellingClassName(view, group.nodes[0], group.group.name);
  return { text: callText(group.group.name, wrapper, method), wrapper };
}

/** What the books of pools that are not known list, besides those of idle resources. */
function booked({ graph }: HeapView, { holders }: Cluster, { books }: ClusterFacts): number[] {
  const ids = new Set(books.filter((book) => !ledgerWords(book).includes('idle')).map(({ id }) => id));
  const edges = holders.filter(({ label }) => ids.has(label.id)).flatMap((holder) => holder.edges);
  return edges.flatMap((edge) => (edge === -1 ? [] : [graph.target(edge)]));
}

/** Whether most objects of a group have one object of `inner` each in a field, and are no part of it. */
function wraps({ graph, tree }: HeapView, { nodes }: ClusterGroup, inner: ReadonlySet<number>): boolean {
  const asked = nodes.slice(-MOST_ASKED);
  const wrapped = asked.map((node) => {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
      if (graph.edgeType(edge) === EdgeType.property && inner.has(graph.target(edge))) return graph.target(edge);
    return -1;
  });
  const isPart = (node: number, whole: number): boolean => {
    let at = node;
    for (let hops = 0; hops < LONGEST_PATH && at !== whole; hops += 1) {
      const edge = tree.parentEdge(at);
      if (edge === -1) return false;
      at = graph.source(edge);
    }
    return at === whole;
  };
  const found = asked.map((node, index) =>
    wrapped[index] === -1 || isPart(node, wrapped[index]) ? -1 : wrapped[index],
  );
  const own = new Set(found.filter((node) => node !== -1));
  return own.size > asked.length * MOSTLY;
}

/** The method of the program that gives back what an object has; null when it has none. */
function releaseMethodOf({ graph, sources }: HeapView, object: number): string | null {
  let best: { readonly name: string; readonly rank: number } | null = null;
  for (let at = object, hops = 0; at !== -1 && hops <= MAX_PROTOTYPES; hops += 1) {
    for (let edge = graph.firstEdges[at]; edge < graph.firstEdges[at + 1]; edge += 1) {
      if (graph.edgeType(edge) !== EdgeType.property) continue;
      const name = graph.edgeName(edge);
      const rank = releaseRank(name);
      const method = graph.target(edge);
      if (rank === -1 || (best !== null && best.rank <= rank) || graph.nodeType(method) !== NodeType.closure) continue;
      const place = sources.ofFunction(method);
      // Node.js gives its classes methods like `end` and `destroy`, which the program's classes inherit.
      if (place !== null && !isOfNode(place)) best = { name, rank };
    }
    at = graph.follow(at, EdgeType.property, '__proto__');
  }
  return best === null ? null : best.name;
}

function callText(name: string, wrapper: string, method: string): string {
  const call = method.startsWith('<symbol ') ? `[${method.slice('<symbol '.length, -1)}]()` : `.${method}()`;
  // A name that a minifier made is no name for a variable.
  if (saysNothing(name)) return `\`${call.replace(/^\./, '')}\` of ${withArticle(wrapper)}`;
  return `\`${name[0].toLowerCase()}${name.slice(1)}${call}\``;
}
