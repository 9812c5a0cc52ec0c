import type { BinaryExpression, Identifier, MemberExpression } from 'acorn';
import { givenBy } from './call-targets.js';
import { ADDING, GIVING_ENTRY, READING } from './collection-calls.js';
import type { GuardKind } from './guard.js';
import { takesOne } from './one-entry.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { callsOf, usesOf } from './references.js';
import { type FunctionNode, isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites, Site } from './site.js';
import { initOf } from './this-class.js';
import { someBelow } from './tree-search.js';

/** What a number in a condition counts: the place, something that grows with it, or something else; null for no count at all. */
type Counted = 'place' | 'other' | 'unsure' | null;

/** The line that a condition is asked about. */
interface Asked {
  readonly remover: Site;
  /** Whether the line runs when a part of the condition is true, or when it is false; null where that is not followed. */
  readonly runsWhen: ((part: BinaryExpression) => boolean) | null;
}

const RELATIONAL = new Set(['<', '<=', '>', '>=']);
const SIZES = new Set(['size', 'length', 'byteLength']);
const MAX_LOOKUPS = 4;

/** Reads what the numbers in conditions count, for one place. */
export class CountReader {
  readonly #program: ProgramText;
  readonly #levels: PlaceSites['levels'];
  readonly #adders: ReadonlySet<FunctionNode | null>;

  /** @param adders functions that add to the place */
  constructor(program: ProgramText, { levels }: Pick<PlaceSites, 'levels'>, adders: ReadonlySet<FunctionNode | null>) {
    this.#program = program;
    this.#levels = levels;
    this.#adders = adders;
  }

  /**
   * What a condition says about the number of entries in the collection that `remover` takes from.
   *
   * @param holds whether the remover runs when it holds, or when it does not
   */
  kind(tree: ScriptSyntax, test: SyntaxNode, holds: boolean, remover: Site): Exclude<GuardKind, 'clock'> {
    const found = new Set<Counted>();
    const runsWhen = (part: BinaryExpression): boolean => isNegated(tree, part, test) !== holds;
    this.#compared(tree, test, { remover, runsWhen }, found, 0);
    if (found.has('place')) return 'size';
    if (found.has('unsure')) return 'unsure';
    return found.has('other') ? 'other-size' : 'other';
  }

