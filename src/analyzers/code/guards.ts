import type { Identifier } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { isClass, isFunction, keyName, memberName, type ScriptSyntax } from './script-syntax.js';
import { initOf } from './this-class.js';

/** What a condition asks about. */
export type GuardKind = 'clock' | 'size' | 'other';

/** A condition that must hold for a line to run. */
export interface Guard {
  readonly kind: GuardKind;
  readonly tree: ScriptSyntax;
  readonly test: SyntaxNode;
}

/** What asks a clock: `Date.now()`, `new Date()`, `performance.now()`, `process.hrtime.bigint()`, `clock.now()`. */
const CLOCK_MEMBERS = new Set(['now', 'hrtime', 'getTime', 'uptime']);
const RELATIONAL = new Set(['<', '<=', '>', '>=']);
const MAX_LOOKUPS = 4;

/**
 * The conditions on the way from `node` up to the function around it (callbacks of `forEach` and the like are passed): `if`,
 * loops, `&&`, `?:`, and exits before it in the same block, as in `if (isYoung) continue;`.
 *
 * @returns innermost first, with the function that they end at; null at the top of the script
 */
export function guardsOf(tree: ScriptSyntax, node: SyntaxNode): Guard[] {
  return testsAround(tree, node).map((test) => ({ kind: guardKind(tree, test), tree, test }));
}

function testsAround(tree: ScriptSyntax, node: SyntaxNode): SyntaxNode[] {
  const tests: SyntaxNode[] = [];
  const add = (test: SyntaxNode | null | undefined): void => {
    if (test) tests.push(test);
  };
  let below = node;
  for (let at = tree.parent(node); at !== null; below = at, at = tree.parent(at)) {
    if (isFunction(at) || isClass(at)) break;
    switch (at.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        if (below !== at.test) add(at.test);
        break;
      case 'WhileStatement':
        if (below === at.body) add(at.test);
        break;
      case 'ForStatement':
        // `i < rows.length` goes through a list and bounds nothing.
        if (below === at.body && at.test && asksClock(tree, at.test, 0)) add(at.test);
        break;
      case 'ForOfStatement':
        // Only a list that was made with a clock in hand decides anything.
        if (below === at.body && at.right.type === 'Identifier' && asksClock(tree, at.right, 1)) add(at.right);
        break;
      case 'LogicalExpression':
        if (below === at.right && at.operator !== '??') add(at.left);
        break;
      case 'SwitchCase':
        add(at.test);
        break;
      case 'BlockStatement':
      case 'Program':
        for (const statement of at.body) {
          if (statement === below) break;
          if (statement.type === 'IfStatement' && leaves(statement.consequent)) add(statement.test);
        }
        break;
    }
  }
  return tests;
}

/** Whether a statement ends in `return`, `throw`, `break` or `continue`. */
export function leaves(statement: SyntaxNode): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return true;
    case 'BlockStatement': {
      const last = statement.body.at(-1);
      return last !== undefined && leaves(last);
    }
    default:
      return false;
  }
}

export function guardKind(tree: ScriptSyntax, test: SyntaxNode): GuardKind {
  if (asksClock(tree, test, 0)) return 'clock';
  return asksSize(test, tree) ? 'size' : 'other';
}

/** Whether an expression depends on a clock, also through variables and parameters that are given one. */
export function asksClock(tree: ScriptSyntax, node: SyntaxNode, lookups: number): boolean {
  return someBelow(tree, node, (part) => {
    if (part.type === 'NewExpression')
      return part.callee.type === 'Identifier' && part.callee.name === 'Date' && part.arguments.length === 0;
    if (part.type === 'CallExpression' && part.callee.type === 'MemberExpression') {
      const name = memberName(part.callee);
      if (name !== null && CLOCK_MEMBERS.has(name)) return true;
      return name === 'bigint' && tree.text.slice(part.start, part.end).includes('hrtime');
    }
    if (part.type !== 'Identifier' || lookups >= MAX_LOOKUPS) return false;
    const init = initOf(tree, part);
    if (init !== null && !isRecord(init) && asksClock(tree, init, lookups + 1)) return true;
    if (isFilledByClock(tree, part, lookups + 1)) return true;
    return parameterAsksClock(tree, part, lookups + 1);
  });
}

