import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

/** A place in a script, 1-based. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
}

/**
 * Where functions and classes were written, from the snapshot alone: `locations` gives the script id, line
 * and column, and a closure leads to the name of its script (`shared` → `script`, up to Node 20
 * `script_or_debug_info`).
 */
export class SourceMap {
  readonly #graph: HeapGraph;
  /** Index of a node's location, by ordinal. */
  #locationOf: Map<number, number> | null = null;
  readonly #fileOfScript = new Map<number, string | null>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  /** Where function `closure` was written, or null. */
  ofFunction(closure: number): SourcePlace | null {
    return this.#place(closure, this.#graph.nodeName(closure) || null);
  }

  /** Where the class of `object` was written: its own location if V8 gave one, else its constructor's. */
  ofClass(object: number): SourcePlace | null {
    const graph = this.#graph;
    const name = graph.nodeName(object);
    const constructor = this.#constructorOf(object);
    // Location of an instance = location of its constructor, in the scripts of the heap itself.
    return (constructor === -1 ? null : this.#place(constructor, name)) ?? this.#place(object, name);
  }

  #constructorOf(object: number): number {
    const graph = this.#graph;
    const proto = graph.follow(object, EdgeType.property, '__proto__');
    if (proto === -1) return -1;
    const constructor = graph.follow(proto, EdgeType.property, 'constructor');
    return constructor !== -1 && graph.nodeType(constructor) === NodeType.closure ? constructor : -1;
  }

  #place(node: number, functionName: string | null): SourcePlace | null {
    const { locations } = this.#graph.columns;
    this.#locationOf ??= indexLocations(locations.nodes, locations.count);
    const index = this.#locationOf.get(node);
    if (index === undefined) return null;
    const file = this.#fileOf(locations.scriptIds[index], node);
    if (file === null) return null;
    return { file, line: locations.lines[index] + 1, column: locations.columns[index] + 1, function: functionName };
  }

  #fileOf(scriptId: number, node: number): string | null {
    const known = this.#fileOfScript.get(scriptId);
    if (known !== undefined && known !== null) return known;
    let file = this.#scriptName(node);
    if (file === null && known === undefined) file = this.#searchScript(scriptId);
    this.#fileOfScript.set(scriptId, file);
    return file;
  }

  /** Any closure of the same script knows its name. */
  #searchScript(scriptId: number): string | null {
    const { locations } = this.#graph.columns;
    for (let index = 0; index < locations.count; index += 1) {
      if (locations.scriptIds[index] !== scriptId) continue;
      const file = this.#scriptName(locations.nodes[index]);
      if (file !== null) return file;
    }
    return null;
  }

  #scriptName(closure: number): string | null {
    const graph = this.#graph;
    if (graph.nodeType(closure) !== NodeType.closure) return null;
    const shared = graph.follow(closure, EdgeType.internal, 'shared');
    if (shared === -1) return null;
    let script = graph.follow(shared, EdgeType.internal, 'script');
    if (script === -1) script = graph.follow(shared, EdgeType.internal, 'script_or_debug_info');
    if (script === -1) return null;
    const name = graph.follow(script, EdgeType.internal, 'name');
    const text = name === -1 ? graph.nodeName(script) : graph.nodeName(name);
    return text === '' || text.startsWith('system / ') ? null : text;
  }
}

function indexLocations(nodes: Uint32Array, count: number): Map<number, number> {
  const indexes = new Map<number, number>();
  for (let index = 0; index < count; index += 1) indexes.set(nodes[index], index);
  return indexes;
}
