import type { CallExpression } from 'acorn';
import { isEndName } from '../../profiles/end-names.js';
import { type Broken, BrokenRemovers } from './broken-removers.js';
import { ADDING, REMOVING } from './collection-calls.js';
import { functionNameOf } from './function-name.js';
import type { SyntaxNode } from './parser.js';
import { findSites } from './place-sites.js';
import { isPrivateHelper } from './private-fields.js';
import type { ProgramText } from './program-text.js';
import { describeRemovers } from './removers.js';
import { memberName, parametersStart, type ScriptSyntax } from './script-syntax.js';
import type { PlaceQuery, PlaceSites, Site } from './site.js';
import { isThis } from './this-class.js';
import { deepSome } from './tree-search.js';

/**
 * For a place that no line removes from: the line that takes entries out of something near it, and leaves them in the place. There must be but one such
 * function, as the program may have good reasons for any of several.
 */
export function findLeftInPlace(
  program: ProgramText,
  found: PlaceSites,
  query: Pick<PlaceQuery, 'name'> & Partial<PlaceQuery>,
): Broken | null {
  const adds = found.sites.filter(({ action }) => action === 'add');
  return insideEntries(found, adds) ?? besidePlace(program, adds, query);
}

/** `lists[id].shift()`, `rooms.get(id)?.delete(user)`: something leaves the collection that is an entry, and the emptied entry stays. */
function insideEntries({ sites, levels }: PlaceSites, adds: readonly Site[]): Broken | null {
  const inside = 1 + Math.max(...adds.map(({ level }) => level));
  const lines: { readonly tree: ScriptSyntax; readonly node: SyntaxNode }[] = [];
  let isFilled = false;
  for (const [node, level] of levels) {
    if (level !== inside) continue;
    const tree = sites.find((site) => site.tree.contains(node))?.tree;
    const call = tree === undefined ? null : methodCallOf(tree, node);
    if (tree === undefined || call === null) continue;
    if (ADDING.has(call.name)) isFilled = true;
    else if (REMOVING.has(call.name)) lines.push({ tree, node: call.call });
  }
  // An entry that is no collection has a method of that name.
  const line = isFilled ? onlyFunction(lines) : null;
  return line === null ? null : { ...line, why: 'inside', detail: '' };
}

function methodCallOf(tree: ScriptSyntax, node: SyntaxNode): { call: CallExpression; name: string } | null {
  const member = tree.parent(node);
  if (member?.type !== 'MemberExpression' || member.object !== node) return null;
  const call = tree.parent(member);
  const name = memberName(member);
  return call?.type === 'CallExpression' && call.callee === member && name !== null ? { call, name } : null;
}

/** The first of lines that all stand in one function; null for none, and for several functions. */
function onlyFunction<Line extends { readonly tree: ScriptSyntax; readonly node: SyntaxNode }>(
  lines: readonly Line[],
): Line | null {
  const functions = new Set(lines.map(({ tree, node }) => tree.functionAround(node)));
  const [first] = lines.toSorted((a, b) => a.node.start - b.node.start);
  return functions.size === 1 ? first : null;
}

/** Another place that gets the same entries on the same way, by a line beside the one that adds, and loses them. */
function besidePlace(
  program: ProgramText,
  adds: readonly Site[],
  query: Pick<PlaceQuery, 'name'> & Partial<PlaceQuery>,
): Broken | null {
  const lines: (Broken & { readonly node: SyntaxNode })[] = [];
  for (const [at, add] of adds.entries()) {
    const others = placesBeside(add, query);
    // A place that gets only some of the entries says nothing of the others.
    if (at > 0 && others.length === 0) return null;
    for (const other of others) lines.push(...removersOf(program, other));
  }
  const line = onlyFunction(lines);
  const details = new Set(lines.map(({ detail }) => detail));
  return details.size === 1 ? line : null;
}

