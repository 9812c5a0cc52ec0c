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
  readonly query: PlaceQuery;
  isWhole = true;
  isAmbiguous = false;
  readonly #sites = new Map<SyntaxNode, Site>();
  readonly #seen = new Set<SyntaxNode>();
  readonly #work: PlaceValue[] = [];
  #steps = 0;

  constructor(program: ProgramText, query: PlaceQuery) {
    this.program = program;
    this.query = query;
  }

  /** What was found and what is to be followed, as far as the search has come. */
  get known(): readonly { readonly tree: ScriptSyntax; readonly node: SyntaxNode }[] {
    return [...this.#work, ...this.#sites.values()];
  }

  push(tree: ScriptSyntax, node: SyntaxNode, level: number, byName: boolean, hops: number): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    if (hops <= MAX_DEPTH) this.#work.push({ tree, node, level, byName, hops });
    else this.record(tree, node, 'unknown', '', byName);
  }

  record(tree: ScriptSyntax, node: SyntaxNode, action: SiteAction, how: string, byName: boolean): void {
    const known = this.#sites.get(node);
    if (known !== undefined && known.action !== 'read' && known.action !== 'unknown') return;
    this.#sites.set(node, { tree, node, action, how, byName });
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
    return { sites, isWhole: this.isWhole, isAmbiguous: this.isAmbiguous };
  }
}
