import type { SyntaxNode } from './parser.js';
import type { ScriptSyntax } from './script-syntax.js';

/** How a function is left. */
export type WayKind =
  | 'return'
  | 'throw'
  | 'reject'
  /** Its consumer stops early: a generator ends where it yields. */
  | 'yield'
  | 'end'
  | 'break'
  | 'next-round'
  | 'error-event'
  | 'guard'
  | 'catch';

/** A way out of a function on which something is still held. */
export interface WayOut {
  readonly kind: WayKind;
  readonly tree: ScriptSyntax;
  /** The statement or `await` that leaves. */
  readonly node: SyntaxNode;
}
