import type { SourcePlace } from '../../graph/script-places.js';
import { functionNameOf, nameAround } from './function-name.js';
import type { SyntaxNode } from './parser.js';
import { isFunction, type ScriptSyntax } from './script-syntax.js';
import { someBelow } from './tree-search.js';

/** From a place in the script that runs to the original source. */
export type Translate = (place: SourcePlace) => SourcePlace;

/** Conditions are shown up to this length. */
const MAX_CONDITION = 60;

/** A line to fix, in the original source. */
export function wayAt<Why extends string>(
  tree: ScriptSyntax,
  node: SyntaxNode,
  why: Why,
  detail: string,
  translate: Translate,
): SourcePlace & { readonly why: Why; readonly detail: string } {
  return { ...placeIn(tree, node, translate), why, detail };
}

/** Where a node stands in the original source. */
export function placeIn(tree: ScriptSyntax, node: SyntaxNode, translate: Translate): SourcePlace {
  const { script, line, column } = tree.place(node);
  const name = isFunction(node) ? functionNameOf(tree, node) : nameAround(tree, node);
  const place = translate({ file: script, line, column, function: name });
  return { ...place, function: place.function ?? name };
}

/** A condition as it is written, when there is no literal in it: source may hold secrets. */
export function condition(tree: ScriptSyntax, test: SyntaxNode): string {
  const hasLiteral = someBelow(
    tree,
    test,
    (part) => part.type === 'Literal' || part.type === 'TemplateLiteral' || isFunction(part),
  );
  const text = tree.text.slice(test.start, test.end).replace(/\s+/g, ' ');
  return hasLiteral || text.length > MAX_CONDITION ? '' : text;
}
