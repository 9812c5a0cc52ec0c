import type { CallExpression } from 'acorn';
import type { Held } from './held-resource.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { type FunctionNode, isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import { classOf } from './this-class.js';
import { deepSome } from './tree-search.js';
import { OWN, packageOfValue } from './value-origins.js';
import type { WayOut } from './way-out.js';
import { findWaysOut, isOnPurpose } from './ways-out.js';

/** How something is taken from a pool and given back, by the names of methods. */
export interface CheckoutNames {
  readonly acquire: readonly string[];
  readonly release: readonly string[];
  /** Packages of the library; when they are given, calls on what comes from others are left out. */
  readonly packages?: readonly string[];
}

/** One line that takes something from a pool, with the ways on which it is not given back. */
export interface Checkout {
  readonly tree: ScriptSyntax;
  readonly call: SyntaxNode;
  readonly acquire: string;
  /** Whether the function gives it back anywhere; where it only hands it on, somebody else has to. */
  readonly isReleased: boolean;
  /** Null when it is handed on, so that the function alone does not say; then only ways on which it is not are known. */
  readonly ways: readonly WayOut[] | null;
}

/** Every checkout in the given scripts, in the order of the text. */
export function findCheckouts(program: ProgramText, scripts: readonly string[], names: CheckoutNames): Checkout[] {
  const found = new Map<SyntaxNode, Checkout>();
  for (const acquire of names.acquire) {
    for (const tree of program.treesWith(scripts, acquire).trees) {
      for (const member of tree.membersNamed(acquire)) {
        const call = tree.parent(member);
        if (call?.type !== 'CallExpression' || call.callee !== member) continue;
        if (isOfOther(program, tree, member.object as SyntaxNode, names.packages ?? [])) continue;
        const checkout = describeCheckout(tree, call, acquire, names.release);
        if (checkout !== null) found.set(call, checkout);
      }
    }
  }
  return [...found.values()];
}

/** Whether the text says that an object is of another library than the pool's, or of a class of the program. */
function isOfOther(program: ProgramText, tree: ScriptSyntax, object: SyntaxNode, packages: readonly string[]): boolean {
  if (packages.length === 0) return false;
  const origin = packageOfValue(tree, object);
  if (origin === null || packages.includes(origin)) return false;
  return origin === OWN || !program.packageImports(origin, packages);
}

function describeCheckout(
  tree: ScriptSyntax,
  call: CallExpression,
  acquire: string,
  release: readonly string[],
): Checkout | null {
  const race = raceAround(tree, call);
  if (race !== null) {
    return { tree, call, acquire, isReleased: true, ways: [{ kind: 'reject', tree, node: race }] };
  }
  const found = bindCheckout(tree, call);
  if (found === null) return isUsed(tree, call) ? { tree, call, acquire, isReleased: false, ways: null } : null;
  const { body, variable, errorName, done, startsHeld, taken } = found;
  const names = new Set<unknown>([variable]);
  const isHeld = (node: SyntaxNode, among: ReadonlySet<unknown> = names): boolean =>
    node.type === 'Identifier' && among.has(tree.variableOf(node) ?? 0);
  const isRelease = (node: SyntaxNode, among: ReadonlySet<unknown>): boolean => {
    if (node.type !== 'CallExpression') return false;
    const { callee } = node;
    if (callee.type === 'Identifier') return done !== null && tree.variableOf(callee) === done;
    if (callee.type !== 'MemberExpression' || !release.includes(memberName(callee) ?? '')) return false;
    return (
      isHeld(callee.object as SyntaxNode, among) ||
      (node.arguments as SyntaxNode[]).some((argument) => isHeld(argument, among))
    );
  };
  const held: Held = { taken, names, isRelease, errorName };
  const isReleased = deepSome(
    tree,
    body,
    (node) => isRelease(node, names) || isReleasedByHelper(tree, node, (part) => isHeld(part), release),
  );
  if (isReleased || !isHandedOn(tree, body, (node) => isHeld(node)))
    return { tree, call, acquire, isReleased, ways: findWaysOut(tree, body, held, startsHeld) };
  // Who gets it has to give it back; a way on which nobody gets it loses it all the same.
  const isGone = (node: SyntaxNode, among: ReadonlySet<unknown>): boolean =>
    isRelease(node, among) || (isHeld(node, among) && isHandingOn(tree, node));
  const lost = findWaysOut(tree, body, { ...held, isRelease: isGone }, startsHeld).filter(isOnPurpose);
  return { tree, call, acquire, isReleased, ways: lost.length > 0 ? lost : null };
}

/** Whether the program does something with what the call gives. A call that is only waited for need not be a checkout. */
function isUsed(tree: ScriptSyntax, call: CallExpression): boolean {
  let above = tree.parent(call);
  while (above?.type === 'AwaitExpression' || above?.type === 'ChainExpression') above = tree.parent(above);
  return above !== null && above?.type !== 'ExpressionStatement';
}

