import type { Identifier } from 'acorn';

import type { Guard } from './guard.js';
import type { SyntaxNode } from './parser.js';
import { callsOf } from './references.js';
import { isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites } from './site.js';
import { initOf } from './this-class.js';
import { someBelow } from './tree-search.js';

const MOST_CALLS = 3;

/**
 * What in the text stands for an entry of a place: what is taken out of it or put into it, what a line that removes names itself
 * (`delete(row)`, `indexOf(row)`), and parameters that are given either.
 * Conditions on anything else, as on the kind of a message, do not say which entries stay.
 */
export class EntryValues {
  readonly #levels: PlaceSites['levels'];
  readonly #depth: number;
  /** Variables that a line that adds puts in, and those that a line that removes names. */
  readonly #named = new Set<unknown>();

  constructor({ sites, levels }: PlaceSites, depth: number) {
    this.#levels = levels;
    this.#depth = depth;
    for (const { tree, node, action } of sites) {
      if (action === 'remove') for (const part of removedBy(tree, node)) this.#named.add(tree.variableOf(part));
      if (action !== 'add') continue;
      for (const part of addedBy(node))
        someBelow(tree, part, (below) => {
          if (below.type === 'Identifier') this.#named.add(tree.variableOf(below));
          return false;
        });
    }
    this.#named.delete(null);
  }

  /** Whether a condition asks something of an entry. */
  isAsked({ tree, test }: Guard): boolean {
    return someBelow(tree, test, (part) => this.#isEntry(tree, part, 0));
  }

  #isEntry(tree: ScriptSyntax, node: SyntaxNode, calls: number): boolean {
    const level = this.#levels.get(node);
    if (level !== undefined && level >= Math.max(1, this.#depth)) return true;
    // Of one reference, the object that has it is asked.
    if (this.#depth === 0 && node.type === 'ThisExpression') return true;
    if (node.type !== 'Identifier') return false;
    const variable = tree.variableOf(node);
    if (variable === null) return false;
    if (this.#named.has(variable)) return true;
    const definition = variable.defs[0];
    if (definition?.type !== 'Parameter') {
      const init = initOf(tree, node);
      return init !== null && init.type !== 'CallExpression' && calls < MOST_CALLS
        ? someBelow(tree, init, (part) => this.#isEntry(tree, part, calls + 1))
        : false;
    }
    const fn = definition.node as unknown as SyntaxNode;
    if (!isFunction(fn) || calls >= MOST_CALLS) return false;
    const index = fn.params.findIndex((parameter) => parameter.type === 'Identifier' && parameter.name === node.name);
    return callsOf(tree, fn).some((call) => {
      const argument = call.type === 'CallExpression' ? (call.arguments[index] as SyntaxNode | undefined) : undefined;
      return argument !== undefined && someBelow(tree, argument, (part) => this.#isEntry(tree, part, calls + 1));
    });
  }
}

/** The entry that a line removes, where the line names it rather than its position. */
function removedBy(tree: ScriptSyntax, node: SyntaxNode): Identifier[] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
  const [first] = node.arguments as SyntaxNode[];
  if (first === undefined) return [];
  if (memberName(node.callee) === 'delete') return first.type === 'Identifier' ? [first] : [];
  const index = first.type === 'Identifier' ? initOf(tree, first) : first;
  if (index?.type !== 'CallExpression' || index.callee.type !== 'MemberExpression') return [];
  const [entry] = index.arguments as SyntaxNode[];
  return memberName(index.callee) === 'indexOf' && entry?.type === 'Identifier' ? [entry] : [];
}

/** The key and the value that a line adds. */
function addedBy(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'CallExpression') return node.arguments as SyntaxNode[];
  if (node.type !== 'AssignmentExpression') return [];
  const { left, right } = node;
  return left.type === 'MemberExpression' && left.computed ? [left.property as SyntaxNode, right] : [right];
}
