import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';
import { plainPath } from './script-path.js';

/** A place in a script, 1-based. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Name of the function in the source, if known. */
  readonly function: string | null;
}

/** Translates a place in a script of the heap to the original source, or to a readable path. */
export type PlaceTranslator = (place: SourcePlace) => SourcePlace;

/** Only turns `file://` URLs into paths; used without source maps. */
export const translateNothing: PlaceTranslator = (place) => ({ ...place, file: plainPath(place.file) });

/** Reads the text of a script of the process, by V8's name of it; null when there is none that surely ran. */
export type ReadScript = (scriptName: string) => string | null;

/** A script that contains a function or class of the heap. */
export interface Script {
  /** Path or URL, as V8 has it. */
  readonly name: string;
  /** The URL in its `sourceMappingURL` comment; V8 truncates long ones. */
  readonly mapUrl: string | null;
  /** The beginning of its text, to check that a file on disk is the same; null when the heap does not contain it. */
  readonly head: string | null;
  /** Bytes that its text takes in the heap, to check the length of a file; undefined when the text is outside V8's heap. */
  readonly sourceBytes?: number | undefined;
}

/** Most functions of one script whose places are listed. */
const MOST_FUNCTIONS = 2000;

/**
 * Where functions and classes were written, from the snapshot alone: `locations` gives the script id, line
 * and column, and a closure leads to the name of its script (`shared` → `script`, up to Node 20
 * `script_or_debug_info`).
 */
export class SourceIndex {
  readonly #graph: HeapGraph;
  #locationOf: LocationIndex | null = null;
  #functions: Map<string, Pick<SourcePlace, 'line' | 'column'>[]> | null = null;
  readonly #fileOfScript = new Map<number, string | null>();
  readonly #translate: PlaceTranslator;

  /** @param translate is called with the script names that V8 has */
  constructor(graph: HeapGraph, translate: PlaceTranslator = translateNothing) {
    this.#graph = graph;
    this.#translate = translate;
  }

