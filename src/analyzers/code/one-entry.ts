import { calleeName } from './endings.js';
import type { SyntaxNode } from './parser.js';
import { isFunction } from './script-syntax.js';
import type { Site } from './site.js';

const EACH_ENTRY = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find']);

/** Whether a line takes out the entry of one key, and so at most one each time that it runs. */
export function takesOne(site: Site): boolean {
  return isKeyed(site) && !isInLoop(site);
}

function isKeyed({ how }: Site): boolean {
  return how === 'delete' || how === 'Reflect.deleteProperty';
}

/** Whether it stands in a loop of its own function, or in a function that is called for each entry. */
function isInLoop({ tree, node }: Site): boolean {
  for (let at = tree.parent(node); at !== null; at = tree.parent(at)) {
    if (/^(?:For|While|DoWhile)/.test(at.type)) return true;
    if (!isFunction(at)) continue;
    const call: SyntaxNode | null = tree.parent(at);
    if (call?.type !== 'CallExpression' || !EACH_ENTRY.has(calleeName(call))) return false;
  }
  return false;
}
