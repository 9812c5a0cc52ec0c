import type { CallExpression } from 'acorn';
import type { Broken } from './broken-removers.js';
import { targetOf } from './call-targets.js';
import { COPIES, REMOVING } from './collection-calls.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { usesOf } from './references.js';
import { memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites } from './site.js';
import { someBelow } from './tree-search.js';

/**
 * For a place that no line removes from: a line that hands a copy of it to a function which takes entries out, or that asks a function for a
 * shortened copy and needs no more of that than its size.
 */
export function findShortenedCopy(program: ProgramText, { sites, levels }: PlaceSites): Broken | null {
  for (const [node, level] of levels) {
    if (level !== 0) continue;
    const tree = sites.find((site) => site.tree.contains(node))?.tree;
    const call = tree === undefined ? null : (emptiedCopy(program, tree, node) ?? shortening(program, tree, node));
    if (tree !== undefined && call !== null) return { tree, node: call, why: 'no-effect', detail: '' };
  }
  return null;
}

/** `takeOut(new Map(rows), key);` where the function deletes from what it is given. */
function emptiedCopy(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode): SyntaxNode | null {
  const copy = copyAround(tree, node);
  const call = copy === null ? null : tree.parent(copy);
  if (copy === null || call?.type !== 'CallExpression' || call.callee === copy) return null;
  if (tree.parent(call)?.type !== 'ExpressionStatement') return null;
  const given = parameterOf(program, tree, call, copy);
  const isEmptied = given?.uses.some((use) => {
    const member = given.tree.parent(use);
    const above = member === null ? null : given.tree.parent(member);
    if (member?.type !== 'MemberExpression' || member.object !== use) return false;
    if (above?.type === 'UnaryExpression') return above.operator === 'delete';
    const name = memberName(member) ?? '';
    return above?.type === 'CallExpression' && above.callee === member && (REMOVING.has(name) || name === 'splice');
  });
  return isEmptied === true ? call : null;
}

/** The copy that an expression is made into: `new Map(rows)`, `new Map([...rows])`, `[...rows]`, `{ ...rows }`, `rows.slice()`; or null. */
function copyAround(tree: ScriptSyntax, node: SyntaxNode): SyntaxNode | null {
  const above = tree.parent(node);
  switch (above?.type) {
    case 'NewExpression': {
      const isCopy = above.callee.type === 'Identifier' && COPIES.test(above.callee.name);
      return isCopy && above.arguments[0] === node ? above : null;
    }
    case 'SpreadElement': {
      const list = tree.parent(above);
      if (list?.type === 'ArrayExpression') return copyAround(tree, list) ?? list;
      return list?.type === 'ObjectExpression' ? list : null;
    }
    case 'MemberExpression': {
      const call = tree.parent(above);
      const isSlice = above.object === node && memberName(above) === 'slice';
      return isSlice && call?.type === 'CallExpression' && call.arguments.length === 0 ? call : null;
    }
    case 'CallExpression': {
      const callee = tree.text.slice(above.callee.start, above.callee.end);
      return /^(?:Array\.from|structuredClone)$/.test(callee) && above.arguments[0] === node ? above : null;
    }
    default:
      return null;
  }
}

interface Given {
  readonly tree: ScriptSyntax;
  readonly fn: SyntaxNode;
  readonly uses: readonly SyntaxNode[];
}

/** The parameter that a function of the program gets an argument in. */
function parameterOf(
  program: ProgramText,
  tree: ScriptSyntax,
  call: CallExpression,
  argument: SyntaxNode,
): Given | null {
  const target = targetOf(program, tree, call);
  const parameter = target?.fn.params[call.arguments.indexOf(argument as never)];
  if (target === null || parameter?.type !== 'Identifier') return null;
  return { tree: target.tree, fn: target.fn, uses: usesOf(target.tree, parameter) };
}

/** `const newest = shortened(rows, 50); this.seen = newest.size` where the function gives the last ones of a copy. */
function shortening(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode): SyntaxNode | null {
  const call = tree.parent(node);
  if (call?.type !== 'CallExpression' || call.callee === node || !isOnlyCounted(tree, call)) return null;
  const given = parameterOf(program, tree, call, node);
  return given?.uses.some((use) => isSlicedAndReturned(given.tree, use)) === true ? call : null;
}

/** Whether nobody needs more of what a call gives than how many there are. */
function isOnlyCounted(tree: ScriptSyntax, call: SyntaxNode): boolean {
  const above = tree.parent(call);
  if (above?.type === 'ExpressionStatement') return true;
  if (above?.type !== 'VariableDeclarator' || above.init !== call || above.id.type !== 'Identifier') return false;
  const { id } = above;
  return usesOf(tree, id).every((use) => {
    if (use === id) return true;
    const member = tree.parent(use);
    return member?.type === 'MemberExpression' && /^(?:size|length)$/.test(memberName(member) ?? '');
  });
}

/** `return new Map([...rows].slice(-most))`: so many of a copy, whatever they are. */
function isSlicedAndReturned(tree: ScriptSyntax, use: SyntaxNode): boolean {
  for (let at = tree.parent(use); at !== null; at = tree.parent(at)) {
    if (at.type === 'ReturnStatement') {
      const { argument } = at;
      return (
        argument !== null &&
        argument !== undefined &&
        someBelow(tree, argument, (part) => {
          if (part.type !== 'CallExpression' || part.callee.type !== 'MemberExpression') return false;
          const isAround = part.start <= use.start && part.end >= use.end;
          return isAround && memberName(part.callee) === 'slice' && part.arguments.length > 0;
        })
      );
    }
    if (/Statement$|Declaration$|Function/.test(at.type)) return false;
  }
  return false;
}
