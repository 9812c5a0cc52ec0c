import type { Guard } from './guard.js';
import type { SyntaxNode } from './parser.js';
import { usesOf } from './references.js';
import type { ScriptSyntax } from './script-syntax.js';
import { someBelow } from './tree-search.js';

const RELATIONAL = new Set(['<', '<=', '>', '>=']);

/** Whether a condition compares a field that the script counts up and down: how many entries a linked structure has. */
export function asksLinkedCount({ tree, test }: Guard): boolean {
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
