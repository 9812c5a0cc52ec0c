import type { HeapGraph } from '../graph/heap-graph.js';
import type { PathTree } from '../graph/path-tree.js';
import { ClassTokens, type TokenKind } from './class-token.js';
import type { EdgeLabels } from './edge-labels.js';
import { classifyGrowth, type GrowthPattern } from './growth.js';
import type { SnapshotSummary } from './snapshot-summary.js';

/** All living instances of one kind in the last snapshot, and how their number came about. */
export interface Group {
  readonly name: string;
  readonly kind: TokenKind;
  /** Ordinals, ascending by discovery. */
  readonly nodes: readonly number[];
  /** Instances by the round of their birth: [0] existed in the first snapshot, [i] first seen in snapshot i. */
  readonly births: readonly number[];
  /** Instances in each snapshot, dead or alive then; for values only what still exists of each. */
  readonly counts: readonly number[];
  readonly pattern: GrowthPattern;
}

/**
 * The last snapshot's objects by kind and by birth. Birth is the first snapshot that shows the node id, so
 * this must not be asked when ids are not comparable.
 */
export class Population {
  readonly groups: readonly Group[];
  /** Index of the snapshot that first showed a node, by ordinal. */
  readonly birth: Uint8Array;
  readonly #groupOf: Int32Array;

  constructor(graph: HeapGraph, tree: PathTree, labels: EdgeLabels, series: readonly SnapshotSummary[]) {
    const tokens = new ClassTokens(graph);
    const last = series.length - 1;
    this.birth = new Uint8Array(graph.nodeCount);
    this.#groupOf = new Int32Array(graph.nodeCount).fill(-1);
    const drafts = new Map<
      string,
      { name: string; kind: TokenKind; token: number; nodes: number[]; births: number[] }
    >();
    const indexes = new Map<string, number>();
    for (const node of tree.order) {
      const kind = tokens.kindOf(node);
      if (kind === null) continue;
      const birth = firstSeen(series, last, graph.nodeIds[node]);
      this.birth[node] = birth;
      const token = tokens.tokenOf(node, kind);
      const name = graph.nodeName(node);
      // The old values of the language are many and never suspects: only the young are named by their place.
      if (kind === 'value' && birth === 0 && last > 0) continue;
      const key = token === -1 ? `${kind} ${name} ${placeOf(graph, tree, labels, node)}` : String(graph.nodeIds[token]);
      let draft = drafts.get(key);
      if (draft === undefined) {
        draft = {
          name,
          kind,
          token: token === -1 ? -1 : graph.nodeIds[token],
          nodes: [],
          births: new Array<number>(last + 1).fill(0),
        };
        indexes.set(key, drafts.size);
        drafts.set(key, draft);
      }
      draft.nodes.push(node);
      draft.births[birth] += 1;
      this.#groupOf[node] = indexes.get(key) ?? -1;
    }
    this.groups = [...drafts.values()].map(({ name, kind, token, nodes, births }) => {
      const counts = token === -1 ? cumulate(births) : series.map((summary) => summary.tokenCounts.get(token) ?? 0);
      return { name, kind, nodes, births, counts, pattern: classifyGrowth(counts) };
    });
  }

  /** Index into {@link groups}, or -1. */
  groupOf(node: number): number {
    return this.#groupOf[node];
  }
}

function firstSeen(series: readonly SnapshotSummary[], last: number, id: number): number {
  let index = 0;
  while (index < last && !series[index].ids.has(id)) index += 1;
  return index;
}

function placeOf(graph: HeapGraph, tree: PathTree, labels: EdgeLabels, node: number): string {
  const edge = tree.parentEdge(node);
  return edge === -1 ? '' : labels.label(edge, graph.source(edge)).text;
}

function cumulate(births: readonly number[]): number[] {
  let sum = 0;
  return births.map((born) => {
    sum += born;
    return sum;
  });
}