  /** All scripts that functions of the heap lead to, by name. */
  scripts(): Script[] {
    const { nodes, scriptIds, count } = this.#graph.columns.locations;
    const seen = new Set<number>();
    const scripts = new Map<string, Script>();
    for (let index = 0; index < count; index += 1) {
      if (seen.has(scriptIds[index])) continue;
      const script = this.#scriptOf(nodes[index]);
      if (script === -1) continue;
      seen.add(scriptIds[index]);
      const name = this.#nameOf(script);
      if (name !== null && !scripts.has(name)) scripts.set(name, { name, ...this.#contentsOf(script) });
    }
    return [...scripts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
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

  /** The same as {@link ofFunction}, as the script has it: before any source map, and with V8's name of the script. */
  inScriptOfFunction(closure: number): SourcePlace | null {
    return this.#placeInScript(closure, this.#graph.nodeName(closure) || null);
  }

  /** The same as {@link ofClass}, as the script has it. */
  inScriptOfClass(object: number): SourcePlace | null {
    const name = this.#graph.nodeName(object);
    const constructor = this.#constructorOf(object);
    return (constructor === -1 ? null : this.#placeInScript(constructor, name)) ?? this.#placeInScript(object, name);
  }

  /** From a place in a script to one in the original source. */
  translate(place: SourcePlace): SourcePlace {
    return this.#translate(place);
  }

  /** Places of functions of a script, untranslated and 1-based: the first `most` of those that the heap has. */
  functionsIn(scriptName: string, most: number): readonly Pick<SourcePlace, 'line' | 'column'>[] {
    this.#functions ??= this.#listFunctions();
    return (this.#functions.get(scriptName) ?? []).slice(0, most);
  }

  /** By V8's name of the script. O(locations). */
  #listFunctions(): Map<string, Pick<SourcePlace, 'line' | 'column'>[]> {
    const { nodes, scriptIds, lines, columns, count } = this.#graph.columns.locations;
    const byId = new Map<number, Pick<SourcePlace, 'line' | 'column'>[]>();
    const byName = new Map<string, Pick<SourcePlace, 'line' | 'column'>[]>();
    for (let index = 0; index < count; index += 1) {
      if (this.#graph.nodeType(nodes[index]) !== NodeType.closure) continue;
      let places = byId.get(scriptIds[index]);
      if (places === undefined) {
        const name = this.#scriptName(nodes[index]);
        if (name === null) continue;
        places = byName.get(name) ?? [];
        byId.set(scriptIds[index], places);
        byName.set(name, places);
      }
      if (places.length < MOST_FUNCTIONS) places.push({ line: lines[index] + 1, column: columns[index] + 1 });
    }
    return byName;
  }

  /** V8's numbers of the scripts of that name. O(locations) */
  scriptIdsOf(scriptName: string): number[] {
    const { nodes, scriptIds, count } = this.#graph.columns.locations;
    const seen = new Set<number>();
    const found: number[] = [];
    for (let index = 0; index < count; index += 1) {
      if (seen.has(scriptIds[index]) || this.#graph.nodeType(nodes[index]) !== NodeType.closure) continue;
      const name = this.#scriptName(nodes[index]);
      if (name === null) continue;
      seen.add(scriptIds[index]);
      if (name === scriptName) found.push(scriptIds[index]);
    }
    return found;
  }

  /** The functions of the heap that a script has at one place, 1-based. O(locations) */
  closuresAt(scriptName: string, line: number, column: number): number[] {
    const locations = this.#graph.columns.locations;
    const found: number[] = [];
    for (let index = 0; index < locations.count; index += 1) {
      if (locations.lines[index] !== line - 1 || locations.columns[index] !== column - 1) continue;
      const node = locations.nodes[index];
      if (this.#graph.nodeType(node) === NodeType.closure && this.#scriptName(node) === scriptName) found.push(node);
    }
    return found;
  }

  /** The script that a function was read from, before any source map, or null. */
  scriptOf(closure: number): string | null {
    const name = this.#scriptName(closure);
    return name === null ? null : plainPath(name);
  }

  #constructorOf(object: number): number {
    const graph = this.#graph;
    const proto = graph.follow(object, EdgeType.property, '__proto__');
    // Of several functions with one prototype, only V8 knows which made the object.
    if (proto === -1 || graph.prototypes.isShared(proto)) return -1;
    const named = graph.follow(proto, EdgeType.property, 'constructor');
    // A mixin copies the `constructor` of its class with the methods: ioredis has that of EventEmitter.
    const prototypeOfNamed = named === -1 ? -1 : graph.follow(named, EdgeType.property, 'prototype');
    const isCopied = prototypeOfNamed !== -1 && prototypeOfNamed !== proto;
    const constructor = named === -1 || isCopied ? graph.prototypes.functionOf(proto) : named;
    return constructor !== -1 && graph.nodeType(constructor) === NodeType.closure ? constructor : -1;
  }

  #place(node: number, functionName: string | null): SourcePlace | null {
    const place = this.#placeInScript(node, functionName);
    return place === null ? null : this.#translate(place);
  }

  #placeInScript(node: number, functionName: string | null): SourcePlace | null {
    const { locations } = this.#graph.columns;
    this.#locationOf ??= new LocationIndex(locations.nodes, this.#graph.nodeCount);
    const index = this.#locationOf.find(node);
    if (index === -1) return null;
    const file = this.#fileOf(locations.scriptIds[index], node);
    if (file === null) return null;
    return {
      file,
      line: locations.lines[index] + 1,
      column: locations.columns[index] + 1,
      function: functionName,
    };
  }

  #fileOf(scriptId: number, node: number): string | null {
    const known = this.#fileOfScript.get(scriptId);
    if (known !== undefined && known !== null) return known;
    let file = this.#scriptName(node);
    if (file === null && known === undefined) file = this.#searchScript(scriptId);
    this.#fileOfScript.set(scriptId, file);
    return file;
  }

  /** Finds a script's name through any closure of the same script. */
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
    const script = this.#scriptOf(closure);
    return script === -1 ? null : this.#nameOf(script);
  }

  /** The script node of a function, or -1. */
  #scriptOf(closure: number): number {
    const graph = this.#graph;
    if (graph.nodeType(closure) !== NodeType.closure) return -1;
    const shared = graph.follow(closure, EdgeType.internal, 'shared');
    if (shared === -1) return -1;
    const script = graph.follow(shared, EdgeType.internal, 'script');
    return script === -1 ? graph.follow(shared, EdgeType.internal, 'script_or_debug_info') : script;
  }

  #nameOf(script: number): string | null {
    const graph = this.#graph;
    const name = graph.follow(script, EdgeType.internal, 'name');
    // V8 shows no text for a sliced string (such as a URL without its `file://`), but the script still has that name.
    const isFlat = name !== -1 && graph.nodeType(name) === NodeType.string;
    const text = graph.nodeName(isFlat ? name : script);
    return text === '' || text.startsWith('system / ') ? null : text;
  }

  #contentsOf(script: number): Omit<Script, 'name'> {
    const graph = this.#graph;
    let mapUrl: string | null = null;
    let head: string | null = null;
    let sourceBytes: number | undefined;
    for (let edge = graph.firstEdges[script]; edge < graph.firstEdges[script + 1]; edge += 1) {
      const target = graph.target(edge);
      if (graph.nodeType(target) !== NodeType.string) continue;
      const text = graph.nodeName(target);
      // The URL has no named edge: it is in a hidden slot whose position differs between versions.
      if (graph.edgeType(edge) === EdgeType.hidden) mapUrl = isMapUrl(text) ? text : mapUrl;
      else if (graph.edgeName(edge) === 'source') {
        head = text;
        // Long texts may be outside V8's heap, where the string itself is smaller than what is shown of it.
        const bytes = graph.shallowSizes[target];
        sourceBytes = bytes < text.length ? undefined : bytes;
      }
    }
    return { mapUrl, head, sourceBytes };
  }
}

