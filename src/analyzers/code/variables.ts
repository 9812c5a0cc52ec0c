import type { Identifier, Program } from 'acorn';
import { type Definition, type NameRole, roleOf } from './name-roles.js';
import type { SyntaxNode } from './parser.js';
import { type FunctionNode, isClass, isFunction } from './syntax-kinds.js';

/** Where a variable is read, or given a value. */
export class Reference {
  readonly identifier: Identifier;
  readonly #isWrite: boolean;

  constructor(identifier: Identifier, isWrite: boolean) {
    this.identifier = identifier;
    this.#isWrite = isWrite;
  }

  isWrite(): boolean {
    return this.#isWrite;
  }
}

/** A variable of a script. `arguments` has no definition. */
export class Variable {
  readonly name: string;
  readonly defs: Definition[] = [];
  /** Where it is declared, in the order of the text. */
  readonly identifiers: Identifier[] = [];
  readonly #find: (variable: Variable) => Reference[];
  #references: Reference[] | null = null;

  constructor(name: string, find: (variable: Variable) => Reference[]) {
    this.name = name;
    this.#find = find;
  }

  /** In the order of the text. Where it is declared with a value is one of them. */
  get references(): readonly Reference[] {
    this.#references ??= this.#find(this);
    return this.#references;
  }
}

/** The variables of one name, by the node whose scope has them. */
interface Scopes {
  readonly own: Map<SyntaxNode, Variable>;
  /** The name of a function expression, or of a class, as its own code sees it. */
  readonly inner: Map<SyntaxNode, Variable>;
  /** The `arguments` of functions. */
  readonly implicit: Map<SyntaxNode, Variable>;
}

/**
 * Which variable a name stands for, by the rules of scopes of ECMAScript. Each name is resolved when it is asked for: an analysis asks
 * for few of the names of a script, and resolving all of a bundle takes longer, and more memory, than parsing it.
 */
export class Variables {
  readonly #root: Program;
  readonly #named = new Map<string, Identifier[]>();
  readonly #unsorted = new Set<string>();
  readonly #parentOf: (node: SyntaxNode) => SyntaxNode | null;
  readonly #open: (name: string, from: number, to: number) => void;
  readonly #scopes = new Map<string, Scopes>();

  /** @param open parses all between two offsets that speaks of a name, and so calls {@link add} */
  constructor(
    root: Program,
    parentOf: (node: SyntaxNode) => SyntaxNode | null,
    open: (name: string, from: number, to: number) => void,
  ) {
    this.#root = root;
    this.#parentOf = parentOf;
    this.#open = open;
  }

  /**
   * Takes in the identifiers of a part of the script that was parsed, by name; those that are mere names may be left out. The scopes that
   * they are declared in are in that part, or its parameters': what is known of others stays true.
   */
  add(named: ReadonlyMap<string, Identifier[]>): void {
    for (const [name, identifiers] of named) {
      const known = this.#named.get(name);
      if (known === undefined) this.#named.set(name, identifiers);
      else for (const identifier of identifiers) known.push(identifier);
      this.#unsorted.add(name);
      const scopes = this.#scopes.get(name);
      if (scopes !== undefined) this.#defineAll(scopes, identifiers.toSorted(byPlace));
    }
  }

  /** The variable that an identifier stands for, or null for one that is declared nowhere in the script. */
  of(identifier: Identifier): Variable | null {
    const role = this.#roleOf(identifier);
    if (role.isRead || role.writes > 0) return this.#resolve(identifier);
    if (role.definition === null) return null;
    const { own, inner } = this.#scopesOf(identifier.name);
    const { node } = role.definition;
    if (isClass(node) || node.type === 'FunctionExpression') {
      const named = inner.get(node);
      if (named?.identifiers.includes(identifier) === true) return named;
    }
    return own.get(this.#scopeOf(role.definition)) ?? null;
  }

  /** A variable by name, as code at the top of a function sees it; null: at the top of the script. */
  seenFrom(fn: FunctionNode | null, name: string): Variable | null {
    if (fn === null) return this.#within(this.#root, name);
    return this.#within(fn, name) ?? this.#above(fn, name, null);
  }

  /** A variable by name, as code around a function sees it. */
  around(fn: FunctionNode, name: string): Variable | null {
    return this.#above(fn, name, null);
  }

  #roleOf(identifier: Identifier): NameRole {
    return roleOf(identifier, this.#parentOf);
  }

  #resolve(identifier: Identifier): Variable | null {
    return this.#above(identifier, identifier.name, identifier);
  }

