import type { AnyNode, BlockStatement, Options, Program } from 'acorn';
import { type BracePairs, pairBraces } from './brace-pairs.js';
import { LazyBody } from './lazy-body.js';

/** A node of the syntax tree (ESTree), as acorn makes it. */
export type SyntaxNode = AnyNode;

/** How much may still be parsed. It is shared by all texts of a program. */
export interface ParseRoom {
  /** Nodes of syntax trees. */
  nodes: number;
}

/** More text would have to be parsed than there is room for. */
export class TooMuchText extends Error {
  override readonly name = 'TooMuchText';
}

/** How a text is parsed. */
export interface ParseOptions {
  readonly room?: ParseRoom;
  /** Bodies of functions that contain this are parsed at once, as they will be asked for. */
  readonly word?: string;
}

/** Turns text into syntax trees. Loaded only when a program's text is asked for. */
export interface Parser {
  /**
   * Bodies of functions may be parsed later, when they are looked at ({@link LazyBody}).
   *
   * @throws SyntaxError when the text is neither a script nor a module
   * @throws TooMuchText when there is no room for its nodes
   */
  parse(text: string, options?: ParseOptions): Program;
}

/** Where there is no text at all. */
export const NO_PARSER: Parser = { parse: refuse };

function refuse(): never {
  throw new Error('The parser was not loaded.');
}

/** Shorter bodies are parsed with what is around them: looking at one later costs about as much as so many characters. */
const SHORTEST_BODY = 96;

/** A node without what a text of millions of them has no memory for. */
class LeanNode {
  type = '';
  start: number;
  end = 0;
  /** Set when the tree is whole. */
  parent: LeanNode | null = null;

  constructor(start: number) {
    this.start = start;
  }
}

/** What is used here of acorn's own parser, which its types leave out. Its plugins rely on the same. */
interface AcornParser {
  start: number;
  pos: number;
  type: unknown;
  strict: boolean;
  lastTokEnd: number;
  parse(): Program;
  next(): void;
  nextToken(): void;
  enterScope(flags: number): void;
  exitScope(): void;
  currentVarScope(): { readonly flags: number };
  parseFunctionBody(node: FunctionSketch, isArrow: boolean, isMethod: boolean, forInit: boolean): void;
}

/** What acorn looks at of a function whose body it parses. */
interface FunctionSketch {
  params: unknown[];
  id: unknown;
  body: BlockStatement | LazyBody | null;
  expression: boolean;
}

/** Scopes of acorn: of a function, in which `super` may be called. */
const ANY_FUNCTION = 2 | 64 | 128;

/** A body that was stepped over, and what decides how it is parsed. */
interface SkippedBody {
  readonly start: number;
  readonly end: number;
  readonly strict: boolean;
  readonly scope: number;
}

/** What the parsing of one text shares. */
interface Job {
  readonly text: string;
  readonly sourceType: 'script' | 'module';
  readonly pairs: BracePairs | null;
  readonly room: ParseRoom;
  /** Where the word is that will be asked for. */
  readonly words: readonly number[];
}

/**
 * Loads the package that parses.
 *
 * @param shortestBody bodies of so many characters and more are parsed when they are looked at
 */
