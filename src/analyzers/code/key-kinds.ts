import type { SyntaxNode } from './parser.js';
import { usesOf } from './references.js';
import { isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites, Site } from './site.js';

/** What all keys of a collection are, as the heap has them. */
export type KeyKind = 'string' | 'object';

/** The line that removes from a Map or Set by what is no key there, where every line that removes does; null when some may be right. */
export function findOtherKind({ sites }: PlaceSites, kind: KeyKind): Site | null {
  const removers = sites.filter(({ action }) => action === 'remove');
  const [first] = removers;
  if (first === undefined) return null;
  const areOther = removers.every(({ tree, node, how, byName }) => {
    if (byName || how !== 'delete' || node.type !== 'CallExpression' || node.arguments.length !== 1) return false;
    const given = kindOf(tree, node.arguments[0] as SyntaxNode);
    return given !== null && given !== kind;
  });
  return areOther ? first : null;
}

/** Fields and methods that strings have, and objects may have as well. */
const OF_STRINGS = new Set([
  ...Object.getOwnPropertyNames(String.prototype),
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** What an expression surely is; null when it may be anything. */
function kindOf(tree: ScriptSyntax, node: SyntaxNode): KeyKind | null {
  switch (node.type) {
    case 'ThisExpression':
    case 'NewExpression':
    case 'ObjectExpression':
    case 'ArrayExpression':
      return 'object';
    case 'TemplateLiteral':
      return 'string';
    case 'Literal':
      return typeof node.value === 'string' ? 'string' : null;
    case 'BinaryExpression':
      return node.operator === '+' &&
        [node.left as SyntaxNode, node.right].some((side) => kindOf(tree, side) === 'string')
        ? 'string'
        : null;
    case 'CallExpression':
      return isText(tree, node.callee as SyntaxNode) ? 'string' : null;
    case 'Identifier':
      return isUsedAsObject(tree, node) ? 'object' : null;
    default:
      return null;
  }
}

/** `String(id)`, `name.toLowerCase()`, `id.toString()` */
function isText(tree: ScriptSyntax, callee: SyntaxNode): boolean {
  if (callee.type === 'Identifier') return callee.name === 'String' && tree.variableOf(callee) === null;
  return (
    callee.type === 'MemberExpression' && /^(?:to(?:Lower|Upper)Case|toString|trim)$/.test(memberName(callee) ?? '')
  );
}

/** Whether the function reads or writes fields of a variable that is given one value: strings have none but their own. */
function isUsedAsObject(tree: ScriptSyntax, identifier: SyntaxNode & { type: 'Identifier' }): boolean {
  const variable = tree.variableOf(identifier);
  const [definition, ...more] = variable?.defs ?? [];
  if (variable === null || definition === undefined || more.length > 0) return false;
  const writes = variable.references.filter((reference) => reference.isWrite());
  if (writes.length > (definition.type === 'Parameter' ? 0 : 1)) return false;
  const home = tree.functionAround(identifier);
  return usesOf(tree, identifier).some((use) => {
    const member = tree.parent(use);
    const isRead = member?.type === 'MemberExpression' && member.object === use && !member.computed && !member.optional;
    const name = isRead ? memberName(member) : null;
    if (name === null || OF_STRINGS.has(name)) return false;
    // In a branch or a callback it may be of another kind than here.
    return tree.functionAround(use) === home && isSure(tree, use, home);
  });
}

/** Whether a line runs whenever its function does. */
function isSure(tree: ScriptSyntax, node: SyntaxNode, home: SyntaxNode | null): boolean {
  let below = node;
  for (let at = tree.parent(node); at !== null && at !== home; below = at, at = tree.parent(at)) {
    if (isFunction(at) || at.type === 'SwitchCase') return false;
    if ((at.type === 'IfStatement' || at.type === 'ConditionalExpression') && below !== at.test) return false;
    if (at.type === 'LogicalExpression' && below === at.right) return false;
    if (/^(?:For|While)/.test(at.type)) return false;
  }
  return true;
}
