import { asksClock } from './clock.js';
import type { CountReader } from './counts.js';
import type { Guard, GuardKind } from './guard.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import type { ScriptSyntax } from './script-syntax.js';
import type { Site } from './site.js';
import { testsAround } from './tests-around.js';

/** Reads the conditions around lines that remove from one place. */
export class GuardReader {
  readonly #program: ProgramText;
  readonly #counts: CountReader;

  constructor(program: ProgramText, counts: CountReader) {
    this.#program = program;
    this.#counts = counts;
  }

  /**
   * The conditions on the way from `node` up to the function around it: `if`, loops, `&&`, `?:`, and exits before it in the same block,
   * as in `if (isYoung) continue;`.
   *
   * @param remover the line in question, which `node` is or leads to
   * @returns innermost first
   */
  around(tree: ScriptSyntax, node: SyntaxNode, remover: Site): Guard[] {
    return testsAround(tree, node, (test) => asksClock(this.#program, tree, test)).map(({ test, holds }) => ({
      kind: this.#kind(tree, test, holds, remover),
      tree,
      test,
      holds,
    }));
  }

  #kind(tree: ScriptSyntax, test: SyntaxNode, holds: boolean, remover: Site): GuardKind {
    return asksClock(this.#program, tree, test) ? 'clock' : this.#counts.kind(tree, test, holds, remover);
  }
}