export async function loadParser(shortestBody = SHORTEST_BODY): Promise<Parser> {
  const acorn = await import('acorn');
  const brace = acorn.tokTypes.braceL;

  class LazyParser extends (acorn.Parser as unknown as new (
    options: Options,
    text: string,
    start: number,
  ) => AcornParser) {
    readonly #job: Job;

    /** @param start where a body begins that ends at `end`; 0: the whole text */
    constructor(options: Options, job: Job, start: number, end: number) {
      super(options, start === 0 ? job.text : job.text.slice(0, end), start);
      this.#job = job;
    }

    startNode(): LeanNode {
      return this.startNodeAt(this.start);
    }

    startNodeAt(start: number): LeanNode {
      const { room } = this.#job;
      room.nodes -= 1;
      if (room.nodes < 0) throw new TooMuchText();
      return new LeanNode(start);
    }

    copyNode(node: LeanNode): LeanNode {
      return Object.assign(new LeanNode(node.start), node);
    }

    override parseFunctionBody(node: FunctionSketch, isArrow: boolean, isMethod: boolean, forInit: boolean): void {
      const { pairs, words } = this.#job;
      const close = pairs === null || this.type !== brace ? -1 : pairs.closeOf(this.start);
      if (close === -1 || hasBetween(words, this.start, close)) {
        super.parseFunctionBody(node, isArrow, isMethod, forInit);
        return;
      }
      const skipped = {
        start: this.start,
        end: close + 1,
        strict: this.strict,
        scope: this.currentVarScope().flags,
      };
      const job = this.#job;
      node.body = new LazyBody(skipped.start, skipped.end, () => statementsOf(job, skipped));
      node.expression = false;
      // The opening brace was read, so the closing one ends what it began.
      this.pos = close;
      this.next();
      this.next();
      this.exitScope();
    }

    /** Parses the body of a function that begins at a brace. */
    parseBody({ end, strict, scope }: SkippedBody): BlockStatement['body'] {
      this.strict = strict;
      this.enterScope(ANY_FUNCTION);
      this.enterScope(scope);
      this.nextToken();
      const fn: FunctionSketch = { params: [], id: null, body: null, expression: false };
      super.parseFunctionBody(fn, false, true, false);
      if (fn.body === null || fn.body.end !== end) throw new SyntaxError('The body ends elsewhere.');
      return fn.body.body;
    }
  }

  const optionsFor = (sourceType: Job['sourceType']): Options => ({
    ecmaVersion: 'latest',
    sourceType,
    allowReturnOutsideFunction: true,
    allowHashBang: true,
    allowSuperOutsideMethod: true,
    // Where a private name is declared is not seen from the body of a function alone.
    checkPrivateFields: false,
    // Without it, acorn looks for the beginning of the line of each body.
    startLocation: { line: 1, column: 0 },
  });
  const parseAs = (job: Job): Program => new LazyParser(optionsFor(job.sourceType), job, 0, job.text.length).parse();
  const parseBodyAs = (job: Job, body: SkippedBody): BlockStatement['body'] =>
    new LazyParser(optionsFor(job.sourceType), job, body.start, body.end).parseBody(body);

  function statementsOf(job: Job, body: SkippedBody): BlockStatement['body'] {
    // `import.meta` in a function tells of a module that nothing at its top showed.
    const module: Job = { ...job, sourceType: 'module' };
    return firstThatParses([
      () => parseBodyAs(job, body),
      () => parseBodyAs(module, body),
      () => parseBodyAs({ ...job, pairs: null }, body),
      () => parseBodyAs({ ...module, pairs: null }, body),
    ]);
  }

  return {
    parse(text, { room = { nodes: Number.POSITIVE_INFINITY }, word = '' } = {}) {
      const pairs = pairBraces(text, shortestBody);
      const job: Job = { text, sourceType: 'script', pairs, room, words: placesOf(text, word) };
      // Most code that is no module is CommonJS, and `import` outside a module is an error at once.
      const lazily = pairs === null ? [] : [() => parseAs(job), () => parseAs({ ...job, sourceType: 'module' })];
      return firstThatParses([
        ...lazily,
        () => parseAs({ ...job, pairs: null }),
        () => parseAs({ ...job, pairs: null, sourceType: 'module' }),
      ]);
    },
  };
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  if (word !== '') for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) places.push(at);
  return places;
}

/** Whether one of the sorted places is between two others. */
function hasBetween(places: readonly number[], start: number, end: number): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (places[middle] < start) low = middle + 1;
    else high = middle;
  }
  return low < places.length && places[low] < end;
}

/** @throws the last one's SyntaxError, and at once what is none */
function firstThatParses<T>(ways: readonly (() => T)[]): T {
  let failure: unknown;
  for (const parse of ways) {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      failure = error;
    }
  }
  throw failure;
}
