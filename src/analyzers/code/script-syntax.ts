import type { FunctionExpression, Identifier, Literal, MemberExpression, Program } from 'acorn';
import { isMereName } from './name-roles.js';
import type { Parser, SyntaxNode } from './parser.js';
import { type ClassSyntax, type FunctionNode, isFunction } from './syntax-kinds.js';
import { type Variable, Variables } from './variables.js';

export { type ClassSyntax, type FunctionNode, isClass, isFunction } from './syntax-kinds.js';

/** Each node knows the one above it: a table of millions would take more memory than the tree. */
type Linked = SyntaxNode & { parent?: SyntaxNode | null };

/** A place in a script, 1-based. */
export interface ScriptPlace {
  readonly script: string;
  readonly line: number;
  readonly column: number;
}

/** One script as a tree: what is above each node, its functions and classes by place, its fields and variables by name. */
export class ScriptSyntax {
  readonly name: string;
  readonly text: string;
  readonly root: Program;
  readonly functions: FunctionNode[] = [];
  readonly classes: ClassSyntax[] = [];
  /** Field references whose name is not written there: `x[name]`. */
  readonly computed: MemberExpression[] = [];
  readonly #members = new Map<string, MemberExpression[]>();
  readonly #written = new Map<string, SyntaxNode[]>();
  readonly #thisNames = new Set<string>();
  readonly #classStarts = new Set<number>();
  readonly #lineStarts: number[] = [0];
  readonly #variables: Variables;
  #functionsByPlace: Map<number, FunctionNode> | null = null;

  /** @throws SyntaxError when it cannot be parsed */
  constructor(name: string, text: string, parser: Parser) {
    this.name = name;
    this.text = text;
    this.root = parser.parse(text);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
    this.#variables = new Variables(this.root, this.#index(), (node) => this.parent(node));
  }

  parent(node: SyntaxNode): SyntaxNode | null {
    return (node as Linked).parent ?? null;
  }

  /** Whether a node is one of this script's. O(depth) */
  contains(node: SyntaxNode): boolean {
    let at: SyntaxNode | null = node;
    while (at !== null && at !== this.root) at = this.parent(at);
    return at !== null;
  }

  /** Child nodes in the order of the text. */
  children(node: SyntaxNode): readonly SyntaxNode[] {
    return childrenOf(node);
  }

  /** Field references under a symbol that the script makes with that description: `x[kItems]` for `Symbol('items')`. */
  membersUnder(description: string): readonly MemberExpression[] {
    return this.computed.filter(({ property }) => {
      if (property.type !== 'Identifier') return false;
      const declared = this.variableOf(property)?.defs[0]?.node as SyntaxNode | undefined;
      const init = declared?.type === 'VariableDeclarator' ? declared.init : null;
      if (init?.type !== 'CallExpression') return false;
      const [argument] = init.arguments;
      return (
        argument?.type === 'Literal' && argument.value === description && /^Symbol\b/.test(this.text.slice(init.start))
      );
    });
  }

  /** Field references of that name, `#` included for private ones: `x.name`, `x['name']`. */
  membersNamed(name: string): readonly MemberExpression[] {
    return this.#members.get(name) ?? [];
  }

  /** Keys of that name in object literals, class bodies and patterns: nodes of type Property, PropertyDefinition or MethodDefinition. */
  keysNamed(name: string): readonly SyntaxNode[] {
    return this.#written.get(name) ?? [];
  }

  /** Whether it imports something of that name, exports it again, or takes it out of an object by a pattern. */
  speaksOf(name: string): boolean {
    if (this.keysNamed(name).length > 0) return true;
    return this.root.body.some((statement) => {
      if (statement.type === 'ImportDeclaration')
        return statement.specifiers.some(
          (specifier) => specifier.type === 'ImportSpecifier' && nameOfModule(specifier.imported) === name,
        );
      if (statement.type !== 'ExportNamedDeclaration' || !statement.source) return false;
      return statement.specifiers.some(({ local }) => nameOfModule(local) === name);
    });
  }

  place(node: SyntaxNode): ScriptPlace {
    return this.placeOfOffset(node.start);
  }

