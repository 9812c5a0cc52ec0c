import type { CallExpression } from 'acorn';
import { calleeName } from './endings.js';
import { functionNameOf } from './function-name.js';
import type { Guard } from './guard.js';
import type { Missed } from './missed-ways.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { usesOf } from './references.js';
import { type FunctionNode, memberName, type ScriptSyntax } from './script-syntax.js';
import { type ClassNode, classOfThis, isThis, thisOf } from './this-class.js';
import { someBelow } from './tree-search.js';
import { findMissedWays, likeliestWay } from './ways-out.js';

/** A field that counts who uses its object. */
export interface CountField {
  readonly name: string;
  /** The class whose objects have it; null where that is not known. */
  readonly owner: ClassNode | null;
}

/** A line that raises or lowers a count. */
interface Change {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
  readonly isRaise: boolean;
  /** The object whose count it is; null for `this` and for what is no name. */
  readonly object: SyntaxNode | null;
}

/** A function that raises or lowers the count of `this`, or of a parameter. */
interface Changer {
  readonly fn: FunctionNode;
  readonly name: string;
  readonly isRaise: boolean;
  /** Which parameter; -1 for `this`. */
  readonly parameter: number;
}

/**
 * The first way on which a count that was raised is not lowered: in a function that raises it, by an operator or by a function that does so,
 * and lowers it on another way. Functions are known by their names.
 *
 * @returns null when each function that does both does so on all ways; what raises only is lowered elsewhere
 */
export function findUnbalanced(program: ProgramText, home: ScriptSyntax, field: CountField): Missed | null {
  const changes = changesOf(program, home, field);
  const changers = changersOf(changes);
  if (!changers.some(({ isRaise }) => !isRaise) && !changes.some(({ isRaise }) => !isRaise)) return null;
  const all = [...changes, ...callsOf(program, home, changers)];
  for (const { tree, node, isRaise, object } of all) {
    if (!isRaise || object === null) continue;
    const fn = tree.functionAround(node);
    if (fn === null) continue;
    const inside = new Set(
      all
        .filter((other) => !other.isRaise && other.tree === tree && isSame(tree, object, other.object))
        .map((other) => other.node),
    );
    if (inside.size === 0) continue;
    const ways = findMissedWays(tree, fn.body, {
      taken: node,
      names: new Set(object.type === 'Identifier' ? [tree.variableOf(object)] : []),
      isRelease: (part) => inside.has(part),
      errorName: null,
    });
    const way = likeliestWay(ways.filter(({ kind }) => kind !== 'error-event'));
    if (way !== undefined) return { tree: way.tree, node: way.node, why: way.kind, count: field.name };
  }
  return null;
}

/** The count that a condition compares with nothing, as in `if (this.users === 0)`: a field that is counted up and down. */
export function countAskedIn({ tree, test }: Guard): { readonly member: SyntaxNode; readonly name: string } | null {
  let found: { readonly member: SyntaxNode; readonly name: string } | null = null;
  someBelow(tree, test, (part) => {
    const side = comparedWithNothing(part);
    const member = side?.type === 'UpdateExpression' ? side.argument : side;
    if (member?.type !== 'MemberExpression') return false;
    const name = memberName(member);
    const signs = new Set(usesOf(tree, member).map((use) => signOfChange(tree, use)));
    if (name === null || !signs.has(true) || !signs.has(false)) return false;
    found = { member, name };
    return true;
  });
  return found;
}

/** `n` of `n === 0`, `n <= 0`, `n < 1`, `n > 0`, `!n`. */
function comparedWithNothing(part: SyntaxNode): SyntaxNode | null {
  if (part.type === 'UnaryExpression' && part.operator === '!') return part.argument;
  if (part.type !== 'BinaryExpression' || part.right.type !== 'Literal') return null;
  return part.right.value === 0 || part.right.value === 1 ? (part.left as SyntaxNode) : null;
}

