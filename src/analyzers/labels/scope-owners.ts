import { containerKind } from '../../graph/collection-entries.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { ScopeIndex } from '../../graph/scopes.js';
import type { SourceIndex, SourcePlace } from '../../graph/script-places.js';
import { EdgeType } from '../../snapshot/kinds.js';

/** The module or function that declares the variables of a scope. */
export type ScopeOwner = {
  /** The function of the scope that comes first in the source, or -1. */
  readonly closure: number;
} & (
  | { readonly kind: 'module' /** Path or URL. */; readonly file: string }
  | { readonly kind: 'function'; readonly name: string }
);

/** Names scopes after the module or function that declares their variables, and not after the functions that can reach them. */
export class ScopeOwners {
  readonly #sources: SourceIndex;
  readonly #scopes: ScopeIndex;
  readonly #graph: HeapGraph;
  readonly #owners = new Map<number, ScopeOwner | null>();
  #variables: Map<number, number> | null = null;

  constructor(graph: HeapGraph, sources: SourceIndex) {
    this.#graph = graph;
    this.#sources = sources;
    this.#scopes = new ScopeIndex(graph);
  }

  /** The owner of a scope; of a block, that of the scope around it. Null for a function without a name. */
  ownerOf(scope: number): ScopeOwner | null {
    const outer = this.#scopes.functionScope(scope);
    const known = this.#owners.get(outer);
    if (known !== undefined) return known;
    const owner = this.#describe(outer);
    this.#owners.set(outer, owner);
    return owner;
  }

  /** The function of a scope that comes first in the source, or -1. */
  firstFunction(scope: number): number {
    return this.#first(scope)?.closure ?? -1;
  }

  /** Name of a variable of a block; '' when it is not in the heap, null for a slot of a built-in function. */
  blockVariable(scope: number, edge: number): string | null {
    return this.#scopes.blockVariable(scope, edge) ?? (this.#scopes.isDescribed(scope) ? '' : null);
  }

  /** The reference by which a module's scope holds an array, a Map or the like, the first file first; null when none does. */
  moduleVariable(node: number): number | null {
    this.#variables ??= this.#listVariables();
    return this.#variables.get(node) ?? null;
  }

  #listVariables(): Map<number, number> {
    const graph = this.#graph;
    const variables = new Map<number, number>();
    const fileOf = new Map<number, string>();
    for (const scope of graph.contexts()) {
      if (!this.#scopes.isModule(scope)) continue;
      const [closure] = this.#scopes.closuresOf(scope);
      const file = closure === undefined ? null : this.#sources.scriptOf(closure);
      if (file === null || file.startsWith('node:')) continue;
      for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1) {
        const target = graph.target(edge);
        if (graph.edgeType(edge) !== EdgeType.context || containerKind(graph, target) === null) continue;
        const known = fileOf.get(target);
        if (known !== undefined && known <= file) continue;
        fileOf.set(target, file);
        variables.set(target, edge);
      }
    }
    return variables;
  }

  #describe(scope: number): ScopeOwner | null {
    const first = this.#first(scope);
    if (this.#scopes.isModule(scope)) return first === null ? null : { kind: 'module', ...first };
    const name = this.#scopes.functionName(scope) ?? '';
    return name === '' ? null : { kind: 'function', name: fileName(name), closure: first?.closure ?? -1 };
  }

  /** The first function of a scope, and its file. Where a bundler joined several files into one scope, the file is the bundle. */
  #first(scope: number): { closure: number; file: string } | null {
    let first: { closure: number; place: SourcePlace } | null = null;
    const files = new Set<string>();
    for (const closure of this.#scopes.closuresOf(scope)) {
      const place = this.#sources.ofFunction(closure);
      if (place === null) continue;
      files.add(place.file);
      if (first === null || isBefore(place, first.place)) first = { closure, place };
    }
    if (first === null) return null;
    const { closure, place } = first;
    return { closure, file: files.size === 1 ? place.file : (this.#sources.scriptOf(closure) ?? place.file) };
  }
}

function isBefore(a: SourcePlace, b: SourcePlace): boolean {
  if (a.file !== b.file) return a.file < b.file;
  return a.line !== b.line ? a.line < b.line : a.column < b.column;
}

/** The last part of a path, with the folder before it where the file is only an index of it; a name as it is. */
export function fileName(path: string): string {
  if (path.startsWith('node:')) return path;
  const parts = path.split(/[/\\]/);
  const last = parts[parts.length - 1];
  return /^index\.\w+$/.test(last) && parts.length > 1 ? `${parts[parts.length - 2]}/${last}` : last;
}
