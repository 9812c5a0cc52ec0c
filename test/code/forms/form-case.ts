import type { Point } from '../releases/answers.js';

/** One of the small programs, and its answer. */
export interface FormCase {
  /** In the folder `programs`. Lines are of this file, whatever is built from it. */
  readonly file: string;
  /** `typescript` runs compiled beside its source map; `minified` as a bundle of one line, without a map. */
  readonly build?: 'typescript' | 'minified';
  /** Other files of the folder that the program imports. */
  readonly parts?: readonly string[];
  /** The class and field, or the variable, that the entries are in. A minified bundle has another name for the class. */
  readonly place: string;
  /** Other labels that a report may fairly name for the place. */
  readonly alsoPlaces?: readonly string[];
  /** How many collections deep the entries lie in the place; 1 where it is not given. */
  readonly depth?: 2;
  /** The field of an object that the place leads to, where the entries lie in that. */
  readonly deeper?: string;
  /**
   * `null` is healthy. `no-remover`: no line takes anything out. `way-out`: one does, and a way round it leaves the entry.
   * `uncalled`: the function that removes is called by nobody. `never-true`: its guard never holds. `wrong-key`: it
   * removes under another key. `unlink`: one takes the next entry of a list and leaves the link to it.
   */
  readonly leak: null | 'no-remover' | 'way-out' | 'uncalled' | 'never-true' | 'wrong-key' | 'unlink';
  /** The least grave verdict that is right; `leak` where it is not given. */
  readonly atLeast?: 'suspect';
  readonly added: readonly Point[];
  /** Lines of the program, or of the part that is given. */
  readonly removed: readonly (Point & { readonly file?: string })[];
  /** The way out that leaves the entry, the function that nobody calls, or the line that only looks like a remover. */
  readonly missing: Point | null;
  /** Other lines that may fairly be named for `missing`. */
  readonly orMissing?: readonly Point[];
  /** Text in the bundle, each there once, that stands for `added`, `removed` and `missing`. */
  readonly bundled?: { readonly added: string[]; readonly removed: string[]; readonly missing: string[] };
  /**
   * What today's code still says of the program's text: `not-told` misses the answer, `accused` calls a healthy program's place one
   * that nothing is removed from or names a line for it. While it is given, the tests must fail; whoever mends it takes the mark away.
   */
  readonly pending?: 'not-told' | 'accused';
  readonly why: string;
}
