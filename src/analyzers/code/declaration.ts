import type { SourcePlace } from '../../graph/script-places.js';
import { nameAround } from './function-name.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { keyName, type ScriptSyntax } from './script-syntax.js';

/** A variable as the heap knows it, and the fields of the literal that it is made as. */
export interface VariableQuery {
  /** V8's name of the script. */
  readonly script: string;
  /** A function that sees the variable, as V8 has its place: 1-based. */
  readonly at: { readonly line: number; readonly column: number };
  readonly name: string;
  /** `['held']` for `state.held`, where `state` is an object literal. */
  readonly fields: readonly string[];
}

/**
 * Where a variable is declared; in an object literal that it is made as, the key of the field. As the script has it: before any source
 * map.
 *
 * @returns null when its text is not at hand, or has no such variable
 */
export function findDeclaration(program: ProgramText, { script, at, name, fields }: VariableQuery): SourcePlace | null {
  const tree = program.tree(script);
  const variable = tree?.variableAround(tree.functionFrom(at.line, at.column), name);
  const identifier = variable?.identifiers[0] as SyntaxNode | undefined;
  if (tree === null || identifier === undefined) return null;
  const node = keyIn(tree, identifier, fields);
  const { line, column } = tree.place(node);
  return { file: script, line, column, function: nameAround(tree, node) };
}

/** The key of the last field that the literals have; the identifier itself when they have none. */
function keyIn(tree: ScriptSyntax, identifier: SyntaxNode, fields: readonly string[]): SyntaxNode {
  const above = tree.parent(identifier);
  let value: SyntaxNode | null | undefined =
    above?.type === 'VariableDeclarator' && above.id === identifier ? above.init : null;
  let found = identifier;
  for (const field of fields) {
    if (value?.type !== 'ObjectExpression') break;
    const key: SyntaxNode | undefined = value.properties.find((property) => keyName(property) === field);
    if (key?.type !== 'Property') break;
    found = key;
    value = key.value;
  }
  return found;
}
