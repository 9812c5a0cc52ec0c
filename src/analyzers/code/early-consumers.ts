import type { SyntaxNode } from './parser.js';
import { callsOf } from './references.js';
import { isFunction, memberName, type ScriptSyntax } from './script-syntax.js';

/**
 * Whether some line of the script stops before the generator around a `yield` has ended: a loop over it with `break`, `return` or `throw`, a
 * pattern like `const [first] = lines()`, or a single `lines().next()`. The generator then ends at its `yield`, and of what follows only `finally` runs.
 */
export function hasEarlyConsumer(tree: ScriptSyntax, yielding: SyntaxNode): boolean {
  const fn = tree.functionAround(yielding);
  return fn?.generator === true && callsOf(tree, fn).some((call) => stopsEarly(tree, call));
}

function stopsEarly(tree: ScriptSyntax, call: SyntaxNode): boolean {
  const above = tree.parent(call);
  switch (above?.type) {
    case 'ForOfStatement':
      return above.right === call && leavesLoop(tree, above.body, false);
    case 'VariableDeclarator':
      return above.id.type === 'ArrayPattern' && above.id.elements.at(-1)?.type !== 'RestElement';
    case 'MemberExpression':
      return above.object === call && memberName(above) === 'next' && tree.parent(above)?.type === 'CallExpression';
    default:
      return false;
  }
}

/** @param isInner whether a `break` without a label belongs to a loop or `switch` inside */
function leavesLoop(tree: ScriptSyntax, node: SyntaxNode, isInner: boolean): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') return true;
  if (node.type === 'BreakStatement') return !isInner && !node.label;
  const isOwn = /^(?:For|While|DoWhile|Switch)/.test(node.type) && node.type !== 'SwitchCase';
  return tree.children(node).some((child) => leavesLoop(tree, child, isInner || isOwn));
}
