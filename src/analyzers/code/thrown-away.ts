import type { Broken } from './broken-removers.js';
import type { SyntaxNode } from './parser.js';
import { memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceSites } from './site.js';

/** Calls that give a list with fewer entries, and change nothing. */
const SHORTENING = new Set(['filter', 'slice', 'toSpliced']);

/**
 * A line that makes a shortened copy of a place, and throws it away or puts it into a variable only: `items.filter(isOpen);`,
 * `items = items.filter(isOpen)` of a variable `items` that has what a field has.
 */
export function findThrownAway({ sites, levels }: Pick<PlaceSites, 'sites' | 'levels'>): Broken | null {
  for (const { tree, node, action } of sites) {
    if (action !== 'read') continue;
    const call = shorteningAt(tree, node);
    if (call === null || levels.get((call.callee as Member).object as SyntaxNode) !== 0) continue;
    const above = tree.parent(call);
    if (above?.type === 'ExpressionStatement') return { tree, node: call, why: 'no-effect', detail: '' };
    const isOwnName =
      above?.type === 'AssignmentExpression' &&
      above.right === call &&
      above.left.type === 'Identifier' &&
      (call.callee as Member).object.type === 'Identifier' &&
      tree.variableOf(above.left) === tree.variableOf((call.callee as Member).object as typeof above.left);
    if (isOwnName) return { tree, node: above, why: 'no-effect', detail: '' };
  }
  return null;
}

type Call = SyntaxNode & { readonly type: 'CallExpression' };
type Member = SyntaxNode & { readonly type: 'MemberExpression' };

/** The call at a site, or that an assignment there gives on. */
function shorteningAt(tree: ScriptSyntax, node: SyntaxNode): Call | null {
  const call = node.type === 'AssignmentExpression' ? node.right : node;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || !tree.contains(call)) return null;
  return SHORTENING.has(memberName(call.callee) ?? '') ? call : null;
}
