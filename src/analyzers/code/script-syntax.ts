import type { Identifier, Literal, MemberExpression, Program } from 'acorn';
import { isLazyBody, type LazyBody } from './lazy-body.js';
import type { ParseOptions, Parser, SyntaxNode } from './parser.js';
import { childrenOf, parentOf, ScriptIndex } from './script-index.js';
import { type ClassSyntax, type FunctionNode, isFunction } from './syntax-kinds.js';
import { constructorOf, parametersStart } from './syntax-names.js';
import type { Variable } from './variables.js';
import { escape } from './whole-words.js';

export { type ClassSyntax, type FunctionNode, isClass, isFunction } from './syntax-kinds.js';
export { constructorOf, isNothing, keyName, memberName, parametersStart } from './syntax-names.js';

/** Most characters of the head of a class, up to its brace. */
const MOST_OF_HEAD = 300;
/** Most characters of a name and white space before an equals sign. */
const MOST_BEFORE = 200;

/** A place in a script, 1-based. */
export interface ScriptPlace {
  readonly script: string;
  readonly line: number;
  readonly column: number;
}

/**
 * One script as a tree: what is above each node, its functions and classes by place, its fields and variables by name. Bodies of functions are
 * parsed when what is asked for may be in them, so that a question costs as much as the text that has its name, not as the script.
 */
export class ScriptSyntax {
  readonly name: string;
  readonly text: string;
  readonly root: Program;
  readonly #lineStarts: number[] = [0];
  readonly #index: ScriptIndex;

  /**
   * @throws SyntaxError when it cannot be parsed, and TooMuchText when there is no room for it. So do all methods that look into bodies of
   * functions, as {@link UnreadableBody}.
   */
  constructor(name: string, text: string, parser: Parser, options?: ParseOptions) {
    this.name = name;
    this.text = text;
    this.root = parser.parse(text, options);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
    this.#index = new ScriptIndex(name, text, this.root);
  }

  /** Functions that were parsed so far, in the order of the text. */
  get functions(): readonly FunctionNode[] {
    return this.#index.functions;
  }

  /** Classes that were parsed so far, in the order of the text. */
  get classes(): readonly ClassSyntax[] {
    return this.#index.classes;
  }

  /** Number of characters in bodies of functions that nobody has looked at. */
  get unparsedCharacters(): number {
    return this.#index.unparsedCharacters;
  }

  /** Functions in the order of the text, with all that are called so. */
  functionsAbout(name: string): readonly FunctionNode[] {
    this.openWord(name);
    return this.#index.functions;
  }

