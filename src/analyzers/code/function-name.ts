import type { SyntaxNode } from './parser.js';
import { type FunctionNode, keyName, memberName, type ScriptSyntax } from './script-syntax.js';

/** What a function is called in its text, without its class: the name of the method, variable or property that it is; or null. */
export function functionNameOf(tree: ScriptSyntax, fn: FunctionNode): string | null {
  if (fn.type !== 'ArrowFunctionExpression' && fn.id) return fn.id.name;
  const above: SyntaxNode | null = tree.parent(fn);
  switch (above?.type) {
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property':
      return keyName(above);
    case 'VariableDeclarator':
      return above.id.type === 'Identifier' ? above.id.name : null;
    case 'AssignmentExpression':
      if (above.left.type === 'Identifier') return above.left.name;
      return above.left.type === 'MemberExpression' ? memberName(above.left) : null;
    default:
      return null;
  }
}

/** The innermost function with a name around a node, by its name; null at the top of a script. */
export function nameAround(tree: ScriptSyntax, node: SyntaxNode): string | null {
  for (let fn = tree.functionAround(node); fn !== null; fn = tree.functionAround(fn)) {
    const name = functionNameOf(tree, fn);
    if (name !== null) return name;
  }
  return null;
}

const namedIn = new WeakMap<readonly FunctionNode[], Map<string, FunctionNode[]>>();

/** The functions of a script that are called so, in the order of the text; arrow functions are left out. */
export function functionsNamed(tree: ScriptSyntax, name: string): readonly FunctionNode[] {
  const functions = tree.functionsAbout(name.replace(/^#/, ''));
  let byName = namedIn.get(functions);
  if (byName === undefined) {
    byName = new Map();
    for (const fn of functions) {
      const own = fn.type === 'ArrowFunctionExpression' ? null : functionNameOf(tree, fn);
      if (own === null) continue;
      const others = byName.get(own);
      if (others === undefined) byName.set(own, [fn]);
      else others.push(fn);
    }
    namedIn.set(functions, byName);
  }
  return byName.get(name) ?? [];
}
