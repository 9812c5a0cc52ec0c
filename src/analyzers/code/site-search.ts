import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import type { ScriptSyntax } from './script-syntax.js';
import type { PlaceQuery, PlaceSites, Site, SiteAction } from './site.js';

const MAX_STEPS = 20_000;
const MAX_DEPTH = 6;

/** An expression that gives the place, or something in it. */
export interface PlaceValue {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
  /** Collections between the place and this value. */
  readonly level: number;
  readonly byName: boolean;
  readonly hops: number;
}

/** A search for the sites of one place: what was found, and the values that are still to be followed. */
export class SiteSearch {
  readonly program: ProgramText;
  query: PlaceQuery;
  isWhole = true;
  isAmbiguous = false;
  /** The place is an emitter, or the controller of a signal: its entries are listeners. */
  isEmitter = false;
  /** The place is a WeakMap: what is put into it is a part of its key. */
  isWeak = false;
  /** Methods that the place's own class declares: a call of one does what that method does. */
  ownMethods: ReadonlySet<string> = new Set();
  readonly #sites = new Map<SyntaxNode, Site>();
  readonly #levels = new Map<SyntaxNode, number>();
  readonly #work: PlaceValue[] = [];
  #steps = 0;

  constructor(program: ProgramText, query: PlaceQuery) {
    this.program = program;
    this.query = query;
  }

  /**
   * The place is a private field as compilers write it, a WeakMap by object: a label counts that and a Map in it as one collection, as it
   * does for any nested ones.
   */
  deepen(): void {
    if (this.query.depth === 1) this.query = { ...this.query, depth: 2 };
  }

  /** What was found and what is to be followed, as far as the search has come. */
  get known(): readonly { readonly tree: ScriptSyntax; readonly node: SyntaxNode }[] {
    return [...this.#work, ...this.#sites.values()];
  }

  push(tree: ScriptSyntax, node: SyntaxNode, level: number, byName: boolean, hops: number): void {
    if (this.#levels.has(node)) return;
    this.#levels.set(node, level);
    if (hops <= MAX_DEPTH) this.#work.push({ tree, node, level, byName, hops });
    else this.record(tree, node, 'unknown', '', byName);
  }

  record(tree: ScriptSyntax, node: SyntaxNode, action: SiteAction, how: string, byName: boolean, level = 0): void {
    const known = this.#sites.get(node);
    if (known !== undefined && known.action !== 'read' && known.action !== 'unknown') return;
    this.#sites.set(node, { tree, node, action, how, byName, level });
  }

  /** The next value to follow, or undefined when there is none or the search has taken too many steps. */
  next(): PlaceValue | undefined {
    const value = this.#work.pop();
    if (value === undefined) return undefined;
    this.#steps += 1;
    if (this.#steps <= MAX_STEPS) return value;
    this.isWhole = false;
    return undefined;
  }

  result(): PlaceSites {
    const sites = [...this.#sites.values()].sort((a, b) => {
      if (a.tree !== b.tree) return a.tree.name < b.tree.name ? -1 : 1;
      return a.node.start - b.node.start;
    });
    return { sites, levels: this.#levels, isWhole: this.isWhole, isAmbiguous: this.isAmbiguous };
  }
}