  /** The innermost variable of that name in the scopes around a node. */
  #above(node: SyntaxNode, name: string, reference: Identifier | null): Variable | null {
    let child = node;
    for (let at = this.#parentOf(child); at !== null; at = this.#parentOf(at)) {
      // What a `switch` asks about is outside its scope.
      const isOutside = at.type === 'SwitchStatement' && at.discriminant === child;
      const found = isOutside ? null : this.#within(at, name);
      if (found !== null && (reference === null || isInReach(found, at, reference))) return found;
      if (found !== null && isFunction(at)) {
        const own = this.#scopesOf(name).inner.get(at);
        if (own !== undefined && own !== found) return own;
      }
      child = at;
    }
    return null;
  }

  /** The variable of that name in the scope that a node makes. */
  #within(node: SyntaxNode, name: string): Variable | null {
    const scopes = this.#scopesOf(name);
    const found = scopes.own.get(node);
    if (found !== undefined) return found;
    if (name === 'arguments' && this.#hasArguments(node)) {
      let variable = scopes.implicit.get(node);
      if (variable === undefined) {
        variable = this.#newVariable(name, node);
        scopes.implicit.set(node, variable);
      }
      return variable;
    }
    return scopes.inner.get(node) ?? null;
  }

  /** The function that Node.js wraps around a CommonJS file has them too. */
  #hasArguments(node: SyntaxNode): boolean {
    if (node === this.#root) return this.#root.sourceType !== 'module';
    return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression';
  }

  #scopesOf(name: string): Scopes {
    const known = this.#scopes.get(name);
    if (known !== undefined) return known;
    const scopes: Scopes = { own: new Map(), inner: new Map(), implicit: new Map() };
    this.#scopes.set(name, scopes);
    this.#defineAll(scopes, this.#allNamed(name));
    return scopes;
  }

  /** The identifiers of a name that were parsed, in the order of the text. */
  #allNamed(name: string): readonly Identifier[] {
    const all = this.#named.get(name) ?? [];
    if (this.#unsorted.delete(name)) all.sort(byPlace);
    return all;
  }

  #defineAll(scopes: Scopes, identifiers: readonly Identifier[]): void {
    for (const identifier of identifiers) {
      const { definition } = this.#roleOf(identifier);
      if (definition === null) continue;
      const { node } = definition;
      const isNamed = isClass(node) || (node.type === 'FunctionExpression' && definition.type === 'FunctionName');
      if (isNamed && definition.type !== 'Parameter') this.#define(scopes.inner, node, definition);
      // A declared class has its name both around it and in it.
      if (!isNamed || node.type === 'ClassDeclaration') this.#define(scopes.own, this.#scopeOf(definition), definition);
    }
  }

  #define(variables: Map<SyntaxNode, Variable>, scope: SyntaxNode, definition: Definition): void {
    let variable = variables.get(scope);
    if (variable === undefined) {
      variable = this.#newVariable(definition.name.name, scope);
      variables.set(scope, variable);
    }
    variable.defs.push(definition);
    variable.identifiers.push(definition.name);
  }

  #newVariable(name: string, scope: SyntaxNode): Variable {
    return new Variable(name, (variable) => this.#referencesOf(variable, scope));
  }

  #referencesOf(variable: Variable, scope: SyntaxNode): Reference[] {
    this.#open(variable.name, scope.start, scope.end);
    const all = this.#allNamed(variable.name);
    const references: Reference[] = [];
    for (let at = firstFrom(all, scope.start); at < all.length && all[at].start < scope.end; at += 1) {
      const identifier = all[at];
      const { writes, isRead } = this.#roleOf(identifier);
      if ((!isRead && writes === 0) || this.#resolve(identifier) !== variable) continue;
      if (isRead) references.push(new Reference(identifier, false));
      for (let write = 0; write < writes; write += 1) references.push(new Reference(identifier, true));
    }
    return references;
  }

  /** The node whose scope a definition belongs to. */
  #scopeOf({ type, node, parent }: Definition): SyntaxNode {
    if (type === 'Parameter' || type === 'CatchClause') return node;
    if (type === 'ImportBinding') return this.#root;
    const isHoisted = parent?.type === 'VariableDeclaration' && parent.kind === 'var';
    let child = parent ?? node;
    for (let at = this.#parentOf(child); at !== null; at = this.#parentOf(at)) {
      if (isHoisted ? isFunctionLike(at) : this.#isBlock(at, child)) return at;
      child = at;
    }
    return this.#root;
  }

  #isBlock(node: SyntaxNode, child: SyntaxNode): boolean {
    switch (node.type) {
      case 'BlockStatement': {
        const above = this.#parentOf(node);
        return above === null || !isFunction(above);
      }
      case 'ForStatement':
        return node.init === child && isLexical(child);
      case 'ForInStatement':
      case 'ForOfStatement':
        return node.left === child && isLexical(child);
      case 'SwitchStatement':
        return node.discriminant !== child;
      case 'CatchClause':
        return true;
      default:
        return isFunctionLike(node);
    }
  }
}

/** The default values of parameters do not see what the body declares, nor its `arguments`. */
function isInReach(variable: Variable, scope: SyntaxNode, reference: Identifier): boolean {
  if (!isFunction(scope) || reference.start >= scope.body.start) return true;
  return variable.defs.some(({ name }) => name.start < scope.body.start);
}

function byPlace(a: Identifier, b: Identifier): number {
  return a.start - b.start;
}

function isLexical(node: SyntaxNode): boolean {
  return node.type === 'VariableDeclaration' && node.kind !== 'var';
}

function isFunctionLike(node: SyntaxNode): boolean {
  return isFunction(node) || node.type === 'StaticBlock' || node.type === 'Program';
}

/** The position of the first that begins at `start` or later. */
function firstFrom(sorted: readonly Identifier[], start: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle].start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
