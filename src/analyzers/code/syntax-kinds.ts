import type { SyntaxNode } from './parser.js';

export type ClassSyntax = Extract<SyntaxNode, { type: 'ClassDeclaration' | 'ClassExpression' }>;

export type FunctionNode = Extract<
  SyntaxNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

export function isFunction(node: SyntaxNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  );
}

export function isClass(node: SyntaxNode): node is ClassSyntax {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}
