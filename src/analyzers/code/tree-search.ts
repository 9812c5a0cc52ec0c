import type { SyntaxNode } from './parser.js';
import { isClass, isFunction, type ScriptSyntax } from './script-syntax.js';

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
