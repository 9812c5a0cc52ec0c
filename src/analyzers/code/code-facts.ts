import { readFunctionWords } from '../../graph/function-words.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { plainPath } from '../../graph/script-path.js';
import type { ReadScript, SourceIndex, SourcePlace } from '../../graph/script-places.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { readCallbackCode } from './callback-code.js';
import { endsAfterAwait, findBoundedRestart, findClearIn, findRemovalIn } from './callback-effects.js';
import { readCheckoutCode } from './checkout-code.js';
import { findDeclaration } from './declaration.js';
import { nameAround } from './function-name.js';
import { endingMethods, refersTo } from './heap-endings.js';
import type { KeyKind } from './key-kinds.js';
import type { EndedEntry } from './left-by-ending.js';
import type { Parser, SyntaxNode } from './parser.js';
import {
  type MissedWay,
  type PlaceCode,
  readEnding,
  readHeldValue,
  readOtherKind,
  readPlaceCode,
  readUnbalanced,
} from './place-code.js';
import { ProgramText, type TextLimits } from './program-text.js';
import { UnreadableBody } from './script-index.js';
import { type FunctionNode, parametersStart, type ScriptPlace, type ScriptSyntax } from './script-syntax.js';
import type { Translate } from './shown-places.js';
import type { PlaceQuery } from './site.js';

/** The text of a program, and what understands it. */
export interface ProgramCode {
  readonly read: ReadScript;
  readonly parser: Parser;
}

/** Functions of a script whose places are checked against its text. */
const MOST_CHECKED = 200;
/** Functions of a script whose places are translated to find one. */
const MOST_TRANSLATED = 2000;

/** What the program's text says about places of the heap. Found when asked for, each place once. */
export class CodeFacts {
  readonly #graph: HeapGraph;
  readonly #sources: SourceIndex;
  readonly #program: ProgramText;
  readonly #places = new Map<string, PlaceCode | null>();
  readonly #translate: Translate;

  constructor(graph: HeapGraph, sources: SourceIndex, { read, parser }: ProgramCode) {
    this.#graph = graph;
    this.#sources = sources;
    const names = sources.scripts().map(({ name }) => name);
    this.#program = new ProgramText(names, read, parser, (tree) => this.#ran(tree));
    this.#translate = (place) => sources.translate(place);
  }

  /** What could not be read. */
  get limits(): TextLimits {
    return this.#program.limits;
  }