  placeOfOffset(offset: number): ScriptPlace {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { script: this.name, line: low + 1, column: offset - this.#lineStarts[low] + 1 };
  }

  offset(line: number, column: number): number {
    return (this.#lineStarts[line - 1] ?? this.text.length) + column - 1;
  }

  /** The function whose parameters begin there, as V8 gives the place of a function; null when there is none. */
  functionAt(line: number, column: number): FunctionNode | null {
    const offset = this.offset(line, column);
    this.#functionsByPlace ??= this.#placeFunctions();
    return this.#functionsByPlace.get(offset) ?? null;
  }

  /** Of two functions at one place the first counts. */
  #placeFunctions(): Map<number, FunctionNode> {
    const byPlace = new Map<number, FunctionNode>();
    const put = (offset: number, node: FunctionNode): void => {
      if (!byPlace.has(offset)) byPlace.set(offset, node);
    };
    for (const node of this.functions) {
      put(parametersStart(node, this.text), node);
      // V8 gives an arrow function's place by its first word, `async` included.
      if (node.type === 'ArrowFunctionExpression') put(node.start, node);
    }
    return byPlace;
  }

  /** Whether some variable of that name is declared as `this`: resolving all names of a script costs more than parsing it. */
  hasThisNamed(name: string): boolean {
    return this.#thisNames.has(name);
  }

  /** The function that is there, or the innermost one around that place; null: none. */
  functionFrom(line: number, column: number): FunctionNode | null {
    const offset = this.offset(line, column);
    const own = this.functionAt(line, column);
    if (own !== null) return own;
    // Sorted by their beginnings, so the last one that reaches that far is the innermost.
    return this.functions.findLast((node) => node.start <= offset && node.end > offset) ?? null;
  }

  /** The class whose constructor's parameters begin there, or which begins there and has no constructor; or null. */
  classAt(line: number, column: number): ClassSyntax | null {
    const offset = this.offset(line, column);
    return (
      this.classes.find((node) => {
        const own = constructorOf(node);
        return own === null ? node.start === offset : parametersStart(own, this.text) === offset;
      }) ?? null
    );
  }

  /** Whether V8 could say that some function or class is there. */
  isFunctionPlace(line: number, column: number): boolean {
    // The function that Node wraps around a CommonJS file begins where the file does.
    if (line === 1 && column === 1) return true;
    const offset = this.offset(line, column);
    // What sets up the fields of a class is a function that begins where the class does, in Node.js 22 its body, and in later ones its first field.
    return this.functionAt(line, column) !== null || this.#classStarts.has(offset);
  }

  /** The innermost function around `node`, itself left out; null at the top of the script. */
  functionAround(node: SyntaxNode): FunctionNode | null {
    for (let at = this.parent(node); at !== null; at = this.parent(at)) if (isFunction(at)) return at;
    return null;
  }

  /** The variable that an identifier stands for, or null for one that is declared nowhere in the script. */
  variableOf(identifier: Identifier): Variable | null {
    return this.#variables.of(identifier);
  }

  /** A variable by name, as the code inside `fn` (null: the top of the script) sees it. */
  variableSeenFrom(fn: FunctionNode | null, name: string): Variable | null {
    return this.#variables.seenFrom(fn, name);
  }

  /**
   * A variable by name that a function sees from where it was made: V8 keeps the scopes around a function, so one of its own of that name
   * is another one. Where there is none around it, as {@link variableSeenFrom}.
   */
  variableAround(fn: FunctionNode | null, name: string): Variable | null {
    return (fn === null ? null : this.#variables.around(fn, name)) ?? this.variableSeenFrom(fn, name);
  }

  /** @returns the identifiers that may stand for a variable, by name */
  #index(): Map<string, Identifier[]> {
    const named = new Map<string, Identifier[]>();
    const stack: SyntaxNode[] = [this.root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.type === 'Identifier') {
        addIdentifier(named, node);
        continue;
      }
      if (isFunction(node)) this.functions.push(node);
      else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
        this.classes.push(node);
        this.#classStarts.add(node.start).add(node.body.start);
        for (const member of node.body.body)
          if (member.type === 'PropertyDefinition' || member.type === 'StaticBlock')
            this.#classStarts.add(member.start);
      } else if (node.type === 'MemberExpression') {
        append(this.#members, memberName(node), node);
        if (node.computed && node.property.type !== 'Literal') this.computed.push(node);
      } else if (node.type === 'VariableDeclarator') {
        if (node.id.type === 'Identifier' && node.init?.type === 'ThisExpression') this.#thisNames.add(node.id.name);
      } else if (node.type === 'Property' || node.type === 'PropertyDefinition' || node.type === 'MethodDefinition')
        append(this.#written, keyName(node), node);
      for (const child of childrenOf(node)) {
        (child as Linked).parent = node;
        stack.push(child);
      }
    }
    this.functions.sort((a, b) => a.start - b.start);
    this.classes.sort((a, b) => a.start - b.start);
    for (const members of this.#members.values()) members.sort((a, b) => a.start - b.start);
    return named;
  }
}

function addIdentifier(named: Map<string, Identifier[]>, identifier: Identifier): void {
  const above = (identifier as Linked).parent;
  if (above == null || isMereName(identifier, above)) return;
  const list = named.get(identifier.name);
  if (list === undefined) named.set(identifier.name, [identifier]);
  // One node is both names of `import { a }`.
  else if (list[list.length - 1] !== identifier) list.push(identifier);
}

function append<T>(map: Map<string, T[]>, key: string | null, item: T): void {
  if (key === null) return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
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

/** A name between the braces of `import` and `export`, which may be a string. */
function nameOfModule(node: Identifier | Literal): string | null {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

/**
 * Whether the key of a computed field reference may be the name of a field: nothing that is a number by its operator, and no
 * symbol or other constant that the script makes or imports.
 */
export function mayBeNamed(tree: ScriptSyntax, { property }: MemberExpression): boolean {
  switch (property.type) {
    case 'UpdateExpression':
    case 'UnaryExpression':
      return false;
    case 'BinaryExpression':
      return property.operator === '+';
    case 'Identifier': {
      const definition = tree.variableOf(property)?.defs[0];
      if (definition?.type === 'ImportBinding') return false;
      const declared = definition?.node as SyntaxNode | undefined;
      const init = declared?.type === 'VariableDeclarator' ? declared.init : null;
      return init?.type !== 'CallExpression' && !(init?.type === 'Literal' && typeof init.value === 'number');
    }
    default:
      return true;
  }
}

/** The name behind the dot, `#` included; null for a computed one that is no string. */
export function memberName({ property, computed }: MemberExpression): string | null {
  if (property.type === 'PrivateIdentifier') return `#${property.name}`;
  if (!computed) return property.type === 'Identifier' ? property.name : null;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : null;
}

/** The name of a key, `#` included; null for a computed one that is no string. */
export function keyName(node: SyntaxNode): string | null {
  if (node.type !== 'Property' && node.type !== 'PropertyDefinition' && node.type !== 'MethodDefinition') return null;
  const { key } = node;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier' && !node.computed) return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
}

export function constructorOf({ body }: ClassSyntax): FunctionExpression | null {
  for (const item of body.body) if (item.type === 'MethodDefinition' && item.kind === 'constructor') return item.value;
  return null;
}

/** Where V8 says that a function is: at its parameters. */
export function parametersStart(node: FunctionNode, text: string): number {
  if (node.type === 'ArrowFunctionExpression') {
    if (!node.async) return node.start;
    const gap = /^async\s*/.exec(text.slice(node.start, node.start + 64));
    return node.start + (gap?.[0].length ?? 0);
  }
  if (node.type === 'FunctionExpression' && text[node.start] === '(') return node.start;
  const open = text.indexOf('(', node.id?.end ?? node.start);
  return open === -1 ? node.start : open;
}

/** `null`, `undefined`, `void 0`. */
export function isNothing(node: SyntaxNode): boolean {
  if (node.type === 'Literal') return node.raw === 'null';
  if (node.type === 'UnaryExpression') return node.operator === 'void';
  return node.type === 'Identifier' && node.name === 'undefined';
}
