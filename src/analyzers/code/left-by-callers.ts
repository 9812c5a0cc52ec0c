import type { CallExpression } from 'acorn';
import { functionNameOf } from './function-name.js';
import type { Missed } from './missed-ways.js';
import { declarationOf } from './module-links.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { referencesOf } from './references.js';
import { type FunctionNode, isClass, isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import type { Site } from './site.js';
import { type ClassNode, classOfThis, initOf, isThis, thisOf } from './this-class.js';
import { packageOfValue } from './value-origins.js';
import { findMissedWays, likeliestWay } from './ways-out.js';

/** A method with its class, or a function that is no method. */
interface Callable {
  readonly tree: ScriptSyntax;
  readonly fn: FunctionNode;
  readonly name: string;
  /** Null for a function. */
  readonly cls: ClassNode | null;
}

interface Call {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
}

/** More scripts with the name of a method are not parsed to look for its calls. */
const MOST_SCRIPTS = 200;

/**
 * The way on which a function that has an entry added does not have it removed, where one function adds and another one removes:
 * `const session = store.open(token); if (!isAllowed(session)) return; store.close(session);`. Only where all calls of both are known, and
 * each function that calls the one calls the other.
 */
export function findLeftByCallers(
  program: ProgramText,
  adds: readonly Site[],
  removals: readonly Site[],
): Missed | null {
  const adder = onlyCallable(adds);
  const remover = onlyCallable(removals);
  if (adder === null || remover === null || adder.fn === remover.fn || adder.cls !== remover.cls) return null;
  const adding = callsOf(program, adder);
  const removing = adding === null || adding.length === 0 ? null : callsOf(program, remover);
  if (adding === null || removing === null) return null;
  const left = new Set(removing);
  let missed: Missed | null = null;
  for (const { tree, node } of adding) {
    const fn = tree.functionAround(node);
    if (fn === null || adding.some((other) => other.node !== node && other.tree === tree && isIn(other, fn)))
      return null;
    const own = removing.filter((call) => call.tree === tree && isIn(call, fn));
    if (own.length === 0) return null;
    for (const call of own) left.delete(call);
    const nodes = new Set(own.map((call) => call.node));
    const ways = findMissedWays(tree, fn.body, {
      taken: node,
      names: new Set(),
      isRelease: (part) => nodes.has(part),
      errorName: null,
    });
    const way = likeliestWay(ways);
    if (way !== undefined && way.kind !== 'error-event') missed ??= { tree: way.tree, node: way.node, why: way.kind };
  }
  // Somebody else removes as well.
  return left.size > 0 ? null : missed;
}

/** The function with a name that all sites stand in. */
function onlyCallable(sites: readonly Site[]): Callable | null {
  const [first] = sites;
  const fn = first?.tree.functionAround(first.node) ?? null;
  if (first === undefined || fn === null) return null;
  const { tree } = first;
  if (!sites.every((site) => site.tree === tree && tree.functionAround(site.node) === fn)) return null;
  const name = functionNameOf(tree, fn);
  if (name === null) return null;
  if (fn.type === 'FunctionDeclaration') return { tree, fn, name, cls: null };
  const above = tree.parent(fn);
  const isMethod =
    (above?.type === 'MethodDefinition' && above.kind === 'method' && !above.static) ||
    (above?.type === 'AssignmentExpression' && above.left.type === 'MemberExpression');
  const cls = isMethod ? classOfThis(tree, fn.body) : null;
  return cls === null || cls === fn ? null : { tree, fn, name, cls };
}

/** All calls of a function or method, or null when some may not be known. */
function callsOf(program: ProgramText, callable: Callable): Call[] | null {
  return callable.cls === null ? callsOfFunction(callable) : callsOfMethod(program, callable, callable.cls);
}

function callsOfFunction({ tree, fn }: Callable): Call[] | null {
  if (/^Export/.test(tree.parent(fn)?.type ?? '')) return null;
  const calls = referencesOf(tree, fn).map((reference) => calledBy(tree, reference));
  return calls.includes(null) ? null : calls.flatMap((node) => (node === null ? [] : [{ tree, node }]));
}

function callsOfMethod(program: ProgramText, { tree: home, fn, name }: Callable, cls: ClassNode): Call[] | null {
  const scripts = program.scriptsWith(program.neighbors(home.name), name.replace(/^#/, ''));
  if (scripts === null || scripts.length > MOST_SCRIPTS) return null;
  const { trees, isWhole } = program.treesWith(scripts, name.replace(/^#/, ''));
  if (!isWhole) return null;
  const calls: Call[] = [];
  for (const tree of trees) {
    for (const member of tree.membersNamed(name)) {
      const above = tree.parent(member);
      if (above?.type === 'AssignmentExpression' && above.left === member && isFunction(above.right)) continue;
      const receiver = member.object as SyntaxNode;
      const origin = isThis(tree, receiver) ? null : packageOfValue(tree, receiver);
      if (origin !== null && origin !== '') continue;
      const node = calledBy(tree, member);
      // A call with fewer arguments is most likely one of another method.
      if (node !== null && node.arguments.length < fn.params.length) continue;
      const owner = classOfReceiver(program, tree, receiver);
      if (owner === null || (owner !== cls && isClass(owner) && owner.superClass)) return null;
      if (owner !== cls) continue;
      if (node === null) return null;
      calls.push({ tree, node });
    }
  }
  return calls;
}

function calledBy(tree: ScriptSyntax, reference: SyntaxNode): CallExpression | null {
  let above = tree.parent(reference);
  if (above?.type === 'ChainExpression') above = tree.parent(above);
  return above?.type === 'CallExpression' && above.callee === reference ? above : null;
}

/** The class of an object, where every line that makes it says so; null where that is not known. */
function classOfReceiver(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode): ClassNode | null {
  if (isThis(tree, node)) return classOfThis(tree, thisOf(tree, node));
  if (node.type === 'Identifier') return classMade(program, tree, initOf(tree, node));
  const name = node.type === 'MemberExpression' ? memberName(node) : null;
  if (name === null) return null;
  const classes = new Set(valuesOf(tree, name).map((value) => classMade(program, tree, value)));
  const [only = null] = classes;
  return classes.size === 1 ? only : null;
}

/** What the script gives to fields of a name. */
function valuesOf(tree: ScriptSyntax, name: string): (SyntaxNode | null)[] {
  const values: (SyntaxNode | null)[] = [];
  for (const member of tree.membersNamed(name)) {
    const above = tree.parent(member);
    if (above?.type === 'AssignmentExpression' && above.left === member) values.push(above.right);
  }
  for (const key of tree.keysNamed(name)) {
    if (key.type === 'PropertyDefinition' && key.value) values.push(key.value as SyntaxNode);
    else if (key.type === 'Property' && tree.parent(key)?.type !== 'ObjectPattern') values.push(key.value);
  }
  return values;
}

function classMade(program: ProgramText, tree: ScriptSyntax, value: SyntaxNode | null): ClassNode | null {
  if (value?.type !== 'NewExpression') return null;
  return declarationOf(program, tree, value.callee as SyntaxNode)?.node ?? null;
}

function isIn({ node }: Call, fn: FunctionNode): boolean {
  return node.start >= fn.start && node.end <= fn.end;
}
