import type { CallExpression, Identifier } from 'acorn';
import { methodIn, type Target } from './call-targets.js';
import { COPIES, READERS } from './collection-calls.js';
import { declarationOf } from './module-links.js';
import type { SyntaxNode } from './parser.js';
import { followPrivateField, isPrivateHelper } from './private-fields.js';
import {
  constructorOf,
  type FunctionNode,
  isFunction,
  keyName,
  memberName,
  type ScriptSyntax,
} from './script-syntax.js';
import type { SiteAction } from './site.js';
import type { PlaceValue, SiteSearch } from './site-search.js';
import { appliedName } from './site-shapes.js';
import { classOfThis, isThis, thisOf } from './this-class.js';
import { bindEntry, bindOneOf, bindTarget, followNamed } from './value-names.js';
import { followMember, followReference, recordAssignment } from './value-uses.js';

/** What happens to a value, by the expression that it is part of. */
export function followValue(search: SiteSearch, value: PlaceValue): void {
  const { tree, node, level, byName, hops } = value;
  const above = tree.parent(node);
  if (above === null) return;
  const record = (action: SiteAction, how: string, at: SyntaxNode = above): void =>
    search.record(tree, at, action, how, byName, level);
  if (search.query.depth === 0) {
    followReference(search, value, above);
    return;
  }
  switch (above.type) {
    case 'MemberExpression':
      if (above.object === node) followMember(search, value, above);
      return;
    case 'ChainExpression':
    case 'AwaitExpression':
    case 'ConditionalExpression':
    case 'LogicalExpression':
      if (above.type === 'ConditionalExpression' && above.test === node) {
        record('read', '');
        return;
      }
      search.push(tree, above, level, byName, hops);
      return;
    case 'SequenceExpression':
      if (above.expressions.at(-1) === node) search.push(tree, above, level, byName, hops);
      return;
    case 'AssignmentExpression':
      if (above.left === node) {
        recordAssignment(search, value, above);
        return;
      }
      bindTarget(search, tree, above.left, level, byName, hops);
      search.push(tree, above, level, byName, hops);
      return;
    case 'VariableDeclarator':
      if (above.init === node) bindTarget(search, tree, above.id, level, byName, hops);
      return;
    case 'ForOfStatement':
      if (above.right !== node) return;
      record('read', 'for of');
      bindEntry(search, tree, above.left, level + 1, byName, hops);
      return;
    case 'UnaryExpression':
      if (above.operator !== 'delete') {
        record('read', '');
        return;
      }
      search.record(
        tree,
        above,
        level < Math.max(1, search.query.depth) ? 'remove' : 'read',
        'delete',
        byName,
        Math.max(0, level - 1),
      );
      return;
    case 'CallExpression':
    case 'NewExpression':
      if (above.callee === node) record('unknown', '()');
      else followArgument(search, value, above as CallExpression);
      return;
    case 'ReturnStatement':
      followReturned(search, value, tree.functionAround(above));
      return;
    case 'ArrowFunctionExpression':
      if (above.body === node) followReturned(search, value, above);
      else;
      return;
    case 'Property':
      if (above.value !== node) return;
      followNamed(search, value, above);
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
      bindOneOf(search, value, above);
      return;
    case 'ArrayPattern':
      // `[this.young, this.old] = [new Map(), this.young]`
      search.record(tree, node, level < Math.max(1, search.query.depth) ? 'remove' : 'read', '[…] = […]', byName);
      return;
    default:
      record('read', '');
      return;
  }
}

/** The value is handed to a function. */
function followArgument(search: SiteSearch, value: PlaceValue, call: CallExpression): void {
  const { tree, node, level, byName, hops } = value;
  const record = (action: SiteAction, how: string): void => search.record(tree, call, action, how, byName, level);
  const callee = call.callee as SyntaxNode;
  const text = tree.text.slice(callee.start, Math.min(callee.end, callee.start + 64));
  if (isPrivateHelper(call)) {
    followPrivateField(search, value, call);
    return;
  }
  if (text === 'Object.assign' && call.arguments[0] === node) {
    record('add', 'Object.assign');
    return;
  }
  if (text === 'Reflect.deleteProperty') {
    record('remove', 'Reflect.deleteProperty');
    return;
  }
  if (level > search.query.depth - 1 && search.query.depth > 0) {
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
  const target = calledFunction(search, tree, callee);
  const parameter = target?.fn.params[index];
  if (target === null || parameter === undefined) {
    record('unknown', '()');
    return;
  }
  bindTarget(search, target.tree, parameter, level, byName, hops + 1);
}

function calledFunction(search: SiteSearch, tree: ScriptSyntax, callee: SyntaxNode): Target | null {
  const declared = declarationOf(search.program, tree, callee);
  if (declared !== null) {
    const { node } = declared;
    const fn = isFunction(node) ? node : constructorOf(node);
    return fn === null ? null : { tree: declared.tree, fn };
  }
  if (callee.type !== 'MemberExpression' || !isThis(tree, callee.object as SyntaxNode)) return null;
  const name = memberName(callee);
  const cls = name === null ? null : classOfThis(tree, thisOf(tree, callee.object as SyntaxNode));
  return cls === null || name === null ? null : methodIn(search.program, tree, cls, name, false, 0);
}

/** What a getter or a short function gives is the place, for who asks for it. */
function followReturned(
  search: SiteSearch,
  { tree, node, level, byName, hops }: PlaceValue,
  fn: FunctionNode | null,
): void {
  if (fn === null) return;
  if (level >= Math.max(1, search.query.depth)) {
    search.record(tree, node, 'read', '', byName);
    return;
  }
  const above = tree.parent(fn);
  if (above?.type === 'MethodDefinition') {
    const name = keyName(above);
    const cls = tree.parent(above);
    if (name === null || cls === null) {
      search.record(tree, node, 'unknown', 'return', byName);
      return;
    }
    for (const member of tree.membersNamed(name)) {
      const outer = tree.parent(member);
      const isCall = outer?.type === 'CallExpression' && outer.callee === member;
      const used = isCall ? outer : member;
      if (isCall || above.kind === 'get') search.push(tree, used, level, byName, hops + 1);
    }
    const { trees, isCut } = name.startsWith('#')
      ? { trees: [], isCut: false }
      : search.program.treesWith(search.program.neighbors(tree.name), name);
    const isAsked = isCut || trees.some((other) => other !== tree && other.membersNamed(name).length > 0);
    search.record(tree, node, isAsked ? 'unknown' : 'read', 'return', byName);
    return;
  }
  if (fn.type !== 'ArrowFunctionExpression' && fn.id) {
    const variable = tree.variableOf(fn.id);
    for (const { identifier } of variable?.references ?? []) {
      const outer = tree.parent(identifier as unknown as Identifier);
      if (outer?.type === 'CallExpression' && outer.callee === (identifier as unknown))
        search.push(tree, outer, level, byName, hops + 1);
    }
    search.record(tree, node, 'read', 'return', byName);
    return;
  }
  // The result of a callback, as in `items.map((item) => item)`.
  search.record(tree, node, above?.type === 'CallExpression' ? 'read' : 'unknown', 'return', byName);
}
