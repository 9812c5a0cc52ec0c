import { plainPath } from '../../graph/script-path.js';
import type { ReadScript } from '../../graph/script-places.js';
import { type ParseRoom, type Parser, TooMuchText } from './parser.js';
import { UnreadableBody } from './script-index.js';
import { ScriptSyntax } from './script-syntax.js';
import { hasWord } from './whole-words.js';

/** Bounds: what an analysis may read and parse. Characters are UTF-16 code units. */
const MAX_SCRIPTS = 5000;
const MAX_READ_CHARACTERS = 96 * 2 ** 20;
/** Texts whose functions are told apart; what is in them is parsed when it is asked for. */
const MAX_PARSED_CHARACTERS = 48 * 2 ** 20;
/** Nodes of all syntax trees: a million take some 250 MB and a second. */
const MAX_NODES = 1_600_000;
const MAX_SCRIPT_CHARACTERS = 32 * 2 ** 20;

/** Scripts without JavaScript of the program: Node's own, WebAssembly, and what was in no file. */
const NO_TEXT = /^(?:node|wasm|blob|data|evalmachine)[:.]/;

/** What could not be used, for the report. */
export interface TextLimits {
  /** Scripts whose text is not at hand, or is another version's. */
  readonly missing: readonly string[];
  /** Scripts whose text is another version's than ran. */
  readonly otherVersion: readonly string[];
  /** Scripts that are no JavaScript that the parser knows, or nested too deeply. */
  readonly unparsed: readonly string[];
  /** Scripts left out because of the bounds on size. */
  readonly tooMuch: readonly string[];
}

/** The scripts that speak of a word. */
interface FoundTrees {
  readonly trees: ScriptSyntax[];
  /** Whether all scripts could be read. */
  readonly isWhole: boolean;
  /** Whether some were left out, or read in part, because there is too much text. */
  readonly isCut: boolean;
}

/** The text of the scripts of a program, read when asked for, parsed once, and within bounds. */
export class ProgramText {
  readonly #names: readonly string[];
  readonly #read: ReadScript;
  readonly #parser: Parser;
  readonly #texts = new Map<string, string | null>();
  readonly #trees = new Map<string, ScriptSyntax | null>();
  /** Scripts that were parsed once, also those whose trees were let go. */
  readonly #parsed = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #otherVersion = new Set<string>();
  readonly #unparsed = new Set<string>();
  readonly #ran: (tree: ScriptSyntax) => boolean;
  readonly #tooMuch = new Set<string>();
  /** By the package. */
  readonly #neighbors = new Map<string | null, readonly string[]>();
  #byPath: Map<string, string> | null = null;
  #room = MAX_READ_CHARACTERS;
  #parseRoom = MAX_PARSED_CHARACTERS;
  readonly #nodeRoom: ParseRoom = { nodes: MAX_NODES };

  /**
   * @param names V8's names of all scripts of the process; Node's own are left out
   * @param ran whether a text is the one that ran, as far as the heap shows
   */
  constructor(
    names: readonly string[],
    read: ReadScript,
    parser: Parser,
    ran: (tree: ScriptSyntax) => boolean = () => true,
  ) {
    this.#ran = ran;
    // What has no path was made while the program ran, as by `eval`: it cannot be asked for.
    this.#names = names.filter((name) => /[\\/]/.test(name) && !NO_TEXT.test(name));
    this.#read = read;
    this.#parser = parser;
  }

