import type { CallExpression } from 'acorn';
import type { Guard } from './guard.js';
import type { SyntaxNode } from './parser.js';
import { memberName, type ScriptSyntax } from './script-syntax.js';
import { initOf } from './this-class.js';

/** Shorter numbers in a condition are indexes and counts, not milliseconds. */
const MIN_MS = 100;
const NANOSECONDS_PER_MS = 1e6;
const MAX_DEPTH = 4;

/**
 * After how many milliseconds an entry goes, by the constants in the conditions of a remover (`now - at > TTL`), or by the delay of the
 * timer that was started for it. Null when the text has no such constant, or several.
 */
export function delayOf(
  guards: readonly Guard[],
  calledAt: { readonly tree: ScriptSyntax; readonly node: SyntaxNode } | null,
): number | null {
  const found = new Set<number>();
  for (const { kind, tree, test } of guards) if (kind === 'clock') collect(tree, test, found, 0);
  if (found.size === 1) return [...found][0];
  if (found.size > 1 || calledAt === null || guards.some(({ kind }) => kind === 'clock')) return null;
  const { tree, node } = calledAt;
  const call = node.type === 'CallExpression' ? (node as CallExpression) : null;
  const delay = call?.callee.type === 'Identifier' && call.callee.name === 'setTimeout' ? call.arguments[1] : undefined;
  return delay === undefined ? null : valueOf(tree, delay as SyntaxNode, 0);
}

function collect(tree: ScriptSyntax, node: SyntaxNode, found: Set<number>, depth: number): void {
  const value = valueOf(tree, node, depth);
  if (value !== null) {
    if (value >= MIN_MS) found.add(value);
    return;
  }
  if (node.type === 'Identifier' && depth < MAX_DEPTH) {
    const init = initOf(tree, node);
    if (init !== null) collect(tree, init, found, depth + 1);
    return;
  }
  for (const child of tree.children(node)) if (child.type !== 'BlockStatement') collect(tree, child, found, depth);
}

/** The number that an expression of constants is, in milliseconds: a BigInt is taken for nanoseconds. Null for any other. */
function valueOf(tree: ScriptSyntax, node: SyntaxNode, depth: number): number | null {
  if (depth > MAX_DEPTH) return null;
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'bigint') return Number(node.value) / NANOSECONDS_PER_MS;
      return typeof node.value === 'number' ? node.value : null;
    case 'Identifier': {
      const init = initOf(tree, node);
      return init === null ? null : valueOf(tree, init, depth + 1);
    }
    case 'BinaryExpression': {
      if (node.operator !== '*' && node.operator !== '+') return null;
      const left = valueOf(tree, node.left as SyntaxNode, depth + 1);
      const right = valueOf(tree, node.right, depth + 1);
      if (left === null || right === null) return null;
      return node.operator === '*' ? left * right : left + right;
    }
    case 'MemberExpression':
      return memberValue(tree, memberName(node), depth);
    default:
      return null;
  }
}

/** The only number that a field of that name is given in the script. */
function memberValue(tree: ScriptSyntax, name: string | null, depth: number): number | null {
  if (name === null) return null;
  const values = new Set<number | null>();
  for (const member of tree.membersNamed(name)) {
    const above = tree.parent(member);
    if (above?.type === 'AssignmentExpression' && above.left === member)
      values.add(valueOf(tree, above.right, depth + 1));
  }
  for (const key of tree.keysNamed(name))
    if ((key.type === 'PropertyDefinition' || key.type === 'Property') && key.value)
      values.add(valueOf(tree, key.value as SyntaxNode, depth + 1));
  const [value = null] = values;
  return values.size === 1 ? value : null;
}