function placesBeside(add: Site, query: Pick<PlaceQuery, 'name'> & Partial<PlaceQuery>): PlaceQuery[] {
  const { tree, node } = add;
  const statement = tree.parent(node);
  const block = statement === null ? null : tree.parent(statement);
  if (statement?.type !== 'ExpressionStatement' || block?.type !== 'BlockStatement') return [];
  const own = variablesIn(tree, givenIn(node));
  return block.body.flatMap((beside) => {
    if (beside === statement || beside.type !== 'ExpressionStatement') return [];
    const { expression } = beside;
    const collection = collectionOf(expression);
    if (collection === null) return [];
    if (![...variablesIn(tree, givenIn(expression))].some((variable) => own.has(variable))) return [];
    return placeOf(tree, collection, query) ?? [];
  });
}

/** `rows` of `rows.set(key, row)` and `rows[key] = row`. */
function collectionOf(node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression')
    return ADDING.has(memberName(node.callee) ?? '') ? (node.callee.object as SyntaxNode) : null;
  const isEntry = node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.computed;
  return isEntry && node.left.type === 'MemberExpression' ? (node.left.object as SyntaxNode) : null;
}

/** The keys and values of a line that adds. */
function givenIn(node: SyntaxNode): SyntaxNode[] {
  if (node.type === 'CallExpression') return node.arguments as SyntaxNode[];
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return [];
  return [node.left.property as SyntaxNode, node.right];
}

/** The local variables that are spoken of. */
function variablesIn(tree: ScriptSyntax, nodes: readonly SyntaxNode[]): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  for (const node of nodes)
    deepSome(tree, node, (part) => {
      const variable = part.type === 'Identifier' ? tree.variableOf(part) : null;
      const definition = variable?.defs[0]?.node as SyntaxNode | undefined;
      // A variable of the module may be anything for all entries.
      if (definition !== undefined && tree.functionAround(definition) !== null) found.add(variable);
      const isParameter = variable?.defs[0]?.type === 'Parameter';
      if (isParameter) found.add(variable);
      return false;
    });
  return found;
}

/** A collection beside the place as a query, where it is a field of the same object or a variable. */
function placeOf(
  tree: ScriptSyntax,
  collection: SyntaxNode,
  { name: ownName, script, at, kind }: Pick<PlaceQuery, 'name'> & Partial<PlaceQuery>,
): PlaceQuery | null {
  const variable = (node: SyntaxNode): PlaceQuery | null => {
    if (node.type !== 'Identifier' || node.name === ownName) return null;
    const fn = tree.functionAround(node);
    const seenFrom = fn === null ? null : tree.placeOfOffset(parametersStart(fn, tree.text));
    return { script: tree.name, at: seenFrom, name: node.name, kind: 'variable', depth: 1 };
  };
  if (collection.type === 'Identifier') return variable(collection);
  if (collection.type === 'CallExpression' && isPrivateHelper(collection))
    return variable(collection.arguments[1] as SyntaxNode);
  if (collection.type !== 'MemberExpression' || !isThis(tree, collection.object as SyntaxNode)) return null;
  const name = memberName(collection);
  if (name === null || name === ownName || script !== tree.name || at === undefined || kind !== 'field') return null;
  return { script, at, name, kind, depth: 1 };
}

/** The lines that take single entries out, by their number or age, or as an entry ends. */
function removersOf(program: ProgramText, query: PlaceQuery): Broken[] {
  const found = findSites(program, query);
  if (found === null || !found.isWhole) return [];
  const sure = found.sites.filter(({ byName }) => !byName || !found.isAmbiguous);
  const judged = new BrokenRemovers(
    program,
    found,
    sure.filter(({ action }) => action === 'add'),
  );
  return describeRemovers(program, sure, found.levels).flatMap((remover) => {
    const { tree, node, how } = remover.site;
    const fn = tree.functionAround(node);
    const isEnd = fn !== null && isEndName(functionNameOf(tree, fn) ?? '');
    const isOne = how === 'delete' || how === 'shift' || how === 'pop' || how === 'splice';
    if (!isOne || remover.caller === 'nobody' || (remover.bound === null && !isEnd)) return [];
    return judged.reason(remover) === null ? [{ tree, node, why: 'other-place', detail: query.name } as const] : [];
  });
}