  get limits(): TextLimits {
    return {
      missing: [...this.#missing],
      otherVersion: [...this.#otherVersion],
      unparsed: [...this.#unparsed],
      tooMuch: [...this.#tooMuch],
    };
  }

  /** Leaves a script out from now on: it cannot be walked. */
  giveUp(name: string): void {
    this.#trees.set(name, null);
    this.#unparsed.add(name);
  }

  /** Takes down why a part of a script could not be parsed. What needs no more of it can still be asked. */
  noteUnread(error: UnreadableBody): void {
    if (error.isTooMuch) this.#tooMuch.add(error.script);
    else this.giveUp(error.script);
  }

  /** The tree of a script, or null when its text is not at hand, is another version's, or cannot be parsed. */
  tree(name: string): ScriptSyntax | null {
    return this.#tree(name, '');
  }

  /** @param word will be asked for */
  #tree(name: string, word: string): ScriptSyntax | null {
    const known = this.#trees.get(name);
    if (known !== undefined) return known;
    const tree = this.#parse(name, word);
    this.#trees.set(name, tree);
    return tree;
  }

  /**
   * The script that `specifier` is in an `import` or `require` of `from`: a relative path, with the endings that Node.js tries, or
   * TypeScript's own.
   *
   * @returns null for packages and for what is not among the scripts of the process
   */
  scriptAt(from: string, specifier: string): string | null {
    if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return null;
    this.#byPath ??= new Map(this.#names.map((name) => [slashed(name), name]));
    const path = joined(slashed(from), specifier);
    for (const ending of ENDINGS) {
      const found = this.#byPath.get(`${path}${ending}`);
      if (found !== undefined) return found;
    }
    return this.#byPath.get(path.replace(/\.js$/, '.ts')) ?? null;
  }

  /** Whether a script of a package speaks of one of the `modules` in quotes, as it does where it imports one. */
  packageImports(name: string, modules: readonly string[]): boolean {
    const folder = `/node_modules/${name}/`;
    const isSpokenOf = (text: string): boolean =>
      modules.some((module) => text.includes(`'${module}'`) || text.includes(`"${module}"`));
    return this.#names.some((script) => slashed(script).includes(folder) && isSpokenOf(this.#textOf(script) ?? ''));
  }

  /** The scripts of the program itself, packages left out. */
  get own(): readonly string[] {
    return this.#names.filter((name) => packageOf(name) === null);
  }

  /**
   * The scripts that belong together with `home`: those of the program, and of the same package where it is in one. Others could
   * only use what is asked about by a name that happens to be the same.
   */
  neighbors(home: string): readonly string[] {
    const own = packageOf(home);
    const known = this.#neighbors.get(own);
    if (known !== undefined) return known;
    const found = this.#names.filter((name) => {
      const other = packageOf(name);
      return other === null || other === own;
    });
    this.#neighbors.set(own, found);
    return found;
  }

  /**
   * Trees of those `scripts` whose text contains `word`, and whether all of them could be read.
   *
   * @param isKept false for a tree that is let go: it is left out here, and made again if it is asked for. A thousand trees are more
   * than a large heap's graph
   */
  treesWith(
    scripts: readonly string[],
    word: string,
    isKept: (tree: ScriptSyntax) => boolean = () => true,
  ): FoundTrees {
    const trees: ScriptSyntax[] = [];
    let isWhole = true;
    let isCut = false;
    for (const name of scripts) {
      const text = this.#textOf(name);
      if (text === null) isWhole = false;
      else if (hasWord(text, word)) {
        const isNew = !this.#trees.has(name);
        const tree = this.#treeAbout(name, word);
        if (tree === null) isWhole = false;
        else if (isKept(tree)) trees.push(tree);
        else if (isNew) this.#trees.delete(name);
      }
      if (!isWhole) isCut ||= this.#tooMuch.has(name);
    }
    return { trees, isWhole, isCut };
  }

  /** Those of the scripts whose text contains a word; null when some cannot be read. */
  scriptsWith(scripts: readonly string[], word: string): string[] | null {
    const texts = scripts.map((name) => this.#textOf(name));
    return texts.includes(null) ? null : scripts.filter((_, index) => hasWord(texts[index] ?? '', word));
  }

  /** The tree of a script in which all that speaks of a word is parsed, or null. */
  #treeAbout(name: string, word: string): ScriptSyntax | null {
    const tree = this.#tree(name, word);
    try {
      tree?.openWord(word);
      return tree;
    } catch (error) {
      if (!(error instanceof UnreadableBody)) throw error;
      this.noteUnread(error);
      return null;
    }
  }

  #textOf(name: string): string | null {
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    const isBeyond = this.#texts.size >= MAX_SCRIPTS;
    let text = isBeyond ? null : this.#read(name);
    if (isBeyond) this.#tooMuch.add(name);
    else if (text === null) this.#missing.add(name);
    else if (text.length > Math.min(this.#room, MAX_SCRIPT_CHARACTERS)) {
      this.#tooMuch.add(name);
      text = null;
    } else this.#room -= text.length;
    this.#texts.set(name, text);
    return text;
  }

  #parse(name: string, word: string): ScriptSyntax | null {
    const text = this.#textOf(name);
    if (text === null) return null;
    if (!this.#parsed.has(name)) {
      if (text.length > this.#parseRoom) {
        this.#tooMuch.add(name);
        return null;
      }
      this.#parseRoom -= text.length;
      this.#parsed.add(name);
    }
    try {
      const tree = new ScriptSyntax(name, text, this.#parser, { room: this.#nodeRoom, word });
      if (this.#ran(tree)) return tree;
      this.#otherVersion.add(name);
      return null;
    } catch (error) {
      const isTooMuch = error instanceof TooMuchText || (error instanceof UnreadableBody && error.isTooMuch);
      (isTooMuch ? this.#tooMuch : this.#unparsed).add(name);
      return null;
    }
  }
}

/** What Node.js adds to a path that has no file. */
const ENDINGS = ['', '.js', '.cjs', '.mjs', '.ts', '/index.js', '/index.cjs', '/index.mjs', '/index.ts'];

function slashed(name: string): string {
  return plainPath(name).replaceAll('\\', '/');
}

/** A path beside a file: `/app/src/a.js` and `../b` → `/app/b`. */
function joined(file: string, relative: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** The folder of the package that a script belongs to, or null for the program's own. */
function packageOf(name: string): string | null {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/]/.exec(name)?.[0] ?? null;
}
