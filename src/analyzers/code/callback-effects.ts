import type { BinaryExpression, CallExpression, Identifier } from 'acorn';
import { BrokenRemovers } from './broken-removers.js';
import { handovers } from './callback-code.js';
import type { SyntaxNode } from './parser.js';
import { findSites } from './place-sites.js';
import type { ProgramText } from './program-text.js';
import { callsOf, usesOf } from './references.js';
import { describeRemovers } from './removers.js';
import type { FunctionNode, ScriptPlace, ScriptSyntax } from './script-syntax.js';
import type { PlaceQuery, Site } from './site.js';
import { testsAround } from './tests-around.js';
import { initOf } from './this-class.js';
import { calleeOf, START, stopsOf } from './timer-stops.js';
import { someBelow } from './tree-search.js';
import { escape } from './whole-words.js';

/** Most calls between a timer's function and the line that is looked for. */
const MOST_CALLS = 4;
const RELATIONAL = new Set(['<', '<=', '>', '>=']);

/** The working line that takes an entry out of a place when the function of a timer runs, itself or by what it calls; or null. */
export function findRemovalIn(program: ProgramText, query: PlaceQuery, at: ScriptPlace): Site | null {
  const fn = functionAt(program, at);
  const found = fn === null ? null : findSites(program, query);
  if (fn === null || found === null) return null;
  const sure = found.sites.filter(({ byName }) => !byName || !found.isAmbiguous);
  const judged = new BrokenRemovers(
    program,
    found,
    sure.filter(({ action }) => action === 'add'),
  );
  for (const remover of describeRemovers(program, sure, found.levels)) {
    const { site } = remover;
    if (site.tree.name === at.script && waysUp(site.tree, site.node, fn) !== null && judged.reason(remover) === null)
      return site;
  }
  return null;
}

/** The call that clears the interval of one function whenever another one runs, in itself or by what it calls; or null. */
export function findClearIn(
  program: ProgramText,
  interval: ScriptPlace,
  runner: ScriptPlace,
): Pick<Site, 'tree' | 'node'> | null {
  const tree = program.tree(runner.script);
  const [fn, handed] = [functionAt(program, runner), functionAt(program, interval)];
  if (tree === null || fn === null || handed === null) return null;
  const start = handovers(tree, handed).find((call) => calleeOf(call) === 'setInterval');
  if (start === undefined) return null;
  for (const { tree: home, node, kept } of stopsOf(program, tree, start)) {
    if (home !== tree) continue;
    const steps = waysUp(tree, node, fn);
    if (
      steps?.every((step) => testsAround(tree, step.node, () => false).every(({ test }) => asksFor(tree, test, kept)))
    )
      return { tree, node };
  }
  return null;
}

/** Whether a condition only asks whether there is a timer: `if (this.timer)`, `timer !== null`. */
function asksFor(tree: ScriptSyntax, test: SyntaxNode, name: string): boolean {
  const text = tree.text.slice(test.start, test.end);
  return new RegExp(`^!?[\\w$.#]*(?<![\\w$])${escape(name)}(?:\\s*!==?\\s*(?:null|undefined))?$`).test(text);
}

/**
 * The condition that ends a chain of timers, each of which is started by the function of the one before: `if (attempt < 3)`, where each start
 * counts `attempt` up. Null where the function does not start its timer again, and where nothing bounds how often.
 */
export function findBoundedRestart(
  program: ProgramText,
  at: ScriptPlace,
): { tree: ScriptSyntax; node: SyntaxNode } | null {
  const fn = functionAt(program, at);
  const tree = fn === null ? null : program.tree(at.script);
  if (fn === null || tree === null) return null;
  const start = handovers(tree, fn).find((call) => START.has(calleeOf(call)));
  if (start === undefined || calleeOf(start) === 'setInterval') return null;
  const steps = waysUp(tree, start, fn);
  for (const step of steps ?? [])
    for (const { test } of testsAround(tree, step.node, () => false))
      if (boundsCount(tree, test, step, steps ?? [])) return { tree, node: test };
  return null;
}

/** Whether a function that was suspended ends after it: it awaits nothing in a loop, yields nothing, and does not call itself. */
export function endsAfterAwait(program: ProgramText, at: ScriptPlace): boolean {
  const fn = functionAt(program, at);
  const tree = fn === null ? null : program.tree(at.script);
  if (fn === null || tree === null) return false;
  if (callsOf(tree, fn).some((call) => isInside(call, fn))) return false;
  return !someBelow(tree, fn.body, (part) => {
    if (part.type === 'YieldExpression') return true;
    if (part.type === 'ForOfStatement' && part.await) return true;
    if (!/^(?:For|While|DoWhile)/.test(part.type)) return false;
    return someBelow(tree, part, ({ type }) => type === 'AwaitExpression');
  });
}

