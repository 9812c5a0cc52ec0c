import type { AnyNode, BlockStatement } from 'acorn';

type Statements = BlockStatement['body'];

/** Who has the tree that a body belongs to. */
export interface BodyOwner {
  /** Called with the statements before anybody else sees them. */
  whenParsed(body: LazyBody, statements: Statements): void;
  /** What is thrown instead of the parser's error. */
  whyUnread(error: unknown): unknown;
}

/**
 * The body of a function that is parsed when it is first looked at: a syntax node of type BlockStatement like any other, whose statements
 * are not there before somebody asks for them.
 */
export class LazyBody {
  readonly type = 'BlockStatement';
  readonly start: number;
  readonly end: number;
  /** Set when the tree around it is whole. */
  parent: AnyNode | null = null;
  readonly #parse: () => Statements;
  #statements: Statements | null = null;
  #owner: BodyOwner | null = null;

  constructor(start: number, end: number, parse: () => Statements) {
    this.start = start;
    this.end = end;
    this.#parse = parse;
  }

  /** @throws what the owner makes of the parser's SyntaxError or TooMuchText */
  get body(): Statements {
    if (this.#statements !== null) return this.#statements;
    let statements: Statements;
    try {
      statements = this.#parse();
    } catch (error) {
      throw this.#owner?.whyUnread(error) ?? error;
    }
    this.#statements = statements;
    this.#owner?.whenParsed(this, statements);
    return statements;
  }

  get isParsed(): boolean {
    return this.#statements !== null;
  }

  set owner(owner: BodyOwner) {
    this.#owner = owner;
  }
}

/** Whether a node is the body of a function that may not be parsed yet. */
export function isLazyBody(node: unknown): node is LazyBody {
  return node instanceof LazyBody;
}
