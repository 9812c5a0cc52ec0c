import type { CallExpression } from 'acorn';
import { ADDING, GIVING_ENTRY } from './collection-calls.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { usesOf } from './references.js';
import { memberName, type ScriptSyntax } from './script-syntax.js';

/** Calls that start a timer. */
export const START: ReadonlySet<string> = new Set(['setInterval', 'setTimeout', 'setImmediate']);
const STOP = new Set(['clearInterval', 'clearTimeout', 'clearImmediate']);

/** The variable, field or collection that a timer is put into, or null. */
export function keptIn(tree: ScriptSyntax, call: CallExpression): SyntaxNode | null {
  return keeperOf(tree, call) ?? collectionOf(tree, call);
}

/** The scripts that may speak of what a timer is put into. */
export function scriptsWith(
  program: ProgramText,
  tree: ScriptSyntax,
  kept: SyntaxNode | null,
): { readonly trees: readonly ScriptSyntax[]; readonly isWhole: boolean } {
  const word = kept === null ? '' : nameOf(kept);
  const isField = kept?.type === 'MemberExpression' && !word.startsWith('#') && word !== '';
  return isField ? program.treesWith(program.neighbors(tree.name), word) : { trees: [tree], isWhole: true };
}

/** The calls that stop a timer, by the variable, field or collection that it is put into. */
export function stopsOf(
  program: ProgramText,
  tree: ScriptSyntax,
  call: CallExpression,
): { readonly tree: ScriptSyntax; readonly node: CallExpression; readonly kept: string }[] {
  const kept = keptIn(tree, call);
  if (kept === null) return [];
  return scriptsWith(program, tree, kept).trees.flatMap((other) =>
    usesIn(other, kept, tree).flatMap((use) => {
      const node = stopOf(other, use);
      return node === null ? [] : [{ tree: other, node, kept: nameOf(kept) }];
    }),
  );
}

/** The variable or field that a call's result is put into, or null. */
function keeperOf(tree: ScriptSyntax, call: CallExpression): SyntaxNode | null {
  let value: SyntaxNode = call;
  let above = tree.parent(value);
  // `setInterval(…).unref()`
  while (above?.type === 'MemberExpression' && above.object === value) {
    value = tree.parent(above) ?? above;
    above = tree.parent(value);
  }
  if (above?.type === 'VariableDeclarator' && above.init === value) return above.id;
  if (above?.type !== 'AssignmentExpression' || above.right !== value) return null;
  const { left } = above;
  // `timers[key] = setTimeout(…)`
  return left.type === 'MemberExpression' && memberName(left) === null ? (left.object as SyntaxNode) : left;
}

/** The collection that a call's result is put into: `timers.set(key, setTimeout(…))`; or null. */
function collectionOf(tree: ScriptSyntax, call: CallExpression): SyntaxNode | null {
  const above = tree.parent(call);
  const isPut = above?.type === 'CallExpression' && above.callee !== call && ADDING.has(calleeOf(above));
  return isPut && above.callee.type === 'MemberExpression' ? (above.callee.object as SyntaxNode) : null;
}

/** The call that stops a timer, given where the variable, field or collection is spoken of that has it. */
function stopOf(tree: ScriptSyntax, use: SyntaxNode): CallExpression | null {
  let value = use;
  let above = tree.parent(value);
  // `timers.get(key)`, `timers[key]`
  if (above?.type === 'MemberExpression' && above.object === value) {
    const call = tree.parent(above);
    if (call?.type === 'CallExpression' && call.callee === above && GIVING_ENTRY.has(memberName(above) ?? ''))
      value = call;
    else if (above.computed) value = above;
    else return null;
    above = tree.parent(value);
  }
  if (above?.type === 'CallExpression' && above.callee !== value) return STOP.has(calleeOf(above)) ? above : null;
  // `const timer = timers.get(key); clearTimeout(timer)`
  if (value === use || above?.type !== 'VariableDeclarator' || above.id.type !== 'Identifier') return null;
  for (const named of usesOf(tree, above.id)) {
    const call = tree.parent(named);
    if (call?.type === 'CallExpression' && call.callee !== named && STOP.has(calleeOf(call))) return call;
  }
  return null;
}

export function nameOf(node: SyntaxNode): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? (memberName(node) ?? '') : '';
}

function usesIn(tree: ScriptSyntax, kept: SyntaxNode, home: ScriptSyntax): readonly SyntaxNode[] {
  if (kept.type === 'Identifier') return tree === home ? usesOf(home, kept) : [];
  return tree.membersNamed(nameOf(kept));
}

export function calleeOf({ callee }: CallExpression): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}
