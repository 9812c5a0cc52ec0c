import type { Identifier } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { keyName, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceValue, SiteSearch } from './site-search.js';
import type { Variable } from './variables.js';

export function followVariable(
  search: SiteSearch,
  tree: ScriptSyntax,
  variable: Variable,
  level: number,
  byName: boolean,
  hops: number,
): void {
  const seen = new Set<unknown>();
  for (const identifier of variable.identifiers) {
    seen.add(identifier);
    const node = identifier as unknown as Identifier;
    const above = tree.parent(node);
    const declaration = above === null ? null : tree.parent(above);
    // Who imports it may do anything with it.
    if (declaration !== null && tree.parent(declaration)?.type === 'ExportNamedDeclaration' && level === 0)
      search.record(tree, declaration, 'unknown', 'export', byName);
    if (above?.type === 'VariableDeclarator' && above.id === node && above.init && level === 0 && hops === 0)
      search.record(tree, node, 'start', '=', byName);
  }
  for (const { identifier } of variable.references) {
    if (seen.has(identifier)) continue;
    search.push(tree, identifier as unknown as Identifier, level, byName, hops);
  }
}

/** A value is given to a variable, a pattern or another place. */
export function bindTarget(
  search: SiteSearch,
  tree: ScriptSyntax,
  target: SyntaxNode,
  level: number,
  byName: boolean,
  hops: number,
): void {
  switch (target.type) {
    case 'Identifier': {
      const variable = tree.variableOf(target);
      if (variable === null) search.record(tree, target, 'unknown', '=', byName);
      else followVariable(search, tree, variable, level, byName, hops + 1);
      return;
    }
    case 'AssignmentPattern':
      bindTarget(search, tree, target.left, level, byName, hops);
      return;
    case 'MemberExpression':
      // `this.items = items` below a helper, or `exports.items = items`: other names for the place.
      followOtherName(search, tree, target, memberName(target), level, byName, hops);
      return;
    case 'ObjectPattern':
      for (const property of search.isEmitter ? target.properties : [])
        if (property.type === 'Property' && keyName(property) === 'signal')
          bindTarget(search, tree, property.value, level, byName, hops);
      search.record(tree, target, 'read', '', byName);
      return;
    case 'ArrayPattern':
      for (const element of target.elements as (SyntaxNode | null)[])
        if (element !== null) bindTarget(search, tree, element, level + 1, byName, hops);
      return;
    default:
      search.record(tree, target, 'read', '', byName);
  }
}

/** The variable of a loop over entries: of `[key, value]` the value. */
export function bindEntry(
  search: SiteSearch,
  tree: ScriptSyntax,
  left: SyntaxNode,
  level: number,
  byName: boolean,
  hops: number,
): void {
  const target = left.type === 'VariableDeclaration' ? (left.declarations[0].id as SyntaxNode) : left;
  if (target.type !== 'ArrayPattern') {
    bindTarget(search, tree, target, level, byName, hops);
    return;
  }
  const value: SyntaxNode | null | undefined = target.elements[1];
  if (value) bindTarget(search, tree, value, level, byName, hops);
}

/** One of several values that are given to as many variables or fields. */
export function bindOneOf(
  search: SiteSearch,
  { tree, node, level, byName, hops }: PlaceValue,
  list: SyntaxNode & { type: 'ArrayExpression' },
): void {
  const assignment = tree.parent(list);
  const targets =
    assignment?.type === 'AssignmentExpression' && assignment.left.type === 'ArrayPattern'
      ? assignment.left.elements
      : null;
  const target = targets?.[list.elements.indexOf(node as never)] as SyntaxNode | null | undefined;
  if (target) bindTarget(search, tree, target, level, byName, hops);
  else search.record(tree, list, 'unknown', '[…]', byName);
}

/** `{ items: value }`: the place has another name, for all who take it out of the object. */
export function followNamed(
  search: SiteSearch,
  { tree, node, level, byName, hops }: PlaceValue,
  property: SyntaxNode & { type: 'Property' },
): void {
  const holder = tree.parent(property);
  if (holder?.type !== 'ObjectExpression') return;
  const name = keyName(property);
  if (level > 0) {
    search.record(tree, node, 'read', '{ }', byName);
    return;
  }
  followOtherName(search, tree, node, name, level, byName, hops);
}

export function followOtherName(
  search: SiteSearch,
  tree: ScriptSyntax,
  at: SyntaxNode,
  name: string | null,
  level: number,
  byName: boolean,
  hops: number,
): void {
  if (name === null || hops > 2) {
    search.record(tree, at, 'unknown', '=', byName);
    return;
  }
  if (level >= Math.max(1, search.query.depth)) {
    search.record(tree, at, 'read', '=', byName);
    return;
  }
  if (name === search.query.name && search.query.kind !== 'variable') return;
  const { trees, isWhole } = name.startsWith('#')
    ? { trees: [tree], isWhole: true }
    : search.program.treesWith(search.program.neighbors(tree.name), name);
  search.isWhole &&= isWhole;
  for (const other of trees) {
    for (const member of other.membersNamed(name)) if (member !== at) search.push(other, member, level, true, hops + 1);
    for (const key of other.keysNamed(name)) {
      if (key.type !== 'Property') continue;
      if (other.parent(key)?.type === 'ObjectPattern')
        bindTarget(search, other, key.value as SyntaxNode, level, true, hops + 1);
    }
  }
}
