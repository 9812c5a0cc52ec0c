import type { AnyNode, Program } from 'acorn';
import type { ScopeManager } from 'eslint-scope';

/** A node of the syntax tree (ESTree), as acorn makes it. */
export type SyntaxNode = AnyNode;

/** Turns text into syntax trees and scopes. Loaded only when a program's text is asked for. */
export interface Parser {
  /** @throws SyntaxError when the text is neither a script nor a module */
  parse(text: string): Program;
  scopes(program: Program): ScopeManager;
}

/** The newest version of the language that the scope analysis knows. */
const SCOPE_VERSION = 2022;

/** Where there is no text at all. */
export const NO_PARSER: Parser = { parse: refuse, scopes: refuse };

function refuse(): never {
  throw new Error('The parser was not loaded.');
}

/** Loads the packages that parse. */
export async function loadParser(): Promise<Parser> {
  const [acorn, eslintScope] = await Promise.all([import('acorn'), import('eslint-scope')]);
  const parseAs = (text: string, sourceType: 'script' | 'module'): Program =>
    acorn.parse(text, {
      ecmaVersion: 'latest',
      sourceType,
      ranges: true,
      allowReturnOutsideFunction: true,
      allowHashBang: true,
      allowSuperOutsideMethod: true,
    });
  return {
    parse(text) {
      // Most code that is no module is CommonJS, and `import` outside a module is an error at once.
      try {
        return parseAs(text, 'script');
      } catch {
        return parseAs(text, 'module');
      }
    },
    scopes: (program) =>
      eslintScope.analyze(program as unknown as Parameters<typeof eslintScope.analyze>[0], {
        ecmaVersion: SCOPE_VERSION,
        sourceType: program.sourceType === 'module' ? 'module' : 'script',
        // The variables at the top of a CommonJS file belong to the function that Node wraps around it.
        nodejsScope: program.sourceType !== 'module',
        ignoreEval: true,
      }),
  };
}
