import type { HeapGraph } from '../../graph/heap-graph.js';
import { isText } from '../../graph/values.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** Map, hash and length of a V8 string, in bytes; the characters follow. */
const STRING_HEADER = 16;
/** Maximum number of parts visited for the exact size of strings. */
const MOST_PARTS = 1_000_000;

/**
 * Sizes of strings. A string built by `+=` is a rope of concatenated strings, two parts each, until V8 flattens it on a
 * read:
 *
 * ```
 *   (concatenated) ─first─▶ (concatenated) ─first─▶ "a"      content: a + b + c, flattened or not
 *        └─second─▶ "c"          └─second─▶ "b"
 * ```
 * So growth is judged by the length of the content, which flattening does not change, and memory by the nodes.
 */
export class TextSizes {
  readonly #graph: HeapGraph;
  /** Content bytes + 1 by ordinal, 0 where not yet known; created for the first rope. */
  #contents: Float64Array | null = null;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  /** Whether `node` is a string whose content may have that many bytes: for a flat string this takes constant time. */
  mayHave(node: number, bytes: number): boolean {
    return this.#graph.nodeTypes[node] === NodeType.string ? this.#flat(node) >= bytes : isText(this.#graph, node);
  }

  /**
   * Bytes of the characters of a string, with an error of at most 7 for each flat part. A part that stands in a rope
   * twice counts twice. O(parts), once for all strings that share them.
   */
  content(node: number): number {
    const graph = this.#graph;
    if (graph.nodeTypes[node] === NodeType.string) return this.#flat(node);
    const pair = this.#contents === null ? this.#pair(node) : null;
    if (pair !== null) return pair;
    this.#contents ??= new Float64Array(graph.nodeCount);
    const contents = this.#contents;
    if (contents[node] !== 0) return contents[node] - 1;
    const stack = [node];
    for (let part = stack.at(-1); part !== undefined; part = stack.at(-1)) {
      if (contents[part] !== 0) {
        stack.pop();
        continue;
      }
      let sum = graph.nodeTypes[part] === NodeType.string ? this.#flat(part) : 0;
      let open = 0;
      for (let edge = graph.firstEdges[part]; edge < graph.firstEdges[part + 1]; edge += 1) {
        const next = graph.target(edge);
        if (graph.edgeType(edge) !== EdgeType.internal || !isText(this.#graph, next) || next === part) continue;
        if (contents[next] === 0) open = stack.push(next);
        else sum += contents[next] - 1;
      }
      if (open !== 0) continue;
      contents[part] = sum + 1;
      stack.pop();
    }
    return contents[node] - 1;
  }

  /** Shallow bytes of all nodes that strings consist of, each once. At most {@link MOST_PARTS} are visited. */
  bytes(nodes: readonly number[]): number {
    const graph = this.#graph;
    const seen = new Set(nodes);
    const stack = [...nodes];
    let bytes = 0;
    for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
      bytes += graph.shallowSizes[part];
      for (let edge = graph.firstEdges[part]; edge < graph.firstEdges[part + 1]; edge += 1) {
        const next = graph.target(edge);
        if (graph.edgeType(edge) !== EdgeType.internal || !isText(this.#graph, next)) continue;
        if (seen.has(next) || seen.size >= MOST_PARTS) continue;
        seen.add(next);
        stack.push(next);
      }
    }
    return bytes;
  }

  /** The content bytes of a rope of two flat parts, as most are, which needs no cache; null for others. */
  #pair(node: number): number | null {
    const { firstEdges, nodeTypes } = this.#graph;
    let sum = 0;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      if (this.#graph.edgeType(edge) !== EdgeType.internal) continue;
      const part = this.#graph.target(edge);
      if (nodeTypes[part] === NodeType.string) sum += this.#flat(part);
      else if (isText(this.#graph, part)) return null;
    }
    return sum;
  }

  #flat(node: number): number {
    return Math.max(0, this.#graph.shallowSizes[node] - STRING_HEADER);
  }
}