/** What only contains a time, as `{ id, at: Date.now() }` and an id do, is no time. */
function isRecord({ type }: SyntaxNode): boolean {
  return type === 'ObjectExpression' || type === 'ArrayExpression' || type === 'TemplateLiteral';
}

/** Whether a variable is counted up, or filled, where a condition on a clock holds: `while (at < before) over += 1`. */
function isFilledByClock(
  tree: ScriptSyntax,
  identifier: SyntaxNode & { type: 'Identifier' },
  lookups: number,
): boolean {
  if (lookups >= MAX_LOOKUPS) return false;
  const references = tree.variableOf(identifier)?.references ?? [];
  return references.some((reference) => {
    const node = reference.identifier as unknown as SyntaxNode;
    const above = tree.parent(node);
    const isPush =
      above?.type === 'MemberExpression' && above.object === node && /^(?:push|add|set)$/.test(memberName(above) ?? '');
    const isWrite =
      above?.type === 'UpdateExpression' || (above?.type === 'AssignmentExpression' && above.left === node);
    if (!isPush && !isWrite) return false;
    return testsAround(tree, node).some((test) => asksClock(tree, test, lookups + 1));
  });
}

/** Whether a parameter is given a clock's value wherever the function is called in its script. */
function parameterAsksClock(
  tree: ScriptSyntax,
  identifier: SyntaxNode & { type: 'Identifier' },
  lookups: number,
): boolean {
  const definition = tree.variableOf(identifier)?.defs[0];
  if (definition?.type !== 'Parameter') return false;
  const fn = definition.node as unknown as SyntaxNode;
  if (!isFunction(fn)) return false;
  const index = fn.params.findIndex((parameter) => {
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    return target.type === 'Identifier' && target.name === identifier.name;
  });
  const parameter = fn.params[index];
  if (parameter?.type === 'AssignmentPattern' && asksClock(tree, parameter.right, lookups)) return true;
  const calls = callsOf(tree, fn);
  return calls.some((call) => {
    const argument = call.type === 'CallExpression' ? (call.arguments[index] as SyntaxNode | undefined) : undefined;
    return argument !== undefined && asksClock(tree, argument, lookups);
  });
}

/** Calls of a function in its own script: by its variable, or by its name as a method. */
export function callsOf(tree: ScriptSyntax, fn: SyntaxNode): SyntaxNode[] {
  return referencesOf(tree, fn).flatMap((reference) => {
    let above = tree.parent(reference);
    if (above?.type === 'ChainExpression') above = tree.parent(above);
    return above?.type === 'CallExpression' && above.callee === reference ? [above] : [];
  });
}

/** Where a function is spoken of in its own script: its variable, or its name as a method; not where it is declared. */
export function referencesOf(tree: ScriptSyntax, fn: SyntaxNode): SyntaxNode[] {
  const above = tree.parent(fn);
  if (above?.type === 'MethodDefinition' || above?.type === 'PropertyDefinition' || above?.type === 'Property') {
    const name = keyName(above);
    return name === null ? [] : [...tree.membersNamed(name)];
  }
  if (above?.type === 'AssignmentExpression' && above.left.type === 'MemberExpression') {
    const { left } = above;
    const name = memberName(left);
    return name === null ? [] : tree.membersNamed(name).filter((member) => member !== left);
  }
  const id = idOf(fn, above);
  if (id === null) return [];
  const variable = tree.variableOf(id);
  return (variable?.references ?? [])
    .map(({ identifier }) => identifier as unknown as SyntaxNode)
    .filter((reference) => reference !== id);
}

/** The variable that a function is declared as, or put into. */
function idOf(fn: SyntaxNode, above: SyntaxNode | null): Identifier | null {
  if (isFunction(fn) && fn.type !== 'ArrowFunctionExpression' && fn.id) return fn.id;
  return above?.type === 'VariableDeclarator' && above.id.type === 'Identifier' ? above.id : null;
}

