import type { CallExpression, MemberExpression } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { usesOf } from './references.js';
import { memberName, type ScriptSyntax } from './script-syntax.js';
import { testsAround } from './tests-around.js';
import { classOfThis } from './this-class.js';
import { someBelow } from './tree-search.js';

/** Collections whose methods are known. */
export const KNOWN_COLLECTIONS = /^(?:Map|Set|Array|WeakMap|WeakSet|Object)$/;

/** What a place is given at one of its sites: where it is declared, or by an assignment. */
export function madeAt(tree: ScriptSyntax, node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'PropertyDefinition') return node.value ?? null;
  const above = tree.parent(node);
  if (above?.type === 'VariableDeclarator' && above.id === node) return above.init ?? null;
  return above?.type === 'AssignmentExpression' && above.left === node ? above.right : null;
}

/** A node and everything below it. */
export function partsOf(tree: ScriptSyntax, root: SyntaxNode): SyntaxNode[] {
  return [root, ...tree.children(root).flatMap((child) => partsOf(tree, child))];
}

/** `push` of `items.push.apply`, or of `Array.prototype.push.call`; null for what neither adds nor removes. */
export function appliedName(member: MemberExpression): string | null {
  const called = memberName(member);
  if ((called !== 'apply' && called !== 'call') || member.object.type !== 'MemberExpression') return null;
  const name = memberName(member.object);
  return name === 'push' || name === 'splice' || name === 'unshift' ? name : null;
}

export function isWrittenTo(tree: ScriptSyntax, member: MemberExpression): boolean {
  const above = tree.parent(member);
  return above?.type === 'AssignmentExpression' && above.left === member;
}

/** `clearInterval(timer)`: what the field refers to is given up, though the field still has it. */
export function isTimerStop({ callee }: CallExpression): boolean {
  return callee.type === 'Identifier' && /^clear(?:Interval|Timeout|Immediate)$/.test(callee.name);
}

/**
 * Whether an index comes round: `slots[at % SIZE]`, `slots[at & MASK]`, a variable or field that is given a remainder or that is set back
 * to nothing, or a place that is drawn by lot.
 */
export function comesRound(tree: ScriptSyntax, index: SyntaxNode): boolean {
  const isRemainder = (node: SyntaxNode): boolean =>
    someBelow(
      tree,
      node,
      (part) => (part.type === 'BinaryExpression' && /^[%&]$/.test(part.operator)) || isDrawn(part),
    );
  if (isRemainder(index)) return true;
  return usesOf(tree, index).some((use) => {
    const above = tree.parent(use);
    if (above?.type !== 'AssignmentExpression' || above.left !== use) return false;
    const isBack = above.operator === '=' && above.right.type === 'Literal' && above.right.value === 0;
    return isRemainder(above.right) || (isBack && !isInConstructor(tree, above) && isConditional(tree, above));
  });
}

/** `Math.random()` */
function isDrawn(node: SyntaxNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object } = node.callee;
  return memberName(node.callee) === 'random' && object.type === 'Identifier' && object.name === 'Math';
}

/** Whether a line runs only under a condition, as in `if (at === SIZE) at = 0`. */
function isConditional(tree: ScriptSyntax, node: SyntaxNode): boolean {
  return testsAround(tree, node, () => false).length > 0;
}

/** An expression as a reader recognizes it, without any literal. */
export function shape(node: SyntaxNode): string {
  switch (node.type) {
    case 'ArrayExpression':
      return '[]';
    case 'ObjectExpression':
      return '{}';
    case 'NewExpression':
      return node.callee.type === 'Identifier' ? `new ${node.callee.name}()` : 'new …';
    case 'Literal':
      return node.raw === 'null' ? 'null' : '…';
    case 'Identifier':
      return node.name;
    default:
      return '…';
  }
}

export function isInConstructor(tree: ScriptSyntax, node: SyntaxNode): boolean {
  const fn = tree.functionAround(node);
  if (fn === null) return true;
  const above = tree.parent(fn);
  if (above?.type === 'MethodDefinition') return above.kind === 'constructor';
  // An ES5 constructor: a function whose `this` is an instance, and which is no method.
  return node.type === 'AssignmentExpression' &&
    node.left.type === 'MemberExpression' &&
    node.left.object.type === 'ThisExpression'
    ? classOfThis(tree, node.left.object) === fn && above?.type !== 'AssignmentExpression'
    : false;
}
