import type { Identifier, MemberExpression, Program } from 'acorn';
import { type BodyOwner, isLazyBody, type LazyBody } from './lazy-body.js';
import { isMereName } from './name-roles.js';
import { type SyntaxNode, TooMuchText } from './parser.js';
import type { ClassSyntax, FunctionNode } from './syntax-kinds.js';
import { keyName, memberName, parametersStart } from './syntax-names.js';
import { Variables } from './variables.js';
import { isPartOfName } from './whole-words.js';

/** Each node knows the one above it: a table of millions would take more memory than the tree. */
type Linked = SyntaxNode & { parent?: SyntaxNode | null };

/** A body of a function could not be parsed, or there is no room for it. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
  readonly script: string;

  constructor(script: string, cause: unknown) {
    super(`A function of ${script} could not be parsed.`, { cause });
    this.script = script;
  }

  get isTooMuch(): boolean {
    return this.cause instanceof TooMuchText;
  }
}

/** Where a word is looked for. */
interface WordPlaces {
  readonly from?: number;
  readonly to?: number;
  readonly only?: (at: number) => boolean;
}

/** A body with those inside it that were found when it was parsed. */
interface Piece {
  readonly body: LazyBody;
  inner: readonly Piece[];
}

/**
 * What a script has, by name and place, as far as it was parsed. It grows with each body of a function that is; what a name leads to
 * is complete once {@link openWord} was called with it.
 */
export class ScriptIndex implements BodyOwner {
  readonly variables: Variables;
  readonly thisNames = new Set<string>();
  readonly classStarts = new Set<number>();
  readonly #script: string;
  readonly #text: string;
  readonly #functions = new SortedNodes<FunctionNode>();
  readonly #classes = new SortedNodes<ClassSyntax>();
  readonly #computed = new SortedNodes<MemberExpression>();
  readonly #members = new Map<string, SortedNodes<MemberExpression>>();
  readonly #written = new Map<string, SortedNodes<SyntaxNode>>();
  readonly #functionsByPlace = new Map<number, FunctionNode>();
  readonly #opened = new Set<string>();
  readonly #pieceOf = new Map<LazyBody, Piece>();
  readonly #pieces: readonly Piece[];
  #unparsed = 0;

  constructor(script: string, text: string, root: Program) {
    this.#script = script;
    this.#text = text;
    const named = new Map<string, Identifier[]>();
    this.#pieces = this.#add([root], null, named);
    this.variables = new Variables(root, parentOf, (name, from, to) => this.openWord(name, { from, to }));
    this.variables.add(named);
  }

  get functions(): readonly FunctionNode[] {
    return this.#functions.all;
  }

  get classes(): readonly ClassSyntax[] {
    return this.#classes.all;
  }

  get computed(): readonly MemberExpression[] {
    return this.#computed.all;
  }

  get unparsedCharacters(): number {
    return this.#unparsed;
  }

  membersNamed(name: string): readonly MemberExpression[] {
    return this.#members.get(name)?.all ?? [];
  }

  keysNamed(name: string): readonly SyntaxNode[] {
    return this.#written.get(name)?.all ?? [];
  }

  /** The function that V8 says is at an offset; of two the first counts. */
  functionAt(offset: number): FunctionNode | null {
    this.openAt(offset);
    return this.#functionsByPlace.get(offset) ?? null;
  }

  /** Parses a body, if it was not. */
  open(body: LazyBody): void {
    // Reading it parses it.
    void body.body;
  }