/** Where the script speaks of a variable, or of fields of one name; nothing for other expressions. */
export function usesOf(tree: ScriptSyntax, node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'MemberExpression') return tree.membersNamed(memberName(node) ?? '');
  if (node.type !== 'Identifier') return [];
  return (tree.variableOf(node)?.references ?? []).map(({ identifier }) => identifier as unknown as SyntaxNode);
}

/** Whether a condition compares a number of entries, or counts. */
function asksSize(test: SyntaxNode, tree: ScriptSyntax): boolean {
  return someBelow(tree, test, (part) => {
    if (part.type !== 'BinaryExpression') return false;
    const counts = (side: SyntaxNode): boolean =>
      someBelow(tree, side, (inner) => {
        if (inner.type === 'UpdateExpression') return true;
        if (inner.type !== 'MemberExpression') return false;
        const name = memberName(inner);
        return name === 'size' || name === 'length' || name === 'byteLength';
      });
    if (RELATIONAL.has(part.operator))
      return (counts(part.left) && !isZero(part.right)) || (counts(part.right) && !isZero(part.left));
    // `++count % 1000 === 0`
    if (part.operator !== '===' && part.operator !== '==') return false;
    return someBelow(
      tree,
      part,
      (inner) =>
        inner.type === 'BinaryExpression' && inner.operator === '%' && isCounter(tree, inner.left as SyntaxNode),
    );
  });
}

/** Whether a number is counted up somewhere: by `++`, or by `+= 1`. */
function isCounter(tree: ScriptSyntax, node: SyntaxNode): boolean {
  if (node.type === 'UpdateExpression') return true;
  return usesOf(tree, node).some((use) => {
    const above = tree.parent(use);
    return (
      above?.type === 'UpdateExpression' ||
      (above?.type === 'AssignmentExpression' && above.left === use && above.operator === '+=')
    );
  });
}

/** Whether a condition compares a field that the script counts up and down: how many entries a linked structure has. */
export function asksCount({ tree, test }: Guard): boolean {
  const isCount = (side: SyntaxNode): boolean => {
    if (side.type !== 'MemberExpression') return false;
    const signs = new Set(usesOf(tree, side).map((use) => signOfChange(tree, use)));
    return signs.has('+') && signs.has('-');
  };
  return someBelow(tree, test, (part) => {
    if (part.type !== 'BinaryExpression' || !RELATIONAL.has(part.operator)) return false;
    const left = part.left as SyntaxNode;
    return (isCount(left) && !isZero(part.right)) || (isCount(part.right) && !isZero(left));
  });
}

/** `+` for `n++` and `n += 1`, `-` for `n--` and `n -= 1`; null for other uses. */
function signOfChange(tree: ScriptSyntax, use: SyntaxNode): '+' | '-' | null {
  const above = tree.parent(use);
  if (above?.type !== 'UpdateExpression' && !(above?.type === 'AssignmentExpression' && above.left === use))
    return null;
  if (above.operator === '++' || above.operator === '+=') return '+';
  return above.operator === '--' || above.operator === '-=' ? '-' : null;
}

function isZero(node: SyntaxNode): boolean {
  return node.type === 'Literal' && node.value === 0;
}

/** Whether `matches` holds for a node or one below it; functions inside are not entered. */
export function someBelow(tree: ScriptSyntax, node: SyntaxNode, matches: (part: SyntaxNode) => boolean): boolean {
  if (matches(node)) return true;
  if (isFunction(node) || isClass(node)) return false;
  for (const child of tree.children(node)) if (someBelow(tree, child, matches)) return true;
  return false;
}

/** As `someBelow`, functions inside included. */
export function deepSome(tree: ScriptSyntax, node: SyntaxNode, matches: (part: SyntaxNode) => boolean): boolean {
  const stack = [node];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    if (matches(part)) return true;
    stack.push(...tree.children(part));
  }
  return false;
}