function changesOf(program: ProgramText, home: ScriptSyntax, { name, owner }: CountField): Change[] {
  const trees = name.startsWith('#') ? [home] : program.treesWith(program.neighbors(home.name), name).trees;
  return trees.flatMap((tree) =>
    tree.membersNamed(name).flatMap((member): Change[] => {
      const isRaise = signOfChange(tree, member);
      const node = tree.parent(member);
      if (isRaise === null || node === null) return [];
      const object = member.object as SyntaxNode;
      if (!isThis(tree, object)) return [{ tree, node, isRaise, object }];
      const isOther = owner !== null && classOfThis(tree, thisOf(tree, object)) !== owner;
      return isOther ? [] : [{ tree, node, isRaise, object: null }];
    }),
  );
}

/** True for `n++` and `n += 1`, false for `n--` and `n -= 1`; null for other uses. */
function signOfChange(tree: ScriptSyntax, use: SyntaxNode): boolean | null {
  const above = tree.parent(use);
  if (above?.type === 'UpdateExpression') return above.operator === '++';
  if (above?.type !== 'AssignmentExpression' || above.left !== use) return null;
  if (above.operator === '+=' || above.operator === '-=') return above.operator === '+=';
  const { right } = above;
  const isStep = right.type === 'BinaryExpression' && right.right.type === 'Literal' && right.right.value === 1;
  if (above.operator !== '=' || !isStep || (right.operator !== '+' && right.operator !== '-')) return null;
  return right.operator === '+';
}

/** The named functions whose own body changes the count. */
function changersOf(changes: readonly Change[]): Changer[] {
  return changes.flatMap(({ tree, node, isRaise, object }) => {
    const fn = tree.functionAround(node);
    const name = fn === null ? null : functionNameOf(tree, fn);
    if (fn === null || name === null) return [];
    const parameter = object === null ? -1 : fn.params.findIndex((each) => isSame(tree, each, object));
    return object !== null && parameter === -1 ? [] : [{ fn, name, isRaise, parameter }];
  });
}

/** Calls of such functions. A name that both raises and lowers, or that functions of several kinds have, says nothing. */
function callsOf(program: ProgramText, home: ScriptSyntax, changers: readonly Changer[]): Change[] {
  const byName = new Map<string, Changer | null>();
  for (const changer of changers) {
    const known = byName.get(changer.name);
    const isAlike = known?.isRaise === changer.isRaise && known.parameter === changer.parameter;
    byName.set(changer.name, known === undefined || isAlike ? changer : null);
  }
  const found: Change[] = [];
  for (const [name, changer] of byName) {
    if (changer === null) continue;
    const trees = name.startsWith('#') ? [home] : program.treesWith(program.neighbors(home.name), name).trees;
    for (const tree of trees)
      for (const call of callsNamed(tree, name)) {
        const object = objectOf(call, changer);
        if (object !== null) found.push({ tree, node: call, isRaise: changer.isRaise, object });
      }
  }
  return found;
}

function callsNamed(tree: ScriptSyntax, name: string): CallExpression[] {
  const byMember = tree.membersNamed(name).flatMap((member) => {
    const above = tree.parent(member);
    return above?.type === 'CallExpression' && above.callee === member ? [above] : [];
  });
  const byVariable = tree.functionsAbout(name).flatMap((fn) => {
    if (functionNameOf(tree, fn) !== name || fn.type !== 'FunctionDeclaration' || !fn.id) return [];
    return usesOf(tree, fn.id).flatMap((use) => {
      const above = tree.parent(use);
      return above?.type === 'CallExpression' && above.callee === use && calleeName(above) === name ? [above] : [];
    });
  });
  return [...byMember, ...byVariable];
}

/** The object whose count a call changes: what it is called on, or what it is given. */
function objectOf({ callee, arguments: given }: CallExpression, { parameter }: Changer): SyntaxNode | null {
  if (parameter !== -1) return (given[parameter] as SyntaxNode | undefined) ?? null;
  return callee.type === 'MemberExpression' ? (callee.object as SyntaxNode) : null;
}

/** Whether two expressions stand for the same object: one variable, or one field by its text, as `this.conn`. */
function isSame(tree: ScriptSyntax, a: SyntaxNode, b: SyntaxNode | null): boolean {
  if (b === null || a.type !== b.type) return false;
  if (a.type === 'Identifier')
    return tree.variableOf(a) !== null && tree.variableOf(a) === tree.variableOf(b as typeof a);
  return (
    a.type === 'MemberExpression' && !a.computed && tree.text.slice(a.start, a.end) === tree.text.slice(b.start, b.end)
  );
}
