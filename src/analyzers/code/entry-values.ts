import type { Guard } from './guard.js';
import type { SyntaxNode } from './parser.js';
import { callsOf } from './references.js';
import { isFunction, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites } from './site.js';
import { initOf } from './this-class.js';
import { someBelow } from './tree-search.js';

const MOST_CALLS = 3;

/**
 * What in the text stands for an entry of a place: what is taken out of it, what is put into it, and parameters that are given either.
 * Conditions on anything else, as on the kind of a message, do not say which entries stay.
 */
export class EntryValues {
  readonly #levels: PlaceSites['levels'];
  readonly #depth: number;
  /** Variables that a line that adds speaks of. */
  readonly #added = new Set<unknown>();

  constructor({ sites, levels }: PlaceSites, depth: number) {
    this.#levels = levels;
    this.#depth = depth;
    for (const { tree, node, action } of sites) {
      if (action !== 'add') continue;
      for (const part of addedBy(node))
        someBelow(tree, part, (below) => {
          if (below.type === 'Identifier') this.#added.add(tree.variableOf(below));
          return false;
        });
    }
    this.#added.delete(null);
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
    if (this.#added.has(variable)) return true;
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

/** The key and the value that a line adds. */
function addedBy(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'CallExpression') return node.arguments as SyntaxNode[];
  if (node.type !== 'AssignmentExpression') return [];
  const { left, right } = node;
  return left.type === 'MemberExpression' && left.computed ? [left.property as SyntaxNode, right] : [right];
}
