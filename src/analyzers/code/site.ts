import type { SyntaxNode } from './parser.js';
import type { ScriptSyntax } from './script-syntax.js';

/** A place of the program, as its text has it: a field of a class, or a variable. */
export interface PlaceQuery {
  /** V8's name of the script that its owner is written in. */
  readonly script: string;
  /** Of the owner, as V8 has it: a class or its constructor for a field, a function that sees the variable else. 1-based; null: top. */
  readonly at: { readonly line: number; readonly column: number } | null;
  /** The field, with `#` where it is private, or the variable. */
  readonly name: string;
  readonly kind: /** Of an object that the owner leads to, whose class a label does not know. */
  'property' | 'field' | 'static-field' | 'variable';
  /** How many collections deep entries lie: 1 for `Pool.used[]`, 0 for what the field itself refers to, as in `Lease.session`. */
  readonly depth: number;
}

export type SiteAction = 'add' | 'remove' | 'read' | 'unknown' | 'start';

/** One expression that does something to the place. */
export interface Site {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
  readonly action: SiteAction;
  /** How it is done, without literals: `set`, `delete`, `[…] =`, `= […].filter()`. */
  readonly how: string;
  /** Collections between the place and the one that is changed or read: 0 for the place itself. */
  readonly level: number;
  /** Known by the name of the field alone, on an object of unknown class. */
  readonly byName: boolean;
}

export interface PlaceSites {
  readonly sites: readonly Site[];
  /** Expressions that give the place or something in it, with the number of collections between: 0 for the place itself. */
  readonly levels: ReadonlyMap<SyntaxNode, number>;
  /** Whether all scripts that could contain a site were read. */
  readonly isWhole: boolean;
  /** Whether another class has a field of that name, so that a site that is known by the name alone may be meant for that. */
  readonly isAmbiguous: boolean;
}

/** How a ring of entries loses one. */
export const RING = '[… % …] =';
