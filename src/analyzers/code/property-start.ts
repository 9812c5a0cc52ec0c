import type { SyntaxNode } from './parser.js';
import { startFromField } from './place-starts.js';
import { constructorOf, isFunction, parametersStart, type ScriptSyntax } from './script-syntax.js';
import type { SiteSearch } from './site-search.js';
import { isWrittenTo } from './site-shapes.js';
import { type ClassNode, classOfThis, isThis, thisOf } from './this-class.js';
import { bindTarget } from './value-names.js';

/**
 * Starts from a field of an object that the owner of the place leads to, as `rows` of `Hub.rooms{}.rows[]`: the label does not know whose
 * field it is. It is known where one class has a field of that name and no literal does, or where literals of one script do and no class.
 *
 * @returns false when several could have it
 */
export function startFromProperty(search: SiteSearch, home: ScriptSyntax): boolean {
  const { name } = search.query;
  if (name.startsWith('#') || name.startsWith('<')) return false;
  const { trees, isWhole } = search.program.treesWith(search.program.neighbors(home.name), name);
  const classes = new Map<ClassNode, ScriptSyntax>();
  const literals = new Set<ScriptSyntax>();
  for (const tree of trees) {
    for (const key of tree.keysNamed(name)) {
      const holder = tree.parent(key);
      if (key.type === 'PropertyDefinition') put(classes, classOfThis(tree, key.value ?? key.key), tree);
      else if (key.type === 'Property' && holder?.type === 'ObjectExpression' && isCollection(key.value))
        literals.add(tree);
    }
    for (const member of tree.membersNamed(name)) {
      const { object } = member;
      if (object.type === 'Super' || !isWrittenTo(tree, member)) continue;
      if (isThis(tree, object)) put(classes, classOfThis(tree, thisOf(tree, object)), tree);
      else if (isCollection((tree.parent(member) as SyntaxNode & { type: 'AssignmentExpression' }).right))
        literals.add(tree);
    }
  }
  if (literals.size === 0 && classes.size === 1) {
    const [[cls, tree]] = classes;
    search.query = { ...search.query, kind: 'field', script: tree.name, at: placeOf(tree, cls) };
    return startFromField(search, tree);
  }
  const [maker] = literals;
  if (classes.size > 0 || literals.size !== 1) return false;
  search.isWhole &&= isWhole;
  for (const tree of trees) {
    for (const member of tree.membersNamed(name))
      if (member.object.type !== 'Super') search.push(tree, member, 0, tree !== maker, 0);
    for (const key of tree.keysNamed(name)) {
      if (key.type !== 'Property') continue;
      if (tree.parent(key)?.type === 'ObjectPattern')
        bindTarget(search, tree, key.value as SyntaxNode, 0, tree !== maker, 0);
      else if (tree === maker) search.record(tree, key, 'start', '=', false);
    }
  }
  return true;
}

function put(classes: Map<ClassNode, ScriptSyntax>, cls: ClassNode | null, tree: ScriptSyntax): void {
  if (cls !== null) classes.set(cls, tree);
}

function isCollection(node: SyntaxNode): boolean {
  return node.type === 'ArrayExpression' || node.type === 'ObjectExpression' || node.type === 'NewExpression';
}

function placeOf(tree: ScriptSyntax, cls: ClassNode): { readonly line: number; readonly column: number } {
  if (isFunction(cls)) return tree.placeOfOffset(parametersStart(cls, tree.text));
  const own = constructorOf(cls);
  return tree.placeOfOffset(own === null ? cls.start : parametersStart(own, tree.text));
}
