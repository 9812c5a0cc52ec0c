import type { Identifier } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { isFunction, keyName, memberName, type ScriptSyntax } from './script-syntax.js';

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
