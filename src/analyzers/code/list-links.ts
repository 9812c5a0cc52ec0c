import type { Missed } from './missed-ways.js';
import type { SyntaxNode } from './parser.js';
import { usesOf } from './references.js';
import { type FunctionNode, memberName, type ScriptSyntax } from './script-syntax.js';
import type { Site } from './site.js';
import { isThis } from './this-class.js';
import { deepSome } from './tree-search.js';

type Assignment = SyntaxNode & { readonly type: 'AssignmentExpression' };
type Member = SyntaxNode & { readonly type: 'MemberExpression' };

/**
 * Where the next entry is taken from a link that then stays: `this.top = taken.next` without `taken.next = null`, with the link read there
 * or into a variable before.
 *
 * @param sites of the link
 */
export function findUnlinked(name: string, sites: readonly Site[]): Missed | null {
  for (const { tree, node, action } of sites) {
    if (action !== 'read' || !isLinkOfEntry(tree, node)) continue;
    const taken = [node, ...namedIn(tree, node)].find((value) => {
      const above = tree.parent(value);
      return above?.type === 'AssignmentExpression' && above.right === value && above.left.type === 'MemberExpression';
    });
    const above = taken === undefined ? null : tree.parent(taken);
    const fn = tree.functionAround(node);
    if (above !== null && fn !== null && !clearsIn(sites, tree, fn)) return { tree, node: above, why: 'unlink' };
  }
  return findOtherEnd(name, sites);
}

/** `taken.next`, or a variable with that: `const { next } = taken`. Of `this` it would be the beginning of the list. */
function isLinkOfEntry(tree: ScriptSyntax, node: SyntaxNode): boolean {
  if (node.type === 'MemberExpression') return !isThis(tree, node.object as SyntaxNode);
  if (node.type !== 'Identifier') return false;
  const declared = tree.variableOf(node)?.defs[0]?.node as SyntaxNode | undefined;
  if (declared?.type !== 'VariableDeclarator' || declared.id.type !== 'ObjectPattern') return false;
  return declared.init?.type === 'Identifier' && !isThis(tree, declared.init);
}

/** Where the variable is spoken of that a link is read into: `const next = taken.next`. */
function namedIn(tree: ScriptSyntax, node: SyntaxNode): readonly SyntaxNode[] {
  const above = tree.parent(node);
  return above?.type === 'VariableDeclarator' && above.init === node && above.id.type === 'Identifier'
    ? usesOf(tree, above.id)
    : [];
}

function clearsIn(sites: readonly Site[], tree: ScriptSyntax, fn: FunctionNode): boolean {
  return sites.some(
    (site) => site.action === 'remove' && site.tree === tree && site.node.start >= fn.start && site.node.end <= fn.end,
  );
}

/**
 * In a list with links both ways, where the entry at one end is taken by the other link and the link to it stays:
 * `this.last = this.last.previous` without `this.last.next = null`.
 */
function findOtherEnd(name: string, sites: readonly Site[]): Missed | null {
  for (const { tree, node, action } of sites) {
    const fn = action === 'add' ? tree.functionAround(node) : null;
    if (fn === null || node.type !== 'AssignmentExpression') continue;
    for (const link of linksBack(tree, fn, node, name))
      for (const member of tree.membersNamed(link)) {
        const above = tree.parent(member);
        const taker = tree.functionAround(member);
        if (above?.type !== 'AssignmentExpression' || above.right !== member || taker === null || taker === fn)
          continue;
        const isSteppedBack = textOf(tree, above.left) === textOf(tree, member.object as SyntaxNode);
        if (isSteppedBack && !writesTo(tree, taker, name)) return { tree, node: above, why: 'unlink' };
      }
  }
  return null;
}

/** Fields by which the next entry refers to one that a line links: `previous` of `head.previous = entry` beside `entry.next = head`. */
function linksBack(tree: ScriptSyntax, fn: FunctionNode, linking: Assignment, name: string): string[] {
  if (linking.left.type !== 'MemberExpression') return [];
  const entry = textOf(tree, linking.left.object as SyntaxNode);
  const neighbor = textOf(tree, linking.right);
  const found: string[] = [];
  deepSome(tree, fn.body, (part) => {
    if (part.type !== 'AssignmentExpression' || part.left.type !== 'MemberExpression') return false;
    const link = memberName(part.left);
    const isBack = textOf(tree, part.left.object as SyntaxNode) === neighbor && textOf(tree, part.right) === entry;
    if (isBack && link !== null && link !== name) found.push(link);
    return false;
  });
  return found;
}

function writesTo(tree: ScriptSyntax, fn: FunctionNode, name: string): boolean {
  return tree.membersNamed(name).some((member) => {
    const above = tree.parent(member);
    const isWritten = above?.type === 'AssignmentExpression' && above.left === member;
    return isWritten && member.start >= fn.start && member.end <= fn.end;
  });
}

/**
 * Where an entry is taken out of a list only when it is the first: `if (this.head === entry) this.head = entry.next` in a function that has
 * no line for an entry further down.
 *
 * @param sites of the reference to the first entry
 */
export function findOnlyFirst(sites: readonly Site[]): Missed | null {
  for (const { tree, node, action } of sites) {
    if (action !== 'add' || node.type !== 'AssignmentExpression' || node.right.type !== 'MemberExpression') continue;
    const { left, right } = node;
    const taken = right.object as SyntaxNode;
    const fn = tree.functionAround(node);
    const link = memberName(right);
    if (fn === null || link === null || taken.type !== 'Identifier' || !isParameter(tree, taken, fn)) continue;
    const test = testOfFirst(tree, node, textOf(tree, left), textOf(tree, taken));
    if (test === null || relinks(tree, fn, right, link)) continue;
    return { tree, node: test, why: 'guard' };
  }
  return null;
}

function isParameter(tree: ScriptSyntax, node: SyntaxNode & { type: 'Identifier' }, fn: FunctionNode): boolean {
  const definition = tree.variableOf(node)?.defs[0];
  return definition?.type === 'Parameter' && (definition.node as unknown) === fn;
}

/** The condition around a line that compares the first entry with the one to take out. */
function testOfFirst(tree: ScriptSyntax, node: SyntaxNode, first: string, taken: string): SyntaxNode | null {
  for (let below = node, at = tree.parent(node); at !== null; below = at, at = tree.parent(at)) {
    if (at.type !== 'IfStatement' || below !== at.consequent || at.alternate) continue;
    const { test } = at;
    if (test.type !== 'BinaryExpression' || !/^===?$/.test(test.operator)) return null;
    const sides = [textOf(tree, test.left as SyntaxNode), textOf(tree, test.right)];
    return sides.includes(first) && sides.includes(taken) ? test : null;
  }
  return null;
}

/** Whether another line of the function gives the link on: `before.next = entry.next`. */
function relinks(tree: ScriptSyntax, fn: FunctionNode, own: Member, link: string): boolean {
  return deepSome(
    tree,
    fn.body,
    (part) => part !== own && part.type === 'MemberExpression' && memberName(part) === link,
  );
}

function textOf(tree: ScriptSyntax, node: SyntaxNode): string {
  return tree.text.slice(node.start, node.end);
}