/** Whether a string is a source map URL: other hidden slots of a script hold strings too, such as its `sourceURL`. */
function isMapUrl(text: string): boolean {
  return text.startsWith('data:') || /\.map(?:[?#]|$)/.test(text);
}

/** Binary logarithm of the number of consecutive nodes that share an index entry. */
const NEIGHBORS_LOG2 = 6;

/**
 * Rows of locations by node, sorted by the upper bits of the node (a counting sort: Knuth, TAOCP 3, 5.2). A quarter of
 * a heap's nodes may have a location, and few are ever looked up. Four bytes per location.
 */
class LocationIndex {
  readonly #nodes: Uint32Array;
  /** Start of each group's rows in {@link #rows}. */
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;

  constructor(nodes: Uint32Array, nodeCount: number) {
    const groups = (nodeCount >>> NEIGHBORS_LOG2) + 1;
    const starts = new Uint32Array(groups + 1);
    for (let row = 0, end = nodes.length; row < end; row += 1) starts[(nodes[row] >>> NEIGHBORS_LOG2) + 1] += 1;
    for (let group = 0; group < groups; group += 1) starts[group + 1] += starts[group];
    const rows = new Uint32Array(nodes.length);
    const next = starts.slice();
    for (let row = 0; row < nodes.length; row += 1) {
      const group = nodes[row] >>> NEIGHBORS_LOG2;
      rows[next[group]] = row;
      next[group] += 1;
    }
    this.#nodes = nodes;
    this.#starts = starts;
    this.#rows = rows;
  }

  /** Index of the node's location (the last, if there are several), or -1. */
  find(node: number): number {
    const group = node >>> NEIGHBORS_LOG2;
    for (let at = this.#starts[group + 1] - 1; at >= this.#starts[group]; at -= 1) {
      const row = this.#rows[at];
      if (this.#nodes[row] === node) return row;
    }
    return -1;
  }
}