  /** What the text does to the place that a label names; null when it does not say. */
  ofPlace(label: EdgeLabel, depth = 0): PlaceCode | null {
    return this.#once(`${depth} ${label.text}`, () => {
      const registry = withoutHeldValue(label);
      const found = this.#queryFor(registry ?? label);
      if (found === null) return null;
      if (registry !== null) return [found.script, () => readHeldValue(this.#program, found, this.#translate)];
      // A reference that is no collection has no depth.
      const query = found.depth === 0 ? found : { ...found, depth: Math.max(found.depth, depth) };
      return [query.script, () => readPlaceCode(this.#program, query, this.#translate)];
    });
  }

  /** The lines of the program that borrow by one call and give back by another. The text of packages is left out. */
  ofCheckouts(checkout: string, release: string, isOneOfSeveral = false): PlaceCode | null {
    return this.#once(`${checkout} ${release} ${isOneOfSeveral}`, () => {
      const { own } = this.#program;
      const read = (): PlaceCode | null =>
        readCheckoutCode(this.#program, own, checkout, release, this.#translate, isOneOfSeveral);
      return [own[0] ?? '', read];
    });
  }

  /** Where a listener or a timer's function is handed over and taken back. */
  ofCallback(source: SourcePlace): PlaceCode | null {
    return this.#once(`${source.file}:${source.line}:${source.column}`, () => {
      const place = this.#inScript(source);
      return place === null ? null : [place.script, () => readCallbackCode(this.#program, place, this.#translate)];
    });
  }

  /**
   * The function that runs when what a place has ends, and leaves it there: by the methods of the `entries`, which the heap has whatever
   * their classes are written like. Asked for what the report shows only.
   */
  leftByEnding(code: PlaceCode, { ownerNode }: EdgeLabel, entries: readonly number[]): MissedWay | null {
    const [first] = code.added;
    if (first === undefined) return null;
    return this.#walk(first.file, () => {
      const own = entries.flatMap((node) => this.#endedEntry(node, ownerNode) ?? []);
      return readEnding(this.#program, code, own, this.#translate, (tree, fn) => this.#hasRun(tree, fn));
    });
  }

  /** Whether the heap has code that V8 made of a function when it first ran. V8 drops that of functions that have not run for long. */
  #hasRun(tree: ScriptSyntax, fn: FunctionNode): boolean {
    const { line, column } = tree.placeOfOffset(parametersStart(fn, tree.text));
    return this.#sources
      .closuresAt(tree.name, line, column)
      .some((closure) => readFunctionWords(this.#graph, closure) !== null);
  }

  /** The way on which a count of its users, in a field of the object, is raised and not lowered; null when none is known. */
  unbalanced(object: number, field: string): MissedWay | null {
    const at = this.#sources.inScriptOfClass(object);
    if (at === null || at.file.startsWith('node:')) return null;
    return this.#walk(at.file, () => readUnbalanced(this.#program, at, field, this.#translate));
  }

  /** The line that removes by what is no key there, where every line does that removes: all keys of the heap are of one kind. */
  otherKind(code: PlaceCode, kind: KeyKind): MissedWay | null {
    return readOtherKind(code, kind, this.#translate);
  }

  #endedEntry(node: number, ownerNode: number): EndedEntry | null {
    for (const place of endingMethods(this.#graph, this.#sources, node)) {
      const tree = this.#program.tree(place.file);
      const fn = tree?.functionAt(place.line, place.column) ?? null;
      if (tree !== null && fn !== null)
        return { ending: { tree, fn }, knowsOwner: refersTo(this.#graph, node, ownerNode) };
    }
    return null;
  }

  /** The line that declares the variable from which a label starts; null for another label, and when the text does not say. */
  declarationOf({ parts, ownerNode }: EdgeLabel): SourcePlace | null {
    const [first, ...below] = parts;
    if (first?.kind !== 'variable' || !this.#isClosure(ownerNode)) return null;
    const at = this.#sources.inScriptOfFunction(ownerNode);
    if (at === null || at.file.startsWith('node:')) return null;
    const end = below.findIndex(({ kind }) => kind !== 'field');
    const fields = (end === -1 ? below : below.slice(0, end)).map(({ name = '' }) => name);
    const found = this.#walk(at.file, () =>
      findDeclaration(this.#program, { script: at.file, at, name: first.name, fields }),
    );
    if (found === null) return null;
    const place = this.#translate(found);
    return { ...place, function: place.function ?? found.function };
  }

  /** The line that takes an entry out of the place when a timer's function runs, itself or by what it calls; or null. */
  removalIn(label: EdgeLabel, callback: SourcePlace): SourcePlace | null {
    const query = this.#queryFor(label);
    const at = query === null ? null : this.#inScript(callback);
    if (query === null || at === null) return null;
    const site = this.#walk(at.script, () => findRemovalIn(this.#program, query, at));
    return site === null ? null : this.#translated(site.tree, site.node);
  }

  /** The line that clears an interval when the function of another timer runs, whatever else holds; or null. */
  clearIn(interval: SourcePlace, runner: SourcePlace): SourcePlace | null {
    const started = this.#inScript(interval);
    const at = this.#inScript(runner);
    if (started === null || at === null || started.script !== at.script) return null;
    const site = this.#walk(at.script, () => findClearIn(this.#program, started, at));
    return site === null ? null : this.#translated(site.tree, site.node);
  }

  /** The condition that ends the chain in which a timer's function starts its own timer again, or null. */
  restartBoundOf(callback: SourcePlace): SourcePlace | null {
    const at = this.#inScript(callback);
    const found = at === null ? null : this.#walk(at.script, () => findBoundedRestart(this.#program, at));
    return found === null ? null : this.#translated(found.tree, found.node);
  }

  /** Whether an `async` function ends when what it awaits is there. */
  endsAfterAwait(fn: SourcePlace): boolean {
    const at = this.#inScript(fn);
    return at !== null && this.#walk(at.script, () => endsAfterAwait(this.#program, at)) === true;
  }

  #translated(tree: ScriptSyntax, node: SyntaxNode): SourcePlace {
    const { script, line, column } = tree.place(node);
    return this.#translate({ file: script, line, column, function: nameAround(tree, node) });
  }

  #isClosure(node: number): boolean {
    return node >= 0 && node < this.#graph.nodeCount && this.#graph.nodeType(node) === NodeType.closure;
  }

  /**
   * Text that is nested thousands of levels deep, as a generated one can be, exhausts the stack. Where a body of a function cannot be read, nothing
   * is said: what is in it could be what decides.
   */
  #walk<T>(script: string, walk: () => T | null): T | null {
    try {
      return walk();
    } catch (error) {
      if (error instanceof UnreadableBody) this.#program.noteUnread(error);
      else if (error instanceof RangeError) this.#program.giveUp(script);
      else throw error;
      return null;
    }
  }

  #once(key: string, find: () => readonly [script: string, read: () => PlaceCode | null] | null): PlaceCode | null {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const found = find();
    const code = found === null ? null : this.#walk(...found);
    this.#places.set(key, code);
    return code;
  }

  /** The place in a script that a source map translates to `source`: a map leads one way only. */
  #inScript({ file, line, column }: SourcePlace): ScriptPlace | null {
    for (const { name } of this.#sources.scripts()) if (plainPath(name) === file) return { script: name, line, column };
    const scripts = this.#sources.scripts().map(({ name }) => name);
    for (const script of new Set([...scripts.filter((name) => stemOf(name) === stemOf(file)), ...this.#program.own])) {
      const at = this.#sources.functionsIn(script, MOST_TRANSLATED).find((place) => {
        const found = this.#sources.translate({ ...place, file: script, function: null });
        return found.file === file && found.line === line && found.column === column;
      });
      if (at !== undefined) return { script, ...at };
    }
    return null;
  }

  /** Whether the text is that of the script that ran: the functions of the heap are at their places. */
  #ran(tree: ScriptSyntax): boolean {
    return this.#sources
      .functionsIn(tree.name, MOST_CHECKED)
      .every(({ line, column }) => tree.isFunctionPlace(line, column));
  }

  #queryFor(label: EdgeLabel): PlaceQuery | null {
    const named = label.parts.findLastIndex(({ kind }) => kind === 'field' || kind === 'variable');
    if (named === -1) return null;
    const { kind, name = '' } = label.parts[named];
    const below = label.parts.slice(named + 1);
    if (below.some((part) => part.kind !== 'index' && part.kind !== 'entry')) return null;
    const node = label.ownerNode;
    if (node < 0 || node >= this.#graph.nodeCount) return null;
    const isFunction = this.#isClosure(node);
    const at: SourcePlace | null = isFunction
      ? this.#sources.inScriptOfFunction(node)
      : this.#sources.inScriptOfClass(node);
    if (at === null || at.file.startsWith('node:')) return null;
    const depth = below.length;
    // The class of what lies deeper is not known by the label.
    if (named > 0) return kind === 'field' && depth > 0 ? { script: at.file, at, name, kind: 'property', depth } : null;
    if (kind === 'variable') return { script: at.file, at, name, kind: 'variable', depth };
    // A static field belongs to a class, which is a function.
    if (label.owner.kind !== 'class' && !isFunction) return null;
    return { script: at.file, at, name, kind: isFunction ? 'static-field' : 'field', depth };
  }
}

/** `Photos.registry (held value)` → `Photos.registry`; null for another label. */
function withoutHeldValue(label: EdgeLabel): EdgeLabel | null {
  return label.parts.at(-1)?.kind === 'held-value' ? { ...label, parts: label.parts.slice(0, -1) } : null;
}

/** `/app/src/a.ts`, `/app/dist/a.js` → `a`: what a compiler keeps of a file's name. */
function stemOf(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');
}
