import type { SourcePlace } from '../../graph/script-places.js';
import { functionNameOf, nameAround } from './function-name.js';
import type { SyntaxNode } from './parser.js';
import type { MissedWay, Translate } from './place-code.js';
import { isFunction, type ScriptSyntax } from './script-syntax.js';
import { someBelow } from './tree-search.js';

/** Conditions are shown up to this length. */
const MAX_CONDITION = 60;

/** A line to fix, in the original source. */
export function wayAt(
  tree: ScriptSyntax,
  node: SyntaxNode,
  why: MissedWay['why'],
  detail: string,
  translate: Translate,
): MissedWay {
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