  /** Parses all bodies around an offset. */
  openAt(offset: number): void {
    for (let piece = pieceAt(this.#pieces, offset); piece !== null; piece = pieceAt(piece.inner, offset))
      this.open(piece.body);
  }

  /**
   * Parses all bodies that contain a word, or a phrase.
   *
   * @param only where it counts; by default everywhere
   */
  openWord(word: string, { from = 0, to = this.#text.length, only }: WordPlaces = {}): void {
    if (this.#unparsed === 0 || word === '' || this.#opened.has(word)) return;
    const text = this.#text;
    for (let at = text.indexOf(word, from); at !== -1 && at < to; at = text.indexOf(word, at + 1)) {
      const isWord = !isPartOfName(text, at - 1) && !isPartOfName(text, at + word.length);
      if (isWord && only?.(at) !== false) this.openAt(at);
    }
    if (from === 0 && to === text.length && only === undefined) this.#opened.add(word);
  }

  /** Parses all bodies that contain a match of a global regular expression, between two offsets. */
  openWhere(pattern: RegExp, from = 0, to = this.#text.length): void {
    if (this.#unparsed === 0) return;
    pattern.lastIndex = from;
    for (let match = pattern.exec(this.#text); match !== null && match.index < to; match = pattern.exec(this.#text))
      this.openAt(match.index);
  }

  openAll(): void {
    const open = [...this.#pieces];
    for (let piece = open.pop(); piece !== undefined; piece = open.pop()) {
      this.open(piece.body);
      open.push(...piece.inner);
    }
  }

  whyUnread(error: unknown): unknown {
    const isKnown = error instanceof SyntaxError || error instanceof TooMuchText;
    return isKnown ? new UnreadableBody(this.#script, error) : error;
  }

  whenParsed(body: LazyBody, statements: readonly SyntaxNode[]): void {
    const named = new Map<string, Identifier[]>();
    const piece = this.#pieceOf.get(body);
    this.#unparsed -= body.end - body.start;
    const inner = this.#add(statements, body as unknown as SyntaxNode, named);
    if (piece !== undefined) piece.inner = inner;
    this.#pieceOf.delete(body);
    this.variables.add(named);
  }

  /** Takes in nodes and all below them. Identifiers that may stand for a variable are put into `named`. */
  #add(roots: readonly SyntaxNode[], above: SyntaxNode | null, named: Map<string, Identifier[]>): Piece[] {
    const pieces: Piece[] = [];
    const stack: SyntaxNode[] = [];
    for (const root of roots) {
      if (above !== null) (root as Linked).parent = above;
      stack.push(root);
    }
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.type === 'Identifier') {
        addIdentifier(named, node);
        continue;
      }
      if (isLazyBody(node)) {
        pieces.push(this.#addLazy(node));
        continue;
      }
      this.#addNode(node);
      for (const child of childrenOf(node)) {
        (child as Linked).parent = node;
        stack.push(child);
      }
    }
    return pieces.sort((a, b) => a.body.start - b.body.start);
  }

  #addLazy(body: LazyBody): Piece {
    const piece: Piece = { body, inner: [] };
    this.#unparsed += body.end - body.start;
    this.#pieceOf.set(body, piece);
    body.owner = this;
    return piece;
  }

  #addNode(node: SyntaxNode): void {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#functions.add(node);
        this.#placeFunction(parametersStart(node, this.#text), node);
        // V8 gives an arrow function's place by its first word, `async` included.
        if (node.type === 'ArrowFunctionExpression') this.#placeFunction(node.start, node);
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#classes.add(node);
        this.classStarts.add(node.start).add(node.body.start);
        for (const member of node.body.body)
          if (member.type === 'PropertyDefinition' || member.type === 'StaticBlock') this.classStarts.add(member.start);
        break;
      case 'MemberExpression':
        append(this.#members, memberName(node), node);
        if (node.computed && node.property.type !== 'Literal') this.#computed.add(node);
        break;
      case 'VariableDeclarator':
        if (node.id.type === 'Identifier' && node.init?.type === 'ThisExpression') this.thisNames.add(node.id.name);
        break;
      case 'Property':
      case 'PropertyDefinition':
      case 'MethodDefinition':
        append(this.#written, keyName(node), node);
        break;
      default:
    }
  }

  #placeFunction(offset: number, node: FunctionNode): void {
    const known = this.#functionsByPlace.get(offset);
    if (known === undefined || node.start < known.start) this.#functionsByPlace.set(offset, node);
  }
}

/** Nodes in the order of the text. A list that was handed out does not change. */
class SortedNodes<T extends SyntaxNode> {
  #sorted: T[] = [];
  #added: T[] = [];

  add(node: T): void {
    this.#added.push(node);
  }

  get all(): readonly T[] {
    if (this.#added.length > 0) {
      this.#sorted = [...this.#sorted, ...this.#added].sort((a, b) => a.start - b.start);
      this.#added = [];
    }
    return this.#sorted;
  }
}

export function parentOf(node: SyntaxNode): SyntaxNode | null {
  return (node as Linked).parent ?? null;
}

/** Child nodes in the order of the text, but those of a body that may not be parsed. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const key in node) {
    if (key === 'parent') continue;
    const value: unknown = node[key as keyof SyntaxNode];
    if (Array.isArray(value)) {
      for (const item of value) if (isSyntaxNode(item)) children.push(item);
    } else if (isSyntaxNode(value)) children.push(value);
  }
  return children;
}

function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The piece that contains an offset, of pieces in the order of the text. */
function pieceAt(pieces: readonly Piece[], offset: number): Piece | null {
  let low = 0;
  let high = pieces.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const { start, end } = pieces[middle].body;
    if (offset <= start) high = middle - 1;
    else if (offset >= end) low = middle + 1;
    else return pieces[middle];
  }
  return null;
}

function addIdentifier(named: Map<string, Identifier[]>, identifier: Identifier): void {
  const above = parentOf(identifier);
  if (above === null || isMereName(identifier, above)) return;
  const list = named.get(identifier.name);
  if (list === undefined) named.set(identifier.name, [identifier]);
  // One node is both names of `import { a }`.
  else if (list[list.length - 1] !== identifier) list.push(identifier);
}

function append<T extends SyntaxNode>(map: Map<string, SortedNodes<T>>, key: string | null, node: T): void {
  if (key === null) return;
  let list = map.get(key);
  if (list === undefined) {
    list = new SortedNodes();
    map.set(key, list);
  }
  list.add(node);
}
