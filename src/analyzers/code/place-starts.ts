import { classNamesOf, Family } from './class-family.js';
import { declarationOf } from './module-links.js';
import type { SyntaxNode } from './parser.js';
import { isPrivateField } from './private-fields.js';
import { isClass, isFunction, keyName, mayBeNamed, memberName, type ScriptSyntax } from './script-syntax.js';
import type { SiteSearch } from './site-search.js';
import { isWrittenTo, KNOWN_COLLECTIONS, madeAt, partsOf } from './site-shapes.js';
import { type ClassNode, classOf, classOfThis, isStaticThis, isThis, thisOf } from './this-class.js';
import { bindTarget, followVariable } from './value-names.js';

export function startFromVariable(search: SiteSearch, home: ScriptSyntax): boolean {
  const { at, name } = search.query;
  const fn = at === null ? null : home.functionFrom(at.line, at.column);
  const variable = home.variableAround(fn, name);
  if (variable === null) return false;
  if (isPrivateField(home, variable)) search.deepen();
  followVariable(search, home, variable, 0, false, 0);
  return true;
}

export function startFromField(search: SiteSearch, home: ScriptSyntax): boolean {
  const { at, name, kind } = search.query;
  if (at === null) return false;
  const owner: ClassNode | null = home.classAt(at.line, at.column) ?? home.functionAt(at.line, at.column);
  if (owner === null) return false;
  const isPrivate = name.startsWith('#');
  const symbol = /^<symbol (.*)>$/.exec(name)?.[1] ?? null;
  const { trees, family } =
    isPrivate || symbol !== null
      ? { trees: [home], family: new Family(home, owner, [home]) }
      : findNamesakes(search, home, owner, name);
  for (const tree of trees) {
    for (const member of symbol === null ? tree.membersNamed(name) : tree.membersUnder(symbol)) {
      const { object } = member;
      if (object.type === 'Super') continue;
      if (isThis(tree, object)) {
        const written = thisOf(tree, object);
        if (isStaticThis(tree, written) !== (kind === 'static-field')) continue;
        const cls = classOfThis(tree, written);
        if (cls === null) search.push(tree, member, 0, true, 0);
        else if (family.has(cls)) search.push(tree, member, 0, false, 0);
        else if (isWrittenTo(tree, member)) search.isAmbiguous = true;
      } else {
        const isOwn = kind === 'static-field' && object.type === 'Identifier' && classOf(tree, object) === owner;
        search.push(tree, member, 0, !isPrivate && !isOwn, 0);
      }
    }
    for (const key of tree.keysNamed(name)) followKey(search, tree, key, family);
    if (!isPrivate) recordComputedFields(search, tree, family);
  }
  return true;
}

/**
 * The scripts that speak of a field's name, and the classes of its owner. In a large program most of them have a field of that name in classes of
 * their own: they make the search ambiguous at most, and their trees are let go at once.
 */
function findNamesakes(
  search: SiteSearch,
  home: ScriptSyntax,
  owner: ClassNode,
  name: string,
): { readonly trees: readonly ScriptSyntax[]; readonly family: Family } {
  const { program, query } = search;
  const isStatic = query.kind === 'static-field';
  const others: {
    readonly script: string;
    readonly classes: ReturnType<typeof classNamesOf>;
    readonly isGiven: boolean;
  }[] = [];
  const { trees, isWhole } = program.treesWith(program.neighbors(home.name), name, (tree) => {
    if (tree === home || !isOfOwnClasses(tree, name)) return true;
    const isGiven = tree
      .membersNamed(name)
      .some((member) => isWrittenTo(tree, member) && isStaticThis(tree, member.object) === isStatic);
    others.push({ script: tree.name, classes: classNamesOf(tree), isGiven });
    return false;
  });
  search.isWhole &&= isWhole;
  const all = new Family(
    home,
    owner,
    trees,
    others.flatMap(({ classes }) => classes),
  );
  const related = others.filter(({ classes }) => classes.some((cls) => all.has(cls)));
  if (others.some((other) => other.isGiven && !related.includes(other))) search.isAmbiguous = true;
  if (related.length === 0) return { trees, family: all };
  const names = new Set([...trees.map((tree) => tree.name), ...related.map(({ script }) => script)]);
  const found = program.treesWith(
    [...program.neighbors(home.name)].filter((script) => names.has(script)),
    name,
  ).trees;
  return { trees: found, family: new Family(home, owner, found) };
}

