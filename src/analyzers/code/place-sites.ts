import type { CallExpression, Identifier, MemberExpression } from 'acorn';
import type { Variable } from 'eslint-scope';
import { Family } from './class-family.js';
import { ADDING, COPIES, EACH, GIVING_ALL, GIVING_ENTRY, READERS, REMOVING } from './collection-calls.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import {
  type FunctionNode,
  isFunction,
  isNothing,
  keyName,
  mayBeNamed,
  memberName,
  type ScriptSyntax,
} from './script-syntax.js';
import {
  appliedName,
  comesRound,
  isInConstructor,
  isTimerStop,
  isWrittenTo,
  KNOWN_COLLECTIONS,
  madeAt,
  methodOf,
  partsOf,
  shape,
} from './site-shapes.js';
import { type ClassNode, classOf, classOfThis, isStaticThis, isThis, thisOf } from './this-class.js';

/** A place of the program, as its text has it: a field of a class, or a variable. */
export interface PlaceQuery {
  /** V8's name of the script that its owner is written in. */
  readonly script: string;
  /** Of the owner, as V8 has it: a class or its constructor for a field, a function that sees the variable else. 1-based; null: top. */
  readonly at: { readonly line: number; readonly column: number } | null;
  /** The field, with `#` where it is private, or the variable. */
  readonly name: string;
  readonly kind: 'field' | 'static-field' | 'variable';
  /** How many collections deep entries lie: 1 for `Pool.used[]`, 0 for what the field itself refers to, as in `Lease.session`. */
  readonly depth: number;
}

export type SiteAction = 'add' | 'remove' | 'read' | 'unknown' | 'start';

/** One expression that does something to the place. */
export interface Site {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
  readonly action: SiteAction;
  /** How it is done, without literals: `set`, `delete`, `[…] =`, `= […].filter()`. */
  readonly how: string;
  /** Known by the name of the field alone, on an object of unknown class. */
  readonly byName: boolean;
}

export interface PlaceSites {
  readonly sites: readonly Site[];
  /** Whether all scripts that could contain a site were read. */
  readonly isWhole: boolean;
  /** Whether another class has a field of that name, so that a site that is known by the name alone may be meant for that. */
  readonly isAmbiguous: boolean;
}