/** Whether a function of the script that is handed it gives it back on some way. */
function isReleasedByHelper(
  tree: ScriptSyntax,
  node: SyntaxNode,
  isHeld: (node: SyntaxNode) => boolean,
  release: readonly string[],
): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  const at = (node.arguments as SyntaxNode[]).findIndex(isHeld);
  const fn = at === -1 ? null : classOf(tree, node.callee);
  const parameter = fn !== null && isFunction(fn) ? fn.params[at] : undefined;
  if (fn === null || !isFunction(fn) || parameter?.type !== 'Identifier') return false;
  const variable = tree.variableOf(parameter);
  return deepSome(tree, fn.body, (part) => {
    if (part.type !== 'CallExpression' || part.callee.type !== 'MemberExpression') return false;
    const { object } = part.callee;
    return (
      release.includes(memberName(part.callee) ?? '') &&
      object.type === 'Identifier' &&
      tree.variableOf(object) === variable
    );
  });
}

/** `Promise.all([pool.connect(), …])`: what one of them gives is lost when another one fails first. */
function raceAround(tree: ScriptSyntax, call: CallExpression): SyntaxNode | null {
  const list = tree.parent(call);
  const race = list?.type === 'ArrayExpression' && list.elements.length > 1 ? tree.parent(list) : null;
  if (race?.type !== 'CallExpression' || race.callee.type !== 'MemberExpression') return null;
  const { object } = race.callee;
  const isLosing = /^(?:all|race|any)$/.test(memberName(race.callee) ?? '');
  return isLosing && object.type === 'Identifier' && object.name === 'Promise' ? race : null;
}

interface Bound {
  readonly taken: SyntaxNode;
  /** What has the resource: the body of a function. */
  readonly body: SyntaxNode;
  readonly variable: unknown;
  readonly errorName: unknown;
  /** The function that a callback is handed to give it back, or null. */
  readonly done: unknown;
  readonly startsHeld: boolean;
}

/** Where the result of a checkout goes: a variable, the parameter of a callback or of a promise's `then`. */
function bindCheckout(tree: ScriptSyntax, call: CallExpression): Bound | null {
  const callback = call.arguments.at(-1) as SyntaxNode | undefined;
  if (callback !== undefined && isFunction(callback)) {
    const [error, resource, done] = callback.params;
    if (resource?.type !== 'Identifier') return null;
    return {
      taken: callback,
      body: callback.body,
      variable: tree.variableOf(resource),
      errorName: error?.type === 'Identifier' ? tree.variableOf(error) : null,
      done: done?.type === 'Identifier' ? tree.variableOf(done) : null,
      startsHeld: true,
    };
  }
  let value: SyntaxNode = call;
  let above = tree.parent(value);
  // `pool.acquire().promise`
  if (above?.type === 'MemberExpression' && above.object === value && memberName(above) === 'promise') {
    value = above;
    above = tree.parent(value);
  }
  if (above?.type === 'MemberExpression' && above.object === value && memberName(above) === 'then') {
    const then = tree.parent(above);
    const fn = then?.type === 'CallExpression' ? (then.arguments[0] as SyntaxNode | undefined) : undefined;
    if (fn === undefined || !isFunction(fn) || fn.params[0]?.type !== 'Identifier') return null;
    const variable = tree.variableOf(fn.params[0]);
    return { taken: fn, body: fn.body, variable, errorName: null, done: null, startsHeld: true };
  }
  while (
    above?.type === 'AwaitExpression' ||
    above?.type === 'ChainExpression' ||
    above?.type === 'LogicalExpression'
  ) {
    value = above;
    above = tree.parent(value);
  }
  let target: SyntaxNode | null = null;
  if (above?.type === 'VariableDeclarator' && above.init === value) target = above.id;
  else if (above?.type === 'AssignmentExpression' && above.right === value) target = above.left;
  if (target?.type !== 'Identifier') return null;
  const fn: FunctionNode | null = tree.functionAround(call);
  const body: SyntaxNode = fn === null ? tree.root : fn.body;
  // A variable of a scope outside is for others to give back.
  const declared = tree.variableOf(target)?.identifiers[0] as unknown as SyntaxNode | undefined;
  if (fn !== null && (declared === undefined || declared.start < fn.start || declared.end > fn.end)) return null;
  return { taken: call, body, variable: tree.variableOf(target), errorName: null, done: null, startsHeld: false };
}

/** Whether it leaves the function: returned, kept in a field, or given to a function that may give it back. */
function isHandedOn(tree: ScriptSyntax, body: SyntaxNode, isHeld: (node: SyntaxNode) => boolean): boolean {
  return deepSome(tree, body, (node) => isHeld(node) && isHandingOn(tree, node));
}

function isHandingOn(tree: ScriptSyntax, node: SyntaxNode): boolean {
  const above = tree.parent(node);
  switch (above?.type) {
    case 'MemberExpression':
      return above.object !== node;
    case 'VariableDeclarator':
      return above.init === node;
    case 'AssignmentExpression':
      return above.right === node;
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'IfStatement':
    case 'LogicalExpression':
      return false;
    default:
      return (
        above?.type !== 'ArrowFunctionExpression' &&
        above?.type !== 'FunctionExpression' &&
        above?.type !== 'FunctionDeclaration'
      );
  }
}