/** Whether a script has fields of that name only as `this.name` in its own classes. */
function isOfOwnClasses(tree: ScriptSyntax, name: string): boolean {
  return (
    tree.keysNamed(name).length === 0 &&
    tree
      .membersNamed(name)
      .every((member) => member.object.type === 'ThisExpression' && isClassNode(classOfThis(tree, member.object)))
  );
}

function isClassNode(node: ClassNode | null): boolean {
  return node !== null && isClass(node);
}

/** `this[name]` in a class of the owner's may be the field, whatever is done with it. */
function recordComputedFields(search: SiteSearch, tree: ScriptSyntax, family: Family): void {
  for (const cls of family.nodesIn(tree)) {
    // Methods of a function's prototype are beside it.
    const part = isClass(cls) ? cls : (tree.functionAround(cls) ?? tree.root);
    for (const member of tree.computedOfThis(part)) {
      const { object } = member;
      if (object.type === 'Super' || !isThis(tree, object) || !family.has(classOfThis(tree, thisOf(tree, object))))
        continue;
      if (mayBeNamed(tree, member)) search.record(tree, member, 'unknown', '[…]', false);
    }
  }
}

/** A field that is declared in a class, or taken out of an object by a pattern: `const { items } = this`. */
function followKey(search: SiteSearch, tree: ScriptSyntax, key: SyntaxNode, family: Family): void {
  if (key.type === 'PropertyDefinition') {
    const cls = classOfThis(tree, key.value ?? key.key);
    if (family.has(cls)) search.record(tree, key, 'start', '=', false);
    else search.isAmbiguous = true;
    return;
  }
  if (key.type !== 'Property') return;
  const pattern = tree.parent(key);
  if (pattern?.type !== 'ObjectPattern') return;
  const declarator = tree.parent(pattern);
  const source = declarator?.type === 'VariableDeclarator' ? (declarator.init ?? null) : null;
  const isOwn = source !== null && isThis(tree, source) && family.has(classOfThis(tree, thisOf(tree, source)));
  bindTarget(search, tree, key.value as SyntaxNode, 0, !isOwn, 0);
}

/** The place is made as an object of a class: what that does with itself is done to the place, and another's class is unknown. */
export function enterOwnCollections(search: SiteSearch): void {
  for (const { tree, node } of search.known) {
    const made = madeAt(tree, node);
    if (made?.type !== 'NewExpression') continue;
    const callee = made.callee as SyntaxNode;
    const name = lastName(callee);
    if (name === 'WeakMap') {
      search.isWeak = true;
      search.deepen();
    }
    if (EMITTERS.test(name)) {
      search.isEmitter = true;
      continue;
    }
    if (callee.type !== 'Identifier' || KNOWN_COLLECTIONS.test(name)) continue;
    const declared = declarationOf(search.program, tree, callee);
    if (declared === null || isFunction(declared.node)) {
      search.record(tree, made, 'unknown', `new ${name}()`, false);
      continue;
    }
    const { superClass } = declared.node;
    if (superClass && EMITTERS.test(lastName(superClass))) search.isEmitter = true;
    if (search.query.depth === 0) continue;
    search.ownMethods = methodsOf(declared.node);
    for (const part of partsOf(declared.tree, declared.node))
      if (part.type === 'Super' || part.type === 'ThisExpression') search.push(declared.tree, part, 0, false, 0);
  }
}

function methodsOf(cls: SyntaxNode & { readonly body: { readonly body: readonly SyntaxNode[] } }): Set<string> {
  const names = cls.body.body.map((member) => (member.type === 'MethodDefinition' ? keyName(member) : null));
  return new Set(names.filter((name) => name !== null));
}

/** Classes of Node.js whose objects have listeners. */
const EMITTERS = /^(?:EventEmitter|EventTarget|AbortController)$/;

/** `EventEmitter` of `events.EventEmitter`. */
function lastName(node: SyntaxNode): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? (memberName(node) ?? '') : '';
}
