import type { SyntaxNode } from './parser.js';
import { isClass, isFunction, type ScriptSyntax } from './script-syntax.js';

/** A condition around a line, and whether it must hold or must not hold for the line to run. */
export interface AroundTest {
  readonly test: SyntaxNode;
  readonly holds: boolean;
}

/**
 * The conditions on the way from `node` up to the function around it: `if`, loops, `&&`, `?:`, and exits before it in the same block.
 *
 * @param isClock whether what a loop goes through, or asks for, was made with a clock in hand: no other loop decides anything
 * @returns innermost first
 */
export function testsAround(
  tree: ScriptSyntax,
  node: SyntaxNode,
  isClock: (test: SyntaxNode) => boolean,
): AroundTest[] {
  const tests: AroundTest[] = [];
  const add = (test: SyntaxNode | null | undefined, holds = true): void => {
    if (test) tests.push({ test, holds });
  };
  let below = node;
  for (let at = tree.parent(node); at !== null; below = at, at = tree.parent(at)) {
    if (isFunction(at) || isClass(at)) break;
    switch (at.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        if (below !== at.test) add(at.test, below === at.consequent);
        break;
      case 'WhileStatement':
        if (below === at.body) add(at.test);
        break;
      case 'ForStatement':
        // `i < rows.length` goes through a list and bounds nothing.
        if (below === at.body && at.test && isClock(at.test)) add(at.test);
        break;
      case 'ForOfStatement':
        // Only a list that was made with a clock in hand decides anything.
        if (below === at.body && at.right.type === 'Identifier' && isClock(at.right)) add(at.right);
        break;
      case 'LogicalExpression':
        if (below === at.right && at.operator !== '??') add(at.left, at.operator === '&&');
        break;
      case 'SwitchCase':
        add(at.test);
        break;
      case 'BlockStatement':
      case 'Program':
        for (const statement of at.body) {
          if (statement === below) break;
          if (statement.type === 'IfStatement' && leaves(statement.consequent)) add(statement.test, false);
        }
        break;
    }
  }
  return tests;
}

/** Whether a statement ends in `return`, `throw`, `break` or `continue`. */
export function leaves(statement: SyntaxNode): boolean {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return true;
    case 'BlockStatement': {
      const last = statement.body.at(-1);
      return last !== undefined && leaves(last);
    }
    default:
      return false;
  }
}