function functionAt(program: ProgramText, { script, line, column }: ScriptPlace): FunctionNode | null {
  return program.tree(script)?.functionAt(line, column) ?? null;
}

/** One step from a line up to the function that runs it: the line, or the call of the function around the step before. */
interface Step {
  readonly node: SyntaxNode;
  /** The function that the call runs; null for the line itself. */
  readonly called: FunctionNode | null;
}

/** The calls by which a function runs a line, the line itself first; null when it does not, by what its script shows. */
function waysUp(tree: ScriptSyntax, line: SyntaxNode, runner: FunctionNode): readonly Step[] | null {
  const seen = new Set<FunctionNode>();
  const queue: (readonly Step[])[] = [[{ node: line, called: null }]];
  for (const steps of queue) {
    const around = tree.functionAround(steps[steps.length - 1].node);
    if (around === runner) return steps;
    if (around === null || seen.has(around) || steps.length > MOST_CALLS) continue;
    seen.add(around);
    for (const call of callsOf(tree, around)) queue.push([...steps, { node: call, called: around }]);
    // What is handed to `forEach` or `then` runs for the function around; what is handed to a timer does not.
    const handedTo = tree.parent(around);
    if (handedTo?.type === 'CallExpression' && !START.has(calleeOf(handedTo)))
      queue.push([...steps, { node: handedTo, called: null }]);
  }
  return null;
}

/** Whether a condition compares a number that each start of the chain changes with one that stays. */
function boundsCount(tree: ScriptSyntax, test: SyntaxNode, step: Step, steps: readonly Step[]): boolean {
  return someBelow(tree, test, (part) => {
    if (part.type !== 'BinaryExpression') return false;
    const { left, right, operator } = part as BinaryExpression;
    if (!RELATIONAL.has(operator) && !/^[!=]==?$/.test(operator)) return false;
    const sides = [left as SyntaxNode, right as SyntaxNode];
    return sides.some((side, index) => {
      const isOpen = RELATIONAL.has(operator) || isNumber(sides[1 - index]);
      return isOpen && isConstant(tree, sides[1 - index]) && isCounted(tree, side, [step, ...steps]);
    });
  });
}

function isNumber(node: SyntaxNode): boolean {
  return node.type === 'Literal' && typeof node.value === 'number';
}

/** A literal, a variable that is given a value once, or a field: what a limit is written as. */
function isConstant(tree: ScriptSyntax, node: SyntaxNode): boolean {
  if (isNumber(node)) return true;
  if (node.type === 'MemberExpression') return !usesOf(tree, node).some((use) => isChanged(tree, use));
  if (node.type !== 'Identifier') return false;
  const init = initOf(tree, node);
  return init === null ? tree.variableOf(node)?.defs[0]?.type === 'ImportBinding' : isConstant(tree, init);
}

/** Whether a number is counted at each start: by `++` or `+=`, or as a parameter that is given itself and one more. */
function isCounted(tree: ScriptSyntax, side: SyntaxNode, steps: readonly Step[]): boolean {
  if (side.type === 'UpdateExpression') return true;
  if (usesOf(tree, side).some((use) => isChanged(tree, use))) return true;
  if (side.type !== 'Identifier') return false;
  return steps.some(({ node, called }) => {
    if (called === null || node.type !== 'CallExpression') return false;
    const index = parameterIndex(tree, called, side);
    const given = index === -1 ? undefined : (node as CallExpression).arguments[index];
    return given !== undefined && isOneMore(tree, given as SyntaxNode, side);
  });
}

function parameterIndex(tree: ScriptSyntax, fn: FunctionNode, identifier: Identifier): number {
  const definition = tree.variableOf(identifier)?.defs[0];
  if (definition?.type !== 'Parameter' || (definition.node as unknown as SyntaxNode) !== fn) return -1;
  return fn.params.findIndex((parameter) => {
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    return target.type === 'Identifier' && target.name === identifier.name;
  });
}

/** `attempt + 1`, `left - 1` */
function isOneMore(tree: ScriptSyntax, given: SyntaxNode, counted: Identifier): boolean {
  if (given.type !== 'BinaryExpression' || !/^[+-]$/.test(given.operator)) return false;
  const variable = tree.variableOf(counted);
  const [left, right] = [given.left as SyntaxNode, given.right];
  const isSame = left.type === 'Identifier' && tree.variableOf(left) === variable;
  return isSame && isConstant(tree, right);
}

function isChanged(tree: ScriptSyntax, use: SyntaxNode): boolean {
  const above = tree.parent(use);
  if (above?.type === 'UpdateExpression') return true;
  return above?.type === 'AssignmentExpression' && above.left === use && /^[+-]=$/.test(above.operator);
}

function isInside(node: SyntaxNode, fn: FunctionNode): boolean {
  return node.start >= fn.start && node.end <= fn.end;
}
