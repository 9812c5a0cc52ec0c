import type { AnyNode, Program } from 'acorn';

/** A node of the syntax tree (ESTree), as acorn makes it. */
export type SyntaxNode = AnyNode;

/** Turns text into syntax trees. Loaded only when a program's text is asked for. */
export interface Parser {
  /** @throws SyntaxError when the text is neither a script nor a module */
  parse(text: string): Program;
}

/** Where there is no text at all. */
export const NO_PARSER: Parser = { parse: refuse };

function refuse(): never {
  throw new Error('The parser was not loaded.');
}

/** A node without what a text of millions of them has no memory for. */
class LeanNode {
  type = '';
  start: number;
  end = 0;
  /** Set when the tree is whole. */
  parent: LeanNode | null = null;

  constructor(start: number) {
    this.start = start;
  }
}

/** What of acorn's own parser makes nodes. */
interface NodeMaker {
  start: number;
}

/** Loads the package that parses. */
export async function loadParser(): Promise<Parser> {
  const acorn = await import('acorn');
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
  };
}
