import type { SyntaxNode } from './parser.js';
import { memberName, type ScriptSyntax } from './script-syntax.js';
import { initOf } from './this-class.js';

/** What a value is, as far as comparing goes: a number, or the text of a date, which is no number. */
type ValueType = 'number' | 'date-text' | null;

const DATE_TEXTS = /^to(?:ISO|UTC|Date|Time|LocaleDate|LocaleTime)String$/;
const NUMBERS = new Set(['now', 'getTime', 'valueOf', 'uptime']);
const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '|', '&', '>>', '<<', '>>>']);
const MAX_LOOKUPS = 4;

/** What a value is, by how it is made; null for anything but numbers and texts of dates. */
export function valueType(tree: ScriptSyntax, node: SyntaxNode, lookups = 0): ValueType {
  if (lookups > MAX_LOOKUPS) return null;
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number' ? 'number' : null;
    case 'UnaryExpression':
      return node.operator === '+' || node.operator === '-' ? 'number' : null;
    case 'BinaryExpression':
      return ARITHMETIC.has(node.operator) ? 'number' : null;
    case 'CallExpression': {
      const name = node.callee.type === 'MemberExpression' ? (memberName(node.callee) ?? '') : '';
      if (DATE_TEXTS.test(name)) return 'date-text';
      return NUMBERS.has(name) ? 'number' : null;
    }
    case 'Identifier': {
      const init = initOf(tree, node);
      return init === null ? null : valueType(tree, init, lookups + 1);
    }
    case 'MemberExpression':
      return fieldType(tree, memberName(node), lookups + 1);
    default:
      return null;
  }
}

/** What all values are that the script gives to fields of a name. */
function fieldType(tree: ScriptSyntax, name: string | null, lookups: number): ValueType {
  if (name === null) return null;
  const types = new Set<ValueType>();
  for (const member of tree.membersNamed(name)) {
    const above = tree.parent(member);
    if (above?.type === 'AssignmentExpression' && above.left === member)
      types.add(above.operator === '=' ? valueType(tree, above.right, lookups) : null);
    else if (above?.type === 'UpdateExpression') types.add('number');
  }
  for (const key of tree.keysNamed(name)) {
    if (key.type === 'MethodDefinition') types.add(null);
    else if (tree.parent(key)?.type === 'ObjectPattern') continue;
    else if ((key.type === 'Property' || key.type === 'PropertyDefinition') && key.value)
      types.add(valueType(tree, key.value as SyntaxNode, lookups));
  }
  const [only = null] = types;
  return types.size === 1 ? only : null;
}
