import type { SyntaxNode } from './parser.js';
import type { ScriptSyntax } from './script-syntax.js';

/**
 * What a condition asks about: a time, a number that grows with the place, the number of something else, a number of which that is not
 * known, or anything else.
 */
export type GuardKind = 'clock' | 'size' | 'other-size' | 'unsure' | 'other';

/** A condition that must hold for a line to run. */
export interface Guard {
  readonly kind: GuardKind;
  readonly tree: ScriptSyntax;
  readonly test: SyntaxNode;
  /** Whether the line runs when it holds, or when it does not. */
  readonly holds: boolean;
}
