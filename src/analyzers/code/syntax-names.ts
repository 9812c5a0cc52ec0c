import type { FunctionExpression, MemberExpression } from 'acorn';
import type { SyntaxNode } from './parser.js';
import type { ClassSyntax, FunctionNode } from './syntax-kinds.js';

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
