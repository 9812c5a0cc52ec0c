import type { CallExpression } from 'acorn';
import type { SyntaxNode } from './parser.js';
import { isFunction, memberName } from './script-syntax.js';

const PROMISE_STEPS = new Set(['then', 'catch', 'finally']);

/** `root.then(…).catch(…)`, the steps in their order. */
export interface PromiseChain {
  readonly root: SyntaxNode;
  readonly steps: readonly { readonly name: string; readonly call: CallExpression }[];
}

/** The chain that ends in a call; null when that is no step of one. */
export function promiseChain(call: CallExpression): PromiseChain | null {
  const steps: { name: string; call: CallExpression }[] = [];
  let at: SyntaxNode = call;
  while (at.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    const name = memberName(at.callee) ?? '';
    if (!PROMISE_STEPS.has(name)) break;
    steps.unshift({ name, call: at });
    at = at.callee.object as SyntaxNode;
  }
  return steps.length === 0 ? null : { root: at, steps };
}

/** Whether a promise is given a value in place of its rejection: `.catch(() => undefined)`, `.then(use, () => undefined)`. */
export function isCaught(node: SyntaxNode): boolean {
  if (node.type !== 'CallExpression') return false;
  const step = promiseChain(node)?.steps.at(-1);
  if (step === undefined || step.name === 'finally') return false;
  const handler = (step.name === 'catch' ? step.call.arguments[0] : step.call.arguments[1]) as SyntaxNode | undefined;
  if (handler === undefined || !isFunction(handler)) return false;
  return handler.body.type !== 'BlockStatement' || !handler.body.body.some(({ type }) => type === 'ThrowStatement');
}
