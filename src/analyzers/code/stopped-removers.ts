import type { CallExpression } from 'acorn';
import type { Broken } from './broken-removers.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import type { Remover } from './removers.js';
import { type FunctionNode, memberName, type ScriptSyntax } from './script-syntax.js';
import { initOf } from './this-class.js';
import { calleeOf, START, stopsOf } from './timer-stops.js';

/**
 * Where the only lines that remove run by a timer of the function that starts it, and that function clears the timer: what it added stays.
 *
 * ```
 *   rows.set(key, row);
 *   const timer = setTimeout(() => rows.delete(key), 30_000);
 *   await work(row);
 *   clearTimeout(timer);
 * ```
 */
export function findStopped(program: ProgramText, removers: readonly Remover[]): Broken | null {
  let found: Broken | null = null;
  for (const { calledAt } of removers) {
    const stop = calledAt === null ? null : stopBeside(program, calledAt.tree, calledAt.node);
    if (calledAt === null || stop === null) return null;
    found ??= { tree: calledAt.tree, node: stop, why: 'stopped', detail: '' };
  }
  return found;
}

/** The call after a timer's start that clears it in the same function; of a listener to `abort`, that of the timer which aborts. */
function stopBeside(program: ProgramText, tree: ScriptSyntax, called: SyntaxNode): SyntaxNode | null {
  const start = called.type === 'CallExpression' ? startOf(tree, called) : null;
  const home = start === null ? null : tree.functionAround(start);
  if (start === null || home === null || !isInConstant(tree, start)) return null;
  const stops = stopsOf(program, tree, start).filter((stop) => stop.tree === tree);
  return stops.find(({ node }) => tree.functionAround(node) === home && node.start > start.end)?.node ?? null;
}

function startOf(tree: ScriptSyntax, call: CallExpression): CallExpression | null {
  if (START.has(calleeOf(call))) return call;
  const controller = abortedBy(tree, call);
  if (controller === null) return null;
  const aborts = tree.membersNamed('abort').filter((member) => {
    const { object } = member;
    return object.type === 'Identifier' && tree.variableOf(object) === controller;
  });
  const starts = aborts.map((member) => timerAround(tree, tree.functionAround(member)));
  const [start = null] = starts;
  // Handed to anything else, somebody else may abort.
  return aborts.length === 1 && !isGivenAway(tree, controller) ? start : null;
}

/** The controller whose abort a call listens to: `controller.signal.addEventListener('abort', …)`; or null. */
function abortedBy(tree: ScriptSyntax, { callee, arguments: given }: CallExpression): unknown {
  const [event] = given;
  if (event?.type !== 'Literal' || event.value !== 'abort' || callee.type !== 'MemberExpression') return null;
  if (memberName(callee) !== 'addEventListener') return null;
  const object = callee.object as SyntaxNode;
  const signal = object.type === 'Identifier' ? initOf(tree, object) : object;
  if (signal?.type !== 'MemberExpression' || memberName(signal) !== 'signal') return null;
  return signal.object.type === 'Identifier' ? tree.variableOf(signal.object) : null;
}

function isGivenAway(tree: ScriptSyntax, controller: unknown): boolean {
  const { references } = controller as { references: readonly { identifier: unknown }[] };
  return references.some(({ identifier }) => {
    const above = tree.parent(identifier as SyntaxNode);
    return above?.type !== 'MemberExpression' && above?.type !== 'VariableDeclarator';
  });
}

/** The call that hands a function to a timer, or null. */
function timerAround(tree: ScriptSyntax, fn: FunctionNode | null): CallExpression | null {
  const call = fn === null ? null : tree.parent(fn);
  return call?.type === 'CallExpression' && START.has(calleeOf(call)) ? call : null;
}

/** What a field or a `let` has may be another timer when it is cleared: one that is put off. */
function isInConstant(tree: ScriptSyntax, start: CallExpression): boolean {
  let value: SyntaxNode = start;
  let above = tree.parent(value);
  // `setTimeout(…).unref()`
  while (above?.type === 'MemberExpression' && above.object === value) {
    value = tree.parent(above) ?? above;
    above = tree.parent(value);
  }
  if (above?.type !== 'VariableDeclarator') return false;
  const declaration = tree.parent(above);
  return declaration?.type === 'VariableDeclaration' && declaration.kind === 'const';
}
