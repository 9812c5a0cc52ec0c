import type { CallExpression } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { isNothing, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceValue, SiteSearch } from './site-search.js';
import { shape } from './site-shapes.js';

/** Functions that compilers put in the place of `this.#rows`: of TypeScript, Babel, SWC and esbuild. The field is a WeakMap by object. */
const HELPERS = /^_*(?:class_?private_?field_?(?:loose_?)?|private)(get|set|init|add)(?:2|spec)?$/i;

export function isPrivateHelper(call: CallExpression): boolean {
  return actionOf(call) !== null;
}

/** Whether a variable has the values of a private field, as compilers write one. */
export function isPrivateField(
  tree: ScriptSyntax,
  variable: { references: readonly { identifier: unknown }[] },
): boolean {
  return variable.references.some(({ identifier }) => {
    const call = tree.parent(identifier as SyntaxNode);
    return call?.type === 'CallExpression' && isPrivateHelper(call);
  });
}

/** The WeakMap of a private field is handed to a helper: what that gives is the field of one object. */
export function followPrivateField(search: SiteSearch, value: PlaceValue, call: CallExpression): void {
  const { tree, node, level, byName, hops } = value;
  const action = actionOf(call);
  const index = call.arguments.indexOf(node as never);
  // The value that is given to another private field.
  if (index > 1) {
    search.record(tree, call, level > 0 ? 'read' : 'unknown', '=', byName, level);
    return;
  }
  if (action === 'get') {
    search.push(tree, call, level + 1, byName, hops);
    return;
  }
  const given = call.arguments[2] as SyntaxNode | undefined;
  if (action !== 'set' || given === undefined) {
    search.record(tree, call, 'start', '=', byName, level + 1);
    return;
  }
  const isNew = given.type === 'NewExpression' || given.type === 'ArrayExpression' || given.type === 'ObjectExpression';
  search.record(tree, call, isNew || isNothing(given) ? 'remove' : 'add', `= ${shape(given)}`, byName, level + 1);
}

/** `_rows.set(this, new Map())` in a constructor sets up the field. */
export function isSetUp(tree: ScriptSyntax, call: CallExpression): boolean {
  const [first] = call.arguments;
  if (first?.type !== 'ThisExpression' || call.callee.type !== 'MemberExpression') return false;
  const { object } = call.callee;
  const variable = object.type === 'Identifier' ? tree.variableOf(object) : null;
  return variable !== null && isPrivateField(tree, variable);
}

function actionOf({ callee }: CallExpression): string | null {
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : callee;
  let name = '';
  if (last?.type === 'Identifier') name = last.name;
  else if (last?.type === 'MemberExpression') name = memberName(last) ?? '';
  return HELPERS.exec(name)?.[1].toLowerCase() ?? null;
}
