import { type Given, givenBy } from './call-targets.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { callsOf } from './references.js';
import { isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import { testsAround } from './tests-around.js';
import { initOf } from './this-class.js';
import { someBelow } from './tree-search.js';

/** What asks a clock: `Date.now()`, `new Date()`, `performance.now()`, `process.hrtime.bigint()`, `clock.now()`. */
const CLOCK_MEMBERS = new Set(['now', 'hrtime', 'getTime', 'uptime']);
const MAX_LOOKUPS = 4;

/**
 * Whether an expression depends on a clock, also through variables and parameters that are given one, and through functions and getters
 * that it asks.
 */
export function asksClock(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode, lookups = 0): boolean {
  return someBelow(tree, node, (part) => {
    if (isClockRead(tree, part)) return true;
    if (lookups >= MAX_LOOKUPS) return false;
    if (part.type === 'CallExpression' || part.type === 'MemberExpression')
      return givesClock(program, givenBy(program, tree, part), lookups + 1);
    if (part.type !== 'Identifier') return false;
    const init = initOf(tree, part);
    if (init !== null && !isRecord(init) && asksClock(program, tree, init, lookups + 1)) return true;
    if (isFilledByClock(program, tree, part, lookups + 1)) return true;
    return parameterAsksClock(program, tree, part, lookups + 1);
  });
}

function isClockRead(tree: ScriptSyntax, part: SyntaxNode): boolean {
  if (part.type === 'NewExpression')
    return part.callee.type === 'Identifier' && part.callee.name === 'Date' && part.arguments.length === 0;
  if (part.type !== 'CallExpression' || part.callee.type !== 'MemberExpression') return false;
  const name = memberName(part.callee);
  if (name !== null && CLOCK_MEMBERS.has(name)) return true;
  return name === 'bigint' && tree.text.slice(part.start, part.end).includes('hrtime');
}

function givesClock(program: ProgramText, given: Given | null, lookups: number): boolean {
  return given?.parts.some((part) => !isRecord(part) && asksClock(program, given.tree, part, lookups)) ?? false;
}

/** What only contains a time, as `{ id, at: Date.now() }` and an id do, is no time. */
function isRecord({ type }: SyntaxNode): boolean {
  return type === 'ObjectExpression' || type === 'ArrayExpression' || type === 'TemplateLiteral';
}

/** Whether a variable is counted up, or filled, where a condition on a clock holds: `while (at < before) over += 1`. */
function isFilledByClock(
  program: ProgramText,
  tree: ScriptSyntax,
  identifier: SyntaxNode & { type: 'Identifier' },
  lookups: number,
): boolean {
  if (lookups >= MAX_LOOKUPS) return false;
  const references = tree.variableOf(identifier)?.references ?? [];
  return references.some((reference) => {
    const node = reference.identifier as unknown as SyntaxNode;
    const above = tree.parent(node);
    const isPush =
      above?.type === 'MemberExpression' && above.object === node && /^(?:push|add|set)$/.test(memberName(above) ?? '');
    const isWrite =
      above?.type === 'UpdateExpression' || (above?.type === 'AssignmentExpression' && above.left === node);
    if (!isPush && !isWrite) return false;
    return testsAround(tree, node, () => false).some(({ test }) => asksClock(program, tree, test, lookups + 1));
  });
}

/** Whether a parameter is given a clock's value wherever the function is called in its script. */
function parameterAsksClock(
  program: ProgramText,
  tree: ScriptSyntax,
  identifier: SyntaxNode & { type: 'Identifier' },
  lookups: number,
): boolean {
  const definition = tree.variableOf(identifier)?.defs[0];
  if (definition?.type !== 'Parameter') return false;
  const fn = definition.node as unknown as SyntaxNode;
  if (!isFunction(fn)) return false;
  const index = fn.params.findIndex((parameter) => {
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    return target.type === 'Identifier' && target.name === identifier.name;
  });
  const parameter = fn.params[index];
  if (parameter?.type === 'AssignmentPattern' && asksClock(program, tree, parameter.right, lookups)) return true;
  const calls = callsOf(tree, fn);
  return calls.some((call) => {
    const argument = call.type === 'CallExpression' ? (call.arguments[index] as SyntaxNode | undefined) : undefined;
    return argument !== undefined && asksClock(program, tree, argument, lookups);
  });
}
