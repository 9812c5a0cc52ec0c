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

/** A node without what a text of millions of them has no memory for: the scope analysis asks few for their range. */
class LeanNode {
  type = '';
  start: number;
  end = 0;
  /** Set when the tree is whole. */
  parent: LeanNode | null = null;

  constructor(start: number) {
    this.start = start;
  }

  get range(): [number, number] {
    return [this.start, this.end];
  }
}

/** What of acorn's own parser makes nodes. */
interface NodeMaker {
  start: number;
}

/** Loads the packages that parse. */
export async function loadParser(): Promise<Parser> {
  const [acorn, eslintScope] = await Promise.all([import('acorn'), import('eslint-scope')]);
  const LeanParser = acorn.Parser.extend((Base) => {
    return class extends (Base as unknown as new (...args: unknown[]) => NodeMaker) {
      startNode(): LeanNode {
        return new LeanNode(this.start);
      }
      startNodeAt(start: number): LeanNode {
        return new LeanNode(start);
      }
      copyNode(node: LeanNode): LeanNode {
        return Object.assign(new LeanNode(node.start), node);
      }
    } as unknown as typeof Base;
  });
  const parseAs = (text: string, sourceType: 'script' | 'module'): Program =>
    LeanParser.parse(text, {
      ecmaVersion: 'latest',
      sourceType,
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