/** How a ring of entries loses one. */
export const RING = '[… % …] =';
/** Text that the program makes and runs here may do anything to the place. */
const RUNS_TEXT = /(?<![\w$.])eval\s*\(/;
const MAX_STEPS = 20_000;
const MAX_DEPTH = 6;

interface Value {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
  /** Collections between the place and this value. */
  readonly level: number;
  readonly byName: boolean;
  readonly hops: number;
}

/**
 * Every expression of the program that adds to a place, removes from it or reads it: by the scope for variables, by the class for
 * `this.field` (subclasses and parents included), by the name for other receivers; followed through local aliases, destructuring, entries,
 * getters, and functions of the same script that are handed the collection. What it cannot follow is a site of action `unknown`.
 *
 * Flow-insensitive and without aliases through other objects; O(references), at most {@link MAX_STEPS} steps.
 *
 * @returns null when the owner is not found in the text
 */
export function findSites(program: ProgramText, query: PlaceQuery): PlaceSites | null {
  return new SiteSearch(program, query).run();
}

class SiteSearch {
  readonly #program: ProgramText;
  readonly #query: PlaceQuery;
  readonly #sites = new Map<SyntaxNode, Site>();
  readonly #seen = new Set<SyntaxNode>();
  readonly #work: Value[] = [];
  #isWhole = true;
  #isAmbiguous = false;
  #steps = 0;

  constructor(program: ProgramText, query: PlaceQuery) {
    this.#program = program;
    this.#query = query;
  }

  run(): PlaceSites | null {
    const home = this.#program.tree(this.#query.script);
    if (home === null) return null;
    this.#isWhole = !RUNS_TEXT.test(home.text);
    if (this.#query.kind === 'variable' ? !this.#startFromVariable(home) : !this.#startFromField(home)) return null;
    this.#enterOwnCollections();
    for (let value = this.#work.pop(); value !== undefined; value = this.#work.pop()) {
      this.#steps += 1;
      if (this.#steps > MAX_STEPS) {
        this.#isWhole = false;
        break;
      }
      this.#follow(value);
    }
    const sites = [...this.#sites.values()].sort((a, b) => {
      if (a.tree !== b.tree) return a.tree.name < b.tree.name ? -1 : 1;
      return a.node.start - b.node.start;
    });
    return { sites, isWhole: this.#isWhole, isAmbiguous: this.#isAmbiguous };
  }

  /** The place is made as an object of a class: what that does with itself is done to the place, and another's class is unknown. */
  #enterOwnCollections(): void {
    for (const { tree, node } of [...this.#work, ...this.#sites.values()]) {
      const made = madeAt(tree, node);
      if (
        made?.type !== 'NewExpression' ||
        made.callee.type !== 'Identifier' ||
        KNOWN_COLLECTIONS.test(made.callee.name)
      )
        continue;
      const cls = classOf(tree, made.callee);
      if (cls === null || isFunction(cls)) this.#record(tree, made, 'unknown', `new ${made.callee.name}()`, false);
      else if (this.#query.depth > 0) {
        for (const part of partsOf(tree, cls))
          if (part.type === 'Super' || part.type === 'ThisExpression') this.#push(tree, part, 0, false, 0);
      }
    }
  }

  #startFromVariable(home: ScriptSyntax): boolean {
    const { at, name } = this.#query;
    const fn = at === null ? null : home.functionFrom(at.line, at.column);
    const variable = home.variableAround(fn, name);
    if (variable === null) return false;
    this.#variable(home, variable, 0, false, 0);
    return true;
  }

  #variable(tree: ScriptSyntax, variable: Variable, level: number, byName: boolean, hops: number): void {
    const seen = new Set<unknown>();
    for (const identifier of variable.identifiers) {
      seen.add(identifier);
      const node = identifier as unknown as Identifier;
      const above = tree.parent(node);
      const declaration = above === null ? null : tree.parent(above);
      // Who imports it may do anything with it.
      if (declaration !== null && tree.parent(declaration)?.type === 'ExportNamedDeclaration' && level === 0)
        this.#record(tree, declaration, 'unknown', 'export', byName);
      if (above?.type === 'VariableDeclarator' && above.id === node && above.init && level === 0 && hops === 0)
        this.#record(tree, node, 'start', '=', byName);
    }
    for (const { identifier } of variable.references) {
      if (seen.has(identifier)) continue;
      this.#push(tree, identifier as unknown as Identifier, level, byName, hops);
    }
  }

  #startFromField(home: ScriptSyntax): boolean {
    const { at, name, kind } = this.#query;
    if (at === null) return false;
    const owner: ClassNode | null = home.classAt(at.line, at.column) ?? home.functionAt(at.line, at.column);
    if (owner === null) return false;
    const isPrivate = name.startsWith('#');
    const symbol = /^<symbol (.*)>$/.exec(name)?.[1] ?? null;
    const { trees, isWhole } =
      isPrivate || symbol !== null
        ? { trees: [home], isWhole: true }
        : this.#program.treesWith(this.#program.neighbors(home.name), name);
    this.#isWhole &&= isWhole;
    const family = new Family(home, owner, trees);
    for (const tree of trees) {
      for (const member of symbol === null ? tree.membersNamed(name) : tree.membersUnder(symbol)) {
        const { object } = member;
        if (object.type === 'Super') continue;
        if (isThis(tree, object)) {
          const written = thisOf(tree, object);
          if (isStaticThis(tree, written) !== (kind === 'static-field')) continue;
          const cls = classOfThis(tree, written);
          if (cls === null) this.#push(tree, member, 0, true, 0);
          else if (family.has(cls)) this.#push(tree, member, 0, false, 0);
          else if (isWrittenTo(tree, member)) this.#isAmbiguous = true;
        } else {
          const isOwn = kind === 'static-field' && object.type === 'Identifier' && classOf(tree, object) === owner;
          this.#push(tree, member, 0, !isPrivate && !isOwn, 0);
        }
      }
      for (const key of tree.keysNamed(name)) this.#key(tree, key, family);
      if (!isPrivate) this.#computedFields(tree, family);
    }
    return true;
  }

  /** `this[name]` in a class of the owner's may be the field, whatever is done with it. */
  #computedFields(tree: ScriptSyntax, family: Family): void {
    for (const member of tree.computed) {
      const { object } = member;
      if (object.type === 'Super' || !isThis(tree, object) || !family.has(classOfThis(tree, thisOf(tree, object))))
        continue;
      if (mayBeNamed(tree, member)) this.#record(tree, member, 'unknown', '[…]', false);
    }
  }

  /** A field that is declared in a class, or taken out of an object by a pattern: `const { items } = this`. */
  #key(tree: ScriptSyntax, key: SyntaxNode, family: Family): void {
    if (key.type === 'PropertyDefinition') {
      const cls = classOfThis(tree, key.value ?? key.key);
      if (family.has(cls)) this.#record(tree, key, 'start', '=', false);
      else this.#isAmbiguous = true;
      return;
    }
    if (key.type !== 'Property') return;
    const pattern = tree.parent(key);
    if (pattern?.type !== 'ObjectPattern') return;
    const declarator = tree.parent(pattern);
    const source = declarator?.type === 'VariableDeclarator' ? (declarator.init ?? null) : null;
    const isOwn = source !== null && isThis(tree, source) && family.has(classOfThis(tree, thisOf(tree, source)));
    this.#bind(tree, key.value as SyntaxNode, 0, !isOwn, 0);
  }

  #push(tree: ScriptSyntax, node: SyntaxNode, level: number, byName: boolean, hops: number): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    if (hops <= MAX_DEPTH) this.#work.push({ tree, node, level, byName, hops });
    else this.#record(tree, node, 'unknown', '', byName);
  }

  #record(tree: ScriptSyntax, node: SyntaxNode, action: SiteAction, how: string, byName: boolean): void {
    const known = this.#sites.get(node);
    if (known !== undefined && known.action !== 'read' && known.action !== 'unknown') return;
    this.#sites.set(node, { tree, node, action, how, byName });
  }

  /** What happens to a value, by the expression that it is part of. */
  #follow(value: Value): void {
    const { tree, node, level, byName, hops } = value;
    const above = tree.parent(node);
    if (above === null) return;
    const record = (action: SiteAction, how: string, at: SyntaxNode = above): void =>
      this.#record(tree, at, action, how, byName);
    if (this.#query.depth === 0) {
      this.#followReference(value, above);
      return;
    }
    switch (above.type) {
      case 'MemberExpression':
        if (above.object === node) this.#member(value, above);
        return;
      case 'ChainExpression':
      case 'AwaitExpression':
      case 'ConditionalExpression':
      case 'LogicalExpression':
        if (above.type === 'ConditionalExpression' && above.test === node) {
          record('read', '');
          return;
        }
        this.#push(tree, above, level, byName, hops);
        return;
      case 'SequenceExpression':
        if (above.expressions.at(-1) === node) this.#push(tree, above, level, byName, hops);
        return;
      case 'AssignmentExpression':
        if (above.left === node) {
          this.#assigned(value, above);
          return;
        }
        this.#bind(tree, above.left, level, byName, hops);
        this.#push(tree, above, level, byName, hops);
        return;
      case 'VariableDeclarator':
        if (above.init === node) this.#bind(tree, above.id, level, byName, hops);
        return;
      case 'ForOfStatement':
        if (above.right !== node) return;
        record('read', 'for of');
        this.#entry(tree, above.left, level + 1, byName, hops);
        return;
      case 'UnaryExpression':
        if (above.operator !== 'delete') {
          record('read', '');
          return;
        }
        record(level < Math.max(1, this.#query.depth) ? 'remove' : 'read', 'delete');
        return;
      case 'CallExpression':
      case 'NewExpression':
        if (above.callee === node) record('unknown', '()');
        else this.#argument(value, above as CallExpression);
        return;
      case 'ReturnStatement':
        this.#returned(value, tree.functionAround(above));
        return;
      case 'ArrowFunctionExpression':
        if (above.body === node) this.#returned(value, above);
        else;
        return;
      case 'Property':
        if (above.value !== node) return;
        this.#named(value, above);
        return;
      case 'PropertyDefinition':
        record('unknown', '');
        return;
      case 'ExportSpecifier':
      case 'ExportDefaultDeclaration':
        record('unknown', 'export');
        return;
      case 'UpdateExpression':
        record('add', above.operator);
        return;
      case 'ArrayExpression':
        this.#swapped(value, above);
        return;
      case 'ArrayPattern':
        // `[this.young, this.old] = [new Map(), this.young]`
        this.#record(tree, node, level < Math.max(1, this.#query.depth) ? 'remove' : 'read', '[…] = […]', byName);
        return;
      default:
        record('read', '');
        return;
    }
  }

  /** One of several values that are given to as many variables or fields. */
  #swapped({ tree, node, level, byName, hops }: Value, list: SyntaxNode & { type: 'ArrayExpression' }): void {
    const assignment = tree.parent(list);
    const targets =
      assignment?.type === 'AssignmentExpression' && assignment.left.type === 'ArrayPattern'
        ? assignment.left.elements
        : null;
    const target = targets?.[list.elements.indexOf(node as never)] as SyntaxNode | null | undefined;
    if (target) this.#bind(tree, target, level, byName, hops);
    else this.#record(tree, list, 'unknown', '[…]', byName);
  }

  /** Of a place that is one reference, only what is done to the reference counts: what it leads to may go anywhere. */
  #followReference(value: Value, above: SyntaxNode): void {
    const { tree, node, byName } = value;
    if (above.type === 'AssignmentExpression' && above.left === node) this.#assigned(value, above);
    else if (above.type === 'UnaryExpression' && above.operator === 'delete')
      this.#record(tree, above, 'remove', 'delete', byName);
    else if (above.type === 'CallExpression' && isTimerStop(above))
      this.#record(tree, above, 'remove', tree.text.slice(above.callee.start, above.callee.end), byName);
    else this.#record(tree, node, 'read', '', byName);
  }

  /** `value.name`, `value[key]`, `value.name()`. */
  #member(value: Value, member: MemberExpression): void {
    const { tree, level, byName, hops } = value;
    const { depth } = this.#query;
    const name = memberName(member);
    let above = tree.parent(member);
    if (above?.type === 'ChainExpression') above = tree.parent(above);
    if (above?.type === 'CallExpression' && above.callee === member && name !== null) {
      this.#call(value, above, name);
      return;
    }
    if (name === null) {
      // `value[key]`
      if (above?.type === 'AssignmentExpression' && above.left === member) {
        if (level !== depth - 1) {
          this.#record(tree, above, level < depth - 1 ? 'add' : 'read', '[…] =', byName);
          return;
        }
        const isEmpty = isNothing(above.right);
        this.#record(tree, above, isEmpty ? 'remove' : 'add', '[…] =', byName);
        // A ring: the new entry takes the place of the oldest one.
        if (!isEmpty && comesRound(tree, member.property as SyntaxNode))
          this.#record(tree, member, 'remove', RING, byName);
        return;
      }
      if (above?.type === 'UnaryExpression' && above.operator === 'delete') {
        this.#record(tree, above, level < depth ? 'remove' : 'read', 'delete', byName);
        return;
      }
      this.#record(tree, member, 'read', '[…]', byName);
      this.#push(tree, member, level + 1, byName, hops);
      return;
    }
    if (name === 'length' && level < depth) {
      const isWritten =
        (above?.type === 'AssignmentExpression' && above.left === member) || above?.type === 'UpdateExpression';
      this.#record(tree, isWritten && above !== null ? above : member, isWritten ? 'remove' : 'read', 'length', byName);
      return;
    }
    // `value.push.apply(value, more)` is one of what the value is handed to.
    if (above?.type === 'MemberExpression' && appliedName(above) !== null) return;
    this.#record(tree, member, 'read', `.${name}`, byName);
  }

  #call({ tree, level, byName, hops }: Value, call: CallExpression, name: string): void {
    const { depth } = this.#query;
    const record = (action: SiteAction): void => this.#record(tree, call, action, name, byName);
    const isInside = level < depth;
    if (!isInside) record('read');
    else if (ADDING.has(name) || (name === 'splice' && call.arguments.length > 2)) record('add');
    else if (REMOVING.has(name) || name === 'splice') record('remove');
    else record('read');
    if (EACH.has(name)) {
      const callback = call.arguments[0];
      const parameter =
        callback !== undefined && isFunction(callback) ? callback.params[name === 'reduce' ? 1 : 0] : undefined;
      if (parameter !== undefined) this.#bind(tree, parameter, level + 1, byName, hops);
    }
    if (GIVING_ENTRY.has(name)) this.#push(tree, call, level + 1, byName, hops + 1);
    else if (GIVING_ALL.has(name)) this.#push(tree, call, level, byName, hops + 1);
  }

  /** The place itself gets another value. */
  #assigned({ tree, level, byName }: Value, assignment: SyntaxNode & { type: 'AssignmentExpression' }): void {
    const { depth } = this.#query;
    const { right, operator } = assignment;
    const record = (action: SiteAction, how: string): void => this.#record(tree, assignment, action, how, byName);
    if (level > 0) {
      record('read', '=');
      return;
    }
    if (depth === 0) {
      if (isNothing(right)) {
        record(isInConstructor(tree, assignment) ? 'start' : 'remove', `= ${shape(right)}`);
        return;
      }
      record('add', '=');
      return;
    }
    if (operator === '+=') {
      record('add', '+=');
      return;
    }
    const name = this.#query.name;
    const mentions = (part: SyntaxNode): boolean => {
      const text = tree.text.slice(part.start, part.end);
      return text.includes(name.replace(/^#/, ''));
    };
    if (operator === '??=' || operator === '||=') {
      record('start', operator);
      return;
    }
    if (right.type === 'ArrayExpression' || right.type === 'ObjectExpression') {
      const parts = (right.type === 'ArrayExpression' ? right.elements : right.properties) as (SyntaxNode | null)[];
      const keeps = parts.some((part) => part?.type === 'SpreadElement' && mentions(part));
      if (keeps) {
        record(parts.length > 1 ? 'add' : 'read', '= […]');
        return;
      }
      record(isInConstructor(tree, assignment) ? 'start' : 'remove', `= ${shape(right)}`);
      return;
    }
    if (right.type === 'CallExpression' && right.callee.type === 'MemberExpression' && mentions(right.callee)) {
      const method = memberName(right.callee) ?? '';
      if (method === 'concat') {
        record('add', '= concat()');
        return;
      }
      if (method === 'filter' || method === 'slice' || method === 'splice') {
        record('remove', `= ${method}()`);
        return;
      }
    }
    // `current = new Map([...previous, ...current])`
    if (right.type === 'NewExpression' && right.arguments.some((argument) => mentions(argument as SyntaxNode))) {
      record('add', `= ${shape(right)}`);
      return;
    }
    if (isNothing(right) || right.type === 'NewExpression') {
      record(isInConstructor(tree, assignment) ? 'start' : 'remove', `= ${shape(right)}`);
      return;
    }
    record(isInConstructor(tree, assignment) ? 'start' : 'remove', '=');
  }

  /** A value is given to a variable, a pattern or another place. */
  #bind(tree: ScriptSyntax, target: SyntaxNode, level: number, byName: boolean, hops: number): void {
    switch (target.type) {
      case 'Identifier': {
        const variable = tree.variableOf(target);
        if (variable === null) this.#record(tree, target, 'unknown', '=', byName);
        else this.#variable(tree, variable, level, byName, hops + 1);
        return;
      }
      case 'AssignmentPattern':
        this.#bind(tree, target.left, level, byName, hops);
        return;
      case 'MemberExpression':
        // `this.items = items` below a helper, or `exports.items = items`: other names for the place.
        this.#otherName(tree, target, memberName(target), level, byName, hops);
        return;
      case 'ObjectPattern':
        this.#record(tree, target, 'read', '', byName);
        return;
      case 'ArrayPattern':
        for (const element of target.elements as (SyntaxNode | null)[])
          if (element !== null) this.#bind(tree, element, level + 1, byName, hops);
        return;
      default:
        this.#record(tree, target, 'read', '', byName);
    }
  }

  /** The variable of a loop over entries: of `[key, value]` the value. */
  #entry(tree: ScriptSyntax, left: SyntaxNode, level: number, byName: boolean, hops: number): void {
    const target = left.type === 'VariableDeclaration' ? (left.declarations[0].id as SyntaxNode) : left;
    if (target.type !== 'ArrayPattern') {
      this.#bind(tree, target, level, byName, hops);
      return;
    }
    const value: SyntaxNode | null | undefined = target.elements[1];
    if (value) this.#bind(tree, value, level, byName, hops);
  }

  /** The value is handed to a function. */
  #argument({ tree, node, level, byName, hops }: Value, call: CallExpression): void {
    const record = (action: SiteAction, how: string): void => this.#record(tree, call, action, how, byName);
    const callee = call.callee as SyntaxNode;
    const text = tree.text.slice(callee.start, Math.min(callee.end, callee.start + 64));
    if (text === 'Object.assign' && call.arguments[0] === node) {
      record('add', 'Object.assign');
      return;
    }
    if (text === 'Reflect.deleteProperty') {
      record('remove', 'Reflect.deleteProperty');
      return;
    }
    if (level > this.#query.depth - 1 && this.#query.depth > 0) {
      record('read', '');
      return;
    }
    const applied = callee.type === 'MemberExpression' && call.arguments[0] === node ? appliedName(callee) : null;
    if (applied !== null) {
      record(applied === 'splice' ? 'remove' : 'add', `${applied}.apply`);
      return;
    }
    if (READERS.test(text) || (call.type === ('NewExpression' as string) && COPIES.test(text))) {
      record('read', '');
      return;
    }
    const index = call.arguments.indexOf(node as never);
    const fn = this.#calledFunction(tree, callee);
    const parameter = fn?.params[index];
    if (parameter === undefined) {
      record('unknown', '()');
      return;
    }
    this.#bind(tree, parameter, level, byName, hops + 1);
  }

  #calledFunction(tree: ScriptSyntax, callee: SyntaxNode): FunctionNode | null {
    if (callee.type === 'Identifier') {
      const declared = classOf(tree, callee);
      if (declared === null) return null;
      if (isFunction(declared)) return declared;
      const found = declared.body.body.find((item) => item.type === 'MethodDefinition' && item.kind === 'constructor');
      return found?.type === 'MethodDefinition' ? found.value : null;
    }
    if (callee.type !== 'MemberExpression' || !isThis(tree, callee.object as SyntaxNode)) return null;
    const name = memberName(callee);
    const cls = name === null ? null : classOfThis(tree, thisOf(tree, callee.object as SyntaxNode));
    if (cls === null || isFunction(cls)) return null;
    return methodOf(cls, name ?? '');
  }

  /** What a getter or a short function gives is the place, for who asks for it. */
  #returned({ tree, node, level, byName, hops }: Value, fn: FunctionNode | null): void {
    if (fn === null) return;
    if (level >= Math.max(1, this.#query.depth)) {
      this.#record(tree, node, 'read', '', byName);
      return;
    }
    const above = tree.parent(fn);
    if (above?.type === 'MethodDefinition') {
      const name = keyName(above);
      const cls = tree.parent(above);
      if (name === null || cls === null) {
        this.#record(tree, node, 'unknown', 'return', byName);
        return;
      }
      for (const member of tree.membersNamed(name)) {
        const outer = tree.parent(member);
        const isCall = outer?.type === 'CallExpression' && outer.callee === member;
        const used = isCall ? outer : member;
        if (isCall || above.kind === 'get') this.#push(tree, used, level, byName, hops + 1);
      }
      const { trees } = name.startsWith('#')
        ? { trees: [] }
        : this.#program.treesWith(this.#program.neighbors(tree.name), name);
      const isAsked = trees.some((other) => other !== tree && other.membersNamed(name).length > 0);
      this.#record(tree, node, isAsked ? 'unknown' : 'read', 'return', byName);
      return;
    }
    if (fn.type !== 'ArrowFunctionExpression' && fn.id) {
      const variable = tree.variableOf(fn.id);
      for (const { identifier } of variable?.references ?? []) {
        const outer = tree.parent(identifier as unknown as Identifier);
        if (outer?.type === 'CallExpression' && outer.callee === (identifier as unknown))
          this.#push(tree, outer, level, byName, hops + 1);
      }
      this.#record(tree, node, 'read', 'return', byName);
      return;
    }
    // The result of a callback, as in `items.map((item) => item)`.
    this.#record(tree, node, above?.type === 'CallExpression' ? 'read' : 'unknown', 'return', byName);
  }

  /** `{ items: value }`: the place has another name, for all who take it out of the object. */
  #named({ tree, node, level, byName, hops }: Value, property: SyntaxNode & { type: 'Property' }): void {
    const holder = tree.parent(property);
    if (holder?.type !== 'ObjectExpression') return;
    const name = keyName(property);
    if (level > 0) {
      this.#record(tree, node, 'read', '{ }', byName);
      return;
    }
    this.#otherName(tree, node, name, level, byName, hops);
  }

  #otherName(
    tree: ScriptSyntax,
    at: SyntaxNode,
    name: string | null,
    level: number,
    byName: boolean,
    hops: number,
  ): void {
    if (name === null || hops > 2) {
      this.#record(tree, at, 'unknown', '=', byName);
      return;
    }
    if (level >= Math.max(1, this.#query.depth)) {
      this.#record(tree, at, 'read', '=', byName);
      return;
    }
    if (name === this.#query.name && this.#query.kind !== 'variable') return;
    const { trees, isWhole } = name.startsWith('#')
      ? { trees: [tree], isWhole: true }
      : this.#program.treesWith(this.#program.neighbors(tree.name), name);
    this.#isWhole &&= isWhole;
    for (const other of trees) {
      for (const member of other.membersNamed(name))
        if (member !== at) this.#push(other, member, level, true, hops + 1);
      for (const key of other.keysNamed(name)) {
        if (key.type !== 'Property') continue;
        if (other.parent(key)?.type === 'ObjectPattern')
          this.#bind(other, key.value as SyntaxNode, level, true, hops + 1);
      }
    }
  }
}