  /** Collects what the comparisons in a condition, and in what it asks, count. */
  #compared(tree: ScriptSyntax, node: SyntaxNode, asked: Asked, found: Set<Counted>, lookups: number): void {
    if (lookups > MAX_LOOKUPS) return;
    // What the result of a function means is not followed.
    const deeper: Asked = { remover: asked.remover, runsWhen: null };
    someBelow(tree, node, (part) => {
      if (part.type === 'BinaryExpression') {
        if (RELATIONAL.has(part.operator)) {
          for (const [side, other] of [
            [part.left as SyntaxNode, part.right],
            [part.right, part.left as SyntaxNode],
          ])
            if (!isZero(other)) found.add(this.#side(tree, part, side, asked, lookups));
        } else if (asksEverySoOften(tree, part, asked)) found.add('place');
        return false;
      }
      if (part.type === 'CallExpression' || part.type === 'MemberExpression') {
        const given = givenBy(this.#program, tree, part);
        for (const result of given?.parts ?? [])
          this.#compared(given?.tree ?? tree, result, deeper, found, lookups + 1);
      } else if (part.type === 'Identifier') {
        const init = initOf(tree, part);
        if (init !== null) this.#compared(tree, init, deeper, found, lookups + 1);
      }
      return false;
    });
  }

  /** What a side of a comparison counts, where it decides when the line runs. */
  #side(
    tree: ScriptSyntax,
    part: BinaryExpression,
    side: SyntaxNode,
    { remover, runsWhen }: Asked,
    lookups: number,
  ): Counted {
    const counted = this.#count(tree, side, remover, lookups);
    if (counted !== 'place' || runsWhen === null || !takesOne(remover) || !this.#isPlain(tree, side)) return counted;
    const isLarge = /^>/.test(part.operator) === (side === part.left);
    // `if (this.count > 100) return;` before a line that takes out one entry lets the place grow.
    return isLarge === runsWhen(part) ? counted : null;
  }

  /** Whether it is the number itself, and not what is left to a limit. */
  #isPlain(tree: ScriptSyntax, side: SyntaxNode): boolean {
    if (side.type === 'Identifier') return initOf(tree, side) === null;
    return side.type === 'MemberExpression' && givenBy(this.#program, tree, side) === null;
  }

  /** What one side of a comparison counts. */
  #count(tree: ScriptSyntax, side: SyntaxNode, remover: Site, lookups: number): Counted {
    let best: Counted = null;
    const take = (counted: Counted): void => {
      if (counted !== null && (best === null || RANK[counted] > RANK[best])) best = counted;
    };
    if (lookups > MAX_LOOKUPS) return 'unsure';
    someBelow(tree, side, (part) => {
      switch (part.type) {
        case 'MemberExpression': {
          const given = givenBy(this.#program, tree, part);
          if (given !== null)
            for (const result of given.parts) take(this.#count(given.tree, result, remover, lookups + 1));
          else if (SIZES.has(memberName(part) ?? ''))
            take(this.#owner(tree, part.object as SyntaxNode, remover, lookups));
          else take(this.#counter(tree, part));
          // What is below is the object of which something is asked.
          return false;
        }
        case 'CallExpression': {
          const given = givenBy(this.#program, tree, part);
          for (const result of given?.parts ?? []) take(this.#count(given?.tree ?? tree, result, remover, lookups + 1));
          return false;
        }
        case 'Identifier': {
          if (tree.parent(part)?.type === 'MemberExpression') return false;
          const init = initOf(tree, part);
          if (init !== null) take(this.#count(tree, init, remover, lookups + 1));
          else take(this.#counter(tree, part) ?? this.#argument(tree, part, remover, lookups));
          return false;
        }
        default:
          return false;
      }
    });
    return best;
  }

  /** What a parameter counts, by what it is given. */
  #argument(tree: ScriptSyntax, identifier: Identifier, remover: Site, lookups: number): Counted {
    const counted = this.#arguments(tree, identifier).map((argument) =>
      this.#count(tree, argument, remover, lookups + 1),
    );
    return counted.includes('place') ? 'place' : (counted.find((each) => each !== null) ?? null);
  }

  #arguments(tree: ScriptSyntax, identifier: Identifier): SyntaxNode[] {
    const definition = tree.variableOf(identifier)?.defs[0];
    const fn = definition?.type === 'Parameter' ? (definition.node as unknown as SyntaxNode) : null;
    if (fn === null || !isFunction(fn)) return [];
    const index = fn.params.findIndex(
      ({ type, ...rest }) => type === 'Identifier' && 'name' in rest && rest.name === identifier.name,
    );
    if (index === -1) return [];
    return callsOf(tree, fn).flatMap((call) =>
      call.type === 'CallExpression' && call.arguments[index] ? [call.arguments[index] as SyntaxNode] : [],
    );
  }

  /** Whose size is asked for by `owner.size`. */
  #owner(tree: ScriptSyntax, owner: SyntaxNode, remover: Site, lookups: number): Exclude<Counted, null> {
    const level = this.#levels.get(owner);
    if (level !== undefined) return level === remover.level ? 'place' : 'other';
    if (lookups > MAX_LOOKUPS) return 'unsure';
    const look = (node: SyntaxNode): Exclude<Counted, null> => this.#owner(tree, node, remover, lookups + 1);
    switch (owner.type) {
      case 'Identifier': {
        const init = initOf(tree, owner);
        const made = init === null ? null : look(init);
        // What is in `const seen = []` comes later.
        if (init !== null && made !== null && (made === 'place' || !isNewCollection(init))) return made;
        const given = this.#arguments(tree, owner);
        if (given.length > 0) return combined(given.map(look));
        return this.#beside(tree, owner, remover);
      }
      case 'MemberExpression':
        return this.#beside(tree, owner, remover);
      case 'CallExpression':
      case 'NewExpression': {
        const { callee } = owner;
        const own = callee.type === 'MemberExpression' ? (callee.object as SyntaxNode) : null;
        if (own !== null && GIVING_ENTRY.has(memberName(callee as MemberExpression) ?? '')) return 'other';
        // `Object.keys(rows)`, `rows.keys()`, `rows.filter(…)`
        const parts = [...(own === null ? [] : [own]), ...(owner.arguments as SyntaxNode[])];
        return parts.map(look).includes('place') ? 'place' : 'other';
      }
      case 'ArrayExpression':
        return (owner.elements as (SyntaxNode | null)[]).some(
          (element) => element?.type === 'SpreadElement' && look(element.argument) === 'place',
        )
          ? 'place'
          : 'other';
      case 'ChainExpression':
        return look(owner.expression);
      default:
        return isFunction(owner) || owner.type === 'Literal' || owner.type === 'TemplateLiteral' ? 'other' : 'unsure';
    }
  }

  /**
   * Another collection, or a value. It grows with the place when a function that adds to the place adds to it as well, and a line beside
   * the remover takes from it.
   */
  #beside(tree: ScriptSyntax, owner: SyntaxNode, remover: Site): Exclude<Counted, null> {
    const uses = usesOf(tree, owner);
    const adds = uses.filter((use) => isAdding(tree, use));
    const isPrivate = owner.type === 'Identifier' || (owner.type === 'MemberExpression' && isPrivateName(owner));
    if (adds.length === 0) return uses.some((use) => isHandedOn(tree, use)) ? 'unsure' : 'other';
    const isTakenBeside =
      remover.tree === tree && uses.some((use) => isTaking(tree, use) && isBeside(tree, use, remover.node));
    if (isTakenBeside) return adds.some((use) => this.#isInAdder(tree, use)) ? 'place' : 'unsure';
    if (adds.some((use) => this.#adders.has(tree.functionAround(use)))) return 'unsure';
    return isPrivate && !uses.some((use) => isHandedOn(tree, use)) ? 'other' : 'unsure';
  }

  /** A variable or field that is counted: with the place when a function that adds, or calls one that does, counts it. */
  #counter(tree: ScriptSyntax, node: SyntaxNode): Counted {
    const writes = usesOf(tree, node).filter((use) => isCountedAt(tree, use));
    if (writes.length === 0) return null;
    return writes.some((use) => this.#isInAdder(tree, use)) ? 'place' : 'unsure';
  }

  /** Whether a line stands in a function that adds, that calls one which does, or that such a one calls. */
  #isInAdder(tree: ScriptSyntax, node: SyntaxNode): boolean {
    for (let fn = tree.functionAround(node); fn !== null; fn = tree.functionAround(fn)) {
      if (this.#adders.has(fn)) return true;
      const around = fn;
      const isCalling = [...this.#adders].some(
        (adder) => adder !== null && callsOf(tree, adder).some((call) => tree.functionAround(call) === around),
      );
      if (isCalling) return true;
      if (callsOf(tree, fn).some((call) => this.#adders.has(tree.functionAround(call)))) return true;
    }
    return false;
  }
}

const RANK: Readonly<Record<Exclude<Counted, null>, number>> = { other: 0, unsure: 1, place: 2 };

function combined(counted: readonly Exclude<Counted, null>[]): Exclude<Counted, null> {
  if (counted.includes('place')) return 'place';
  return counted.every((each) => each === 'other') ? 'other' : 'unsure';
}

/** `const seen = new Map()`, `const keys = []`: what is in it comes later. */
function isNewCollection({ type }: SyntaxNode): boolean {
  return type === 'NewExpression' || type === 'ArrayExpression' || type === 'ObjectExpression';
}

function isPrivateName(member: MemberExpression): boolean {
  return (memberName(member) ?? '').startsWith('#');
}

function isAdding(tree: ScriptSyntax, use: SyntaxNode): boolean {
  const above = tree.parent(use);
  if (above?.type !== 'MemberExpression' || above.object !== use) return false;
  const outer = tree.parent(above);
  if (outer?.type === 'CallExpression' && outer.callee === above) return ADDING.has(memberName(above) ?? '');
  return above.computed && outer?.type === 'AssignmentExpression' && outer.left === above;
}

/** A call that may take something out of it, or another value for it. */
function isTaking(tree: ScriptSyntax, use: SyntaxNode): boolean {
  const above = tree.parent(use);
  if (above?.type === 'AssignmentExpression' && above.left === use) return true;
  if (above?.type !== 'MemberExpression' || above.object !== use) return false;
  const outer = tree.parent(above);
  if (outer?.type === 'UnaryExpression') return outer.operator === 'delete';
  const name = memberName(above) ?? '';
  return outer?.type === 'CallExpression' && outer.callee === above && !ADDING.has(name) && !READING.has(name);
}

function isHandedOn(tree: ScriptSyntax, use: SyntaxNode): boolean {
  const above = tree.parent(use);
  if (above?.type === 'CallExpression' || above?.type === 'NewExpression') return above.callee !== use;
  return above?.type === 'AssignmentExpression' && !(above.left === use && isNewCollection(above.right));
}

/** Whether two lines stand in the same block, or one of them in a function that a call of the other's is given. */
function isBeside(tree: ScriptSyntax, node: SyntaxNode, other: SyntaxNode): boolean {
  const block = blockOf(tree, node);
  return block !== null && (block === blockOf(tree, other) || contains(statementOf(tree, node), other));
}

function blockOf(tree: ScriptSyntax, node: SyntaxNode): SyntaxNode | null {
  const statement = statementOf(tree, node);
  const above = tree.parent(statement);
  // A body of one statement is a block of its own.
  return above?.type === 'BlockStatement' || above?.type === 'Program' || above === null ? above : statement;
}

function statementOf(tree: ScriptSyntax, node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let above = tree.parent(at); above !== null; at = above, above = tree.parent(at))
    if (/Statement$|^VariableDeclaration$/.test(at.type) || isFunction(above)) break;
  return at;
}

function contains(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function isCountedAt(tree: ScriptSyntax, use: SyntaxNode): boolean {
  const above = tree.parent(use);
  return (
    above?.type === 'UpdateExpression' ||
    (above?.type === 'AssignmentExpression' && above.left === use && /^[+-]=$/.test(above.operator))
  );
}

/**
 * `++count % 1000 === 0`, for a line that then empties the place. One that takes out a single entry runs too seldom to bound it, and one that does
 * not run then bounds nothing.
 */
function asksEverySoOften(tree: ScriptSyntax, test: BinaryExpression, { remover, runsWhen }: Asked): boolean {
  if (!/^[=!]==?$/.test(test.operator) || takesOne(remover)) return false;
  const isEqual = test.operator.startsWith('=');
  if (isEqual !== (runsWhen?.(test) ?? true)) return false;
  return someBelow(
    tree,
    test,
    (part) => part.type === 'BinaryExpression' && part.operator === '%' && isCountedUp(tree, part.left as SyntaxNode),
  );
}

/** Whether a part of a condition makes it false when it is true. */
function isNegated(tree: ScriptSyntax, part: SyntaxNode, test: SyntaxNode): boolean {
  let isOdd = false;
  for (let at: SyntaxNode | null = part; at !== null && at !== test; at = tree.parent(at))
    if (isNot(tree.parent(at))) isOdd = !isOdd;
  return isOdd;
}

function isNot(node: SyntaxNode | null): boolean {
  return node?.type === 'UnaryExpression' && node.operator === '!';
}

/** Whether a number is counted up somewhere: by `++`, or by `+= 1`. */
function isCountedUp(tree: ScriptSyntax, node: SyntaxNode): boolean {
  if (node.type === 'UpdateExpression') return true;
  return usesOf(tree, node).some((use) => {
    const above = tree.parent(use);
    return (
      above?.type === 'UpdateExpression' ||
      (above?.type === 'AssignmentExpression' && above.left === use && above.operator === '+=')
    );
  });
}

function isZero(node: SyntaxNode): boolean {
  return node.type === 'Literal' && node.value === 0;
}
