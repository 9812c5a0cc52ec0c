import type { CallExpression } from 'acorn';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { usesOf } from './references.js';
import { isFunction, memberName, parametersStart, type ScriptSyntax } from './script-syntax.js';
import type { PlaceQuery, Site } from './site.js';
import { initOf } from './this-class.js';

/** The lines that register with a FinalizationRegistry, and one of them whose value keeps its own object. */
export interface HeldValues {
  readonly registered: readonly Site[];
  readonly keeping: Site;
}

/**
 * `registry.register(photo, { key, photo })`, `registry.register(photo, () => photo.close())`: the registry keeps the value until the object is
 * collected, which the value prevents.
 *
 * @param query the field or variable that has the registry
 * @returns null where no line is known whose value has its object
 */
export function findHeldValues(program: ProgramText, query: PlaceQuery): HeldValues | null {
  const home = program.tree(query.script);
  if (home === null) return null;
  const registered: Site[] = [];
  let keeping: Site | null = null;
  for (const { tree, node } of registriesIn(program, home, query)) {
    const call = registerCall(tree, node);
    if (call === null) continue;
    const site: Site = { tree, node: call, action: 'add', how: 'register', level: 0, byName: false };
    registered.push(site);
    const [object, value] = call.arguments as SyntaxNode[];
    if (keeping === null && refersTo(tree, value, object)) keeping = site;
  }
  return keeping === null ? null : { registered, keeping };
}

function registriesIn(
  program: ProgramText,
  home: ScriptSyntax,
  { at, name, kind }: PlaceQuery,
): { readonly tree: ScriptSyntax; readonly node: SyntaxNode }[] {
  if (kind === 'variable') {
    const fn = at === null ? null : home.functionFrom(at.line, at.column);
    const variable = home.variableAround(fn, name);
    return (variable?.references ?? []).map(({ identifier }) => ({
      tree: home,
      node: identifier as unknown as SyntaxNode,
    }));
  }
  const trees = name.startsWith('#') ? [home] : program.treesWith(program.neighbors(home.name), name).trees;
  return trees.flatMap((tree) => tree.membersNamed(name).map((node) => ({ tree, node })));
}

/** `registry.register(object, value)` of a registry, or null. */
function registerCall(tree: ScriptSyntax, registry: SyntaxNode): CallExpression | null {
  const member = tree.parent(registry);
  if (member?.type !== 'MemberExpression' || member.object !== registry || memberName(member) !== 'register')
    return null;
  const call = tree.parent(member);
  return call?.type === 'CallExpression' && call.callee === member && call.arguments.length > 1 ? call : null;
}

/** Whether a value has the object of a variable: it is that, has it in a field, or is a function that speaks of it. */
function refersTo(tree: ScriptSyntax, value: SyntaxNode, object: SyntaxNode): boolean {
  const isThis = object.type === 'ThisExpression';
  if (object.type !== 'Identifier' && !isThis) return false;
  const given = value.type === 'Identifier' ? (initOf(tree, value) ?? value) : value;
  const isObject = (node: SyntaxNode): boolean =>
    isThis
      ? node.type === 'ThisExpression'
      : node.type === 'Identifier' &&
        tree.variableOf(node) !== null &&
        tree.variableOf(node) === tree.variableOf(object);
  if (isObject(given)) return true;
  switch (given.type) {
    case 'ObjectExpression':
      return given.properties.some((part) => part.type === 'Property' && isObject(part.value as SyntaxNode));
    case 'ArrayExpression':
      return given.elements.some((part) => part !== null && isObject(part as SyntaxNode));
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return isSpokenOfIn(tree, given, object);
    default:
      return false;
  }
}

/** Whether a function speaks of a variable outside it, or, as an arrow function, of `this`. */
function isSpokenOfIn(tree: ScriptSyntax, fn: SyntaxNode, object: SyntaxNode): boolean {
  if (object.type === 'Identifier')
    return usesOf(tree, object).some((use) => use.start >= fn.start && use.end <= fn.end);
  const hasThis = (node: SyntaxNode): boolean =>
    node.type === 'ThisExpression' ||
    tree
      .children(node)
      .some((child) => (!isFunction(child) || child.type === 'ArrowFunctionExpression') && hasThis(child));
  return (
    fn.type === 'ArrowFunctionExpression' && isFunction(fn) && parametersStart(fn, tree.text) >= 0 && hasThis(fn.body)
  );
}
