import type { Identifier } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import { classOf, initOf, isThis } from './this-class.js';

const MAX_STEPS = 6;
/** A class of the program itself. */
export const OWN = '';

/**
 * The package that a value comes from, by the calls that make it: `pg` of `new pg.Pool()`, `redis` of `createClient().duplicate()`, `OWN` of an
 * object of a class of this script that extends nothing.
 *
 * @returns null when that is not written there, as for parameters and for what other scripts of the program export
 */
export function packageOfValue(tree: ScriptSyntax, node: SyntaxNode, steps = 0): string | null {
  if (steps > MAX_STEPS) return null;
  const next = (part: SyntaxNode): string | null => packageOfValue(tree, part, steps + 1);
  switch (node.type) {
    case 'Identifier':
      return ofVariable(tree, node, steps);
    case 'MemberExpression':
      return isThis(tree, node.object as SyntaxNode)
        ? ofField(tree, memberName(node), steps)
        : next(node.object as SyntaxNode);
    case 'AwaitExpression':
      return next(node.argument);
    case 'ChainExpression':
      return next(node.expression);
    case 'NewExpression':
      return next(node.callee as SyntaxNode);
    case 'CallExpression': {
      const [argument] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'require')
        return argument?.type === 'Literal' && typeof argument.value === 'string' ? packageName(argument.value) : null;
      // `__importStar(require('pg'))`
      return next(
        argument?.type === 'CallExpression' && node.callee.type === 'Identifier'
          ? argument
          : (node.callee as SyntaxNode),
      );
    }
    default:
      return null;
  }
}

function ofVariable(tree: ScriptSyntax, identifier: Identifier, steps: number): string | null {
  const definition = tree.variableOf(identifier)?.defs[0];
  if (definition?.type === 'ImportBinding') {
    const statement = definition.parent as unknown as SyntaxNode | null;
    return statement?.type === 'ImportDeclaration' ? packageName(String(statement.source.value)) : null;
  }
  const declared = definition?.node as SyntaxNode | undefined;
  const cls = classOf(tree, identifier);
  if (cls !== null) {
    if (isFunction(cls)) return null;
    return cls.superClass ? packageOfValue(tree, cls.superClass, steps + 1) : OWN;
  }
  if (declared?.type !== 'VariableDeclarator') return null;
  // `const { Pool } = require('pg')`
  const init = declared.id.type === 'ObjectPattern' ? declared.init : initOf(tree, identifier);
  return init ? packageOfValue(tree, init, steps + 1) : null;
}

/** What a field is given wherever the script gives it anything. */
function ofField(tree: ScriptSyntax, name: string | null, steps: number): string | null {
  if (name === null) return null;
  const given = new Set<string | null>();
  for (const member of tree.membersNamed(name)) {
    const above = tree.parent(member);
    if (above?.type === 'AssignmentExpression' && above.left === member)
      given.add(packageOfValue(tree, above.right, steps + 1));
  }
  for (const key of tree.keysNamed(name))
    if (key.type === 'PropertyDefinition') given.add(key.value ? packageOfValue(tree, key.value, steps + 1) : null);
  const [only = null] = given;
  return given.size === 1 ? only : null;
}

/** `pg` of `pg/lib/client`, `@redis/client` of `@redis/client/dist/x`, `net` of `node:net`; null for a path of the program. */
function packageName(specifier: string): string | null {
  if (/^[./]/.test(specifier)) return null;
  return /^(?:node:)?((?:@[^/]+\/)?[^/]+)/.exec(specifier)?.[1] ?? null;
}
