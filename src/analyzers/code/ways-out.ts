import { type Held, HeldResource } from './held-resource.js';
import type { SyntaxNode } from './parser.js';
import type { ScriptSyntax } from './script-syntax.js';
import { StatementWalk } from './statement-walk.js';
import type { WayOut } from './way-out.js';

/**
 * The ways out of a function on which what it took is not given back: `return`, `throw`, a promise that is rejected at an
 * `await`, the end of the body or of a callback, the next round of a loop. Abstract interpretation over the syntax tree with the two
 * states *held* and *free*; `finally` is applied to each way that leaves its `try`. Ordinary calls are taken not to throw: nearly every
 * line would be a way out.
 *
 * @param body of the function, or the expression of an arrow function
 * @param startsHeld the function is handed what is held
 */
export function findWaysOut(tree: ScriptSyntax, body: SyntaxNode, held: Held, startsHeld: boolean): WayOut[] {
  return new StatementWalk(tree, new HeldResource(tree, held), 0).body(body, startsHeld);
}

/** The same, where some way of the function gives it back; nothing where only others do. */
export function findMissedWays(tree: ScriptSyntax, body: SyntaxNode, held: Held): WayOut[] {
  const walk = new StatementWalk(tree, new HeldResource(tree, held), 0);
  const ways = walk.body(body, false);
  return walk.givesBack ? ways : [];
}

/** The way to name first: one that the code takes on purpose is more often the fault than one that a failure takes. */
export function likeliestWay(ways: readonly WayOut[]): WayOut | undefined {
  return ways.find(isOnPurpose) ?? ways[0];
}

/** Whether the code takes a way without that something fails first. */
export function isOnPurpose({ kind }: WayOut): boolean {
  return kind !== 'reject' && kind !== 'error-event';
}