  /** Parses the bodies with classes that are called so: by their own names, or by a variable or field that is given one. */
  openClassesNamed(name: string): void {
    this.#index.openWord(name, {
      only: (at) =>
        this.#isInHead(at) || /^["'\]\s]*=[^;{}]*?\bclass\b/.test(this.text.slice(at + name.length, at + MOST_OF_HEAD)),
    });
  }

  /** Parses the bodies with classes that extend something of that name. */
  openClassesExtending(name: string): void {
    this.#index.openWord(name, { only: (at) => this.#isInHead(at) });
  }

  /** Whether `class` stands before an offset, and no brace between. */
  #isInHead(at: number): boolean {
    const before = this.text.slice(Math.max(0, at - MOST_OF_HEAD), at);
    const start = before.lastIndexOf('class');
    return start !== -1 && !before.includes('{', start);
  }

  /** Parses all bodies of functions that contain a word, or a phrase. */
  openWord(word: string): void {
    this.#index.openWord(word);
  }

  /** Parses all. */
  openAll(): void {
    this.#index.openAll();
  }

  parent(node: SyntaxNode): SyntaxNode | null {
    return parentOf(node);
  }

  /** Whether a node is one of this script's. O(depth) */
  contains(node: SyntaxNode): boolean {
    let at: SyntaxNode | null = node;
    while (at !== null && at !== this.root) at = this.parent(at);
    return at !== null;
  }

  /** Child nodes in the order of the text. */
  children(node: SyntaxNode): readonly SyntaxNode[] {
    return isLazyBody(node) ? (node as LazyBody).body : childrenOf(node);
  }

  /** Field references under a symbol that the script makes with that description: `x[kItems]` for `Symbol('items')`. */
  membersUnder(description: string): readonly MemberExpression[] {
    for (const name of this.#namesBefore(/=\s*Symbol(?![\w$])/g, 0, this.text.length)) this.openWord(name);
    return this.#index.computed.filter(({ property }) => {
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

  /**
   * Field references whose name is not written there, `x[name]`: all that are on `this`, or on a variable that stands for it, in a part of
   * the script.
   */
  computedOfThis({ start, end }: { readonly start: number; readonly end: number }): readonly MemberExpression[] {
    const names = new Set(['this', ...this.#namesBefore(/=\s*this(?![\w$])/g, start, end)]);
    const pattern = `(?<![\\w$])(?:${[...names].map(escape).join('|')})[\\s)]*(?:\\?\\.\\s*)?\\[`;
    this.#index.openWhere(new RegExp(pattern, 'g'), start, end);
    return this.#index.computed.filter((member) => member.start >= start && member.end <= end);
  }

  /** The words before all matches in a part of the text. */
  #namesBefore(pattern: RegExp, start: number, end: number): Set<string> {
    const names = new Set<string>();
    for (const { index } of this.text.slice(start, end).matchAll(pattern)) {
      const at = start + index;
      const name = /([\w$]+)\s*$/.exec(this.text.slice(Math.max(start, at - MOST_BEFORE), at))?.[1];
      if (name !== undefined) names.add(name);
    }
    return names;
  }

  /** Whether a call of a field whose name is not written there is such a one: `x[name]()`. */
  someComputedCall(matches: (member: MemberExpression) => boolean): boolean {
    const isCalled = (member: MemberExpression): boolean => {
      const above = this.parent(member);
      return above?.type === 'CallExpression' && above.callee === member && matches(member);
    };
    if (this.#index.computed.some(isCalled)) return true;
    this.#index.openWhere(/\][\s)]*(?:\?\.\s*)?\(/g);
    return this.#index.computed.some(isCalled);
  }

  /** Field references of that name, `#` included for private ones: `x.name`, `x['name']`. */
  membersNamed(name: string): readonly MemberExpression[] {
    this.openWord(name.replace(/^#/, ''));
    return this.#index.membersNamed(name);
  }

  /** Keys of that name in object literals, class bodies and patterns: nodes of type Property, PropertyDefinition or MethodDefinition. */
  keysNamed(name: string): readonly SyntaxNode[] {
    this.openWord(name.replace(/^#/, ''));
    return this.#index.keysNamed(name);
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
    return this.#index.functionAt(this.offset(line, column));
  }

  /** Whether some variable of that name is declared as `this`: resolving all names of a script costs more than parsing it. */
  hasThisNamed(name: string): boolean {
    return this.#index.thisNames.has(name);
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
    this.#index.openAt(offset);
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
    return this.#index.functionAt(offset) !== null || this.#index.classStarts.has(offset);
  }

  /** The innermost function around `node`, itself left out; null at the top of the script. */
  functionAround(node: SyntaxNode): FunctionNode | null {
    for (let at = this.parent(node); at !== null; at = this.parent(at)) if (isFunction(at)) return at;
    return null;
  }

  /** The variable that an identifier stands for, or null for one that is declared nowhere in the script. */
  variableOf(identifier: Identifier): Variable | null {
    return this.#index.variables.of(identifier);
  }

  /** A variable by name, as the code inside `fn` (null: the top of the script) sees it. */
  variableSeenFrom(fn: FunctionNode | null, name: string): Variable | null {
    if (isLazyBody(fn?.body)) this.#index.open(fn.body);
    return this.#index.variables.seenFrom(fn, name);
  }

  /**
   * A variable by name that a function sees from where it was made: V8 keeps the scopes around a function, so one of its own of that name
   * is another one. Where there is none around it, as {@link variableSeenFrom}.
   */
  variableAround(fn: FunctionNode | null, name: string): Variable | null {
    return (fn === null ? null : this.#index.variables.around(fn, name)) ?? this.variableSeenFrom(fn, name);
  }
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
