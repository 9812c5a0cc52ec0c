import type { CallExpression } from 'acorn';
import { isEndEvent, isEndName, isEndState } from '../../profiles/end-names.js';
import { endInFlag } from '../../profiles/state-words.js';
import { flagWords } from '../../profiles/vocabulary.js';
import type { Target } from './call-targets.js';
import { LISTEN } from './collection-calls.js';
import { functionNameOf } from './function-name.js';
import { declarationOf } from './module-links.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { type FunctionNode, isClass, memberName, type ScriptSyntax } from './script-syntax.js';
import { type ClassNode, classNameOf, classOfThis, isThis } from './this-class.js';
import { deepSome } from './tree-search.js';

const MOST_PARENTS = 3;

/**
 * The one function that ends an object: a method of its class by its name, or the one of them that marks it as ended; of those that call
 * one another the innermost. Null when there is none, and when several are as likely.
 */
export function endingOf(program: ProgramText, tree: ScriptSyntax, cls: ClassNode): Target | null {
  let at: { readonly tree: ScriptSyntax; readonly node: ClassNode } | null = { tree, node: cls };
  for (let parents = 0; at !== null && parents <= MOST_PARENTS; parents += 1) {
    const home: { readonly tree: ScriptSyntax; readonly node: ClassNode } = at;
    const methods = methodsOf(home.tree, home.node);
    const named = methods.filter((fn) => isEndName(functionNameOf(home.tree, fn) ?? ''));
    const ending = likeliest(home.tree, named.length > 0 ? named : methods.filter((fn) => marksEnd(home.tree, fn)));
    if (ending !== null) return { tree: home.tree, fn: ending };
    if (named.length > 0) return null;
    const parent: SyntaxNode | null = isClass(home.node) ? (home.node.superClass ?? null) : null;
    at = parent === null ? null : declarationOf(program, home.tree, parent);
  }
  return null;
}

/**
 * The one function that ends what a function makes without a class: beside the line, in one of the functions around it, as a method of a
 * literal, as a function, or as a listener for an event that is an end.
 */
export function endingBeside(tree: ScriptSyntax, node: SyntaxNode): Target | null {
  for (let around = tree.functionAround(node); around !== null; around = tree.functionAround(around)) {
    const outer = around;
    const beside = tree.functions.filter(
      (fn) => fn.start > outer.start && fn.end < outer.end && tree.functionAround(fn) === outer && !contains(fn, node),
    );
    const ends = beside.filter((fn) => isEndName(besideName(tree, fn) ?? '') || isEndListener(tree, fn));
    if (ends.length === 0) continue;
    const ending = likeliest(tree, ends);
    return ending === null ? null : { tree, fn: ending };
  }
  return null;
}

function contains(fn: SyntaxNode, node: SyntaxNode): boolean {
  return fn.start <= node.start && fn.end >= node.end;
}

/** The name of a function that is declared, or that a literal or a variable has. */
function besideName(tree: ScriptSyntax, fn: FunctionNode): string | null {
  const above = tree.parent(fn);
  if (above?.type === 'Property' || above?.type === 'VariableDeclarator' || fn.type === 'FunctionDeclaration')
    return functionNameOf(tree, fn);
  return null;
}

/** `socket.on('close', () => …)` */
function isEndListener(tree: ScriptSyntax, fn: FunctionNode): boolean {
  const call = tree.parent(fn);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  const [event] = call.arguments;
  const isListening = LISTEN.has(memberName(call.callee) ?? '') && event?.type === 'Literal';
  return isListening && typeof event.value === 'string' && isEndEvent(event.value);
}

/** Methods of a class that are functions of the program, its constructor left out. */
export function methodsOf(tree: ScriptSyntax, cls: ClassNode): FunctionNode[] {
  // Functions that are put on another one's prototype speak of it.
  const name = isClass(cls) ? '' : classNameOf(tree, cls);
  return tree.functionsAbout(name).filter((fn) => {
    const above = tree.parent(fn);
    if (fn === cls || fn.type === 'ArrowFunctionExpression') return false;
    if (above?.type === 'MethodDefinition' && (above.static || above.kind !== 'method')) return false;
    const isMethod =
      above?.type === 'MethodDefinition' || above?.type === 'AssignmentExpression' || above?.type === 'Property';
    return isMethod && classOfThis(tree, fn.body) === cls;
  });
}

/** The one that all others lead to, of those that mark the end where some do. */
function likeliest(tree: ScriptSyntax, found: readonly FunctionNode[]): FunctionNode | null {
  const marking = found.filter((fn) => marksEnd(tree, fn));
  const among = marking.length > 0 ? marking : found;
  const inner = among.filter((fn) => !among.some((other) => other !== fn && calls(tree, fn, other)));
  return inner.length === 1 ? inner[0] : null;
}

function calls(tree: ScriptSyntax, fn: FunctionNode, other: FunctionNode): boolean {
  const name = functionNameOf(tree, other);
  return name !== null && callNamesIn(tree, fn).has(name);
}

/** `this.closed = true`, `this.open = false`, `this.state = 'closed'`, and the same of a variable. */
export function marksEnd(tree: ScriptSyntax, fn: FunctionNode): boolean {
  return deepSome(tree, fn.body, (part) => {
    if (part.type !== 'AssignmentExpression' || part.operator !== '=' || part.right.type !== 'Literal') return false;
    const { left, right } = part;
    const isOwn = left.type === 'MemberExpression' && isThis(tree, left.object as SyntaxNode);
    const field = isOwn ? memberName(left) : null;
    const name = left.type === 'Identifier' ? left.name : field;
    if (name === null) return false;
    if (typeof right.value === 'string') return isEndState(right.value);
    const end = endInFlag(flagWords(name.replace(/^#/, '')));
    return (end === 'dead-when-true' && right.value === true) || (end === 'dead-when-false' && right.value === false);
  });
}

/** The names of all that a function calls, functions inside it included. */
export function callNamesIn(tree: ScriptSyntax, fn: FunctionNode): ReadonlySet<string> {
  const names = new Set<string>();
  deepSome(tree, fn.body, (part) => {
    if (part.type === 'CallExpression') names.add(calleeName(part));
    return false;
  });
  names.delete('');
  return names;
}

export function calleeName({ callee }: CallExpression): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
}

/**
 * The functions that a function runs, itself first: those of its own script and of scripts beside it that are called so. Another function of
 * the same name may be among them.
 *
 * @returns null when there is too much text to find all
 */
export function reachOf(program: ProgramText, { tree, fn }: Target): Target[] | null {
  const found: Target[] = [{ tree, fn }];
  const seen = new Set<SyntaxNode>([fn]);
  for (const { tree: home, fn: next } of found) {
    if (found.length > MOST_REACHED) break;
    for (const name of callNamesIn(home, next)) {
      const { trees, isCut } = name.startsWith('#')
        ? { trees: [home], isCut: false }
        : program.treesWith(program.neighbors(home.name), name);
      if (isCut) return null;
      for (const other of trees)
        for (const called of other.functionsAbout(name)) {
          if (seen.has(called) || functionNameOf(other, called) !== name) continue;
          seen.add(called);
          found.push({ tree: other, fn: called });
        }
    }
  }
  return found;
}

const MOST_REACHED = 60;

/** The class around a node, where it stands in a method; null for other functions. */
export function classAround(tree: ScriptSyntax, node: SyntaxNode): ClassNode | null {
  const cls = classOfThis(tree, node);
  return cls !== null && (isClass(cls) || methodsOf(tree, cls).length > 0) ? cls : null;
}
