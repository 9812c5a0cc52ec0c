import { ADDING, READING, REMOVING } from './collection-calls.js';
import { functionNameOf } from './function-name.js';
import { declarationOf } from './module-links.js';
import type { SyntaxNode } from './parser.js';
import type { ProgramText } from './program-text.js';
import { type FunctionNode, isClass, isFunction, memberName, type ScriptSyntax } from './script-syntax.js';
import { testsAround } from './tests-around.js';
import { type ClassNode, classOfThis, isThis, thisOf } from './this-class.js';

/** A function, in the script that declares it. */
export interface Target {
  readonly tree: ScriptSyntax;
  readonly fn: FunctionNode;
}

/** Expressions of one script. */
export interface Given {
  readonly tree: ScriptSyntax;
  readonly parts: readonly SyntaxNode[];
}

const MOST_PARENTS = 4;
/** Names that collections of the language have. */
const BUILT_IN = new Set([
  'size',
  'length',
  'byteLength',
  ...ADDING,
  ...REMOVING,
  ...READING,
  'next',
  'splice',
  'then',
]);

/**
 * The function that a call runs, or the getter that a field reference runs: declared in the script, imported, a method of the object's
 * own class or of one that it extends, or the only method of that name in the script.
 */
export function targetOf(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode): Target | null {
  if (node.type === 'MemberExpression') {
    const above = tree.parent(node);
    const isCalled = above?.type === 'CallExpression' && above.callee === node;
    const name = isCalled ? null : memberName(node);
    return name === null ? null : methodFor(program, tree, node.object as SyntaxNode, name, true);
  }
  if (node.type !== 'CallExpression') return null;
  const callee = node.callee as SyntaxNode;
  const declared = declarationOf(program, tree, callee);
  if (declared !== null) return isFunction(declared.node) ? { tree: declared.tree, fn: declared.node } : null;
  if (callee.type !== 'MemberExpression') return null;
  const name = memberName(callee);
  return name === null ? null : methodFor(program, tree, callee.object as SyntaxNode, name, false);
}

/** What a call or a getter gives, and the conditions that decide what it gives; null when the function is not known. */
export function givenBy(program: ProgramText, tree: ScriptSyntax, node: SyntaxNode): Given | null {
  const target = targetOf(program, tree, node);
  return target === null ? null : { tree: target.tree, parts: resultsOf(target) };
}

function methodFor(
  program: ProgramText,
  tree: ScriptSyntax,
  object: SyntaxNode,
  name: string,
  isGetter: boolean,
): Target | null {
  if (isThis(tree, object)) {
    const cls = classOfThis(tree, thisOf(tree, object));
    return cls === null ? null : methodIn(program, tree, cls, name, isGetter, 0);
  }
  // Of another object, `size` or `get` is most likely the one of a collection.
  if (BUILT_IN.has(name)) return null;
  const keys = tree.keysNamed(name).filter((key) => kindOf(key) === (isGetter ? 'get' : 'method'));
  const [only] = keys;
  const value = only?.type === 'MethodDefinition' || only?.type === 'Property' ? only.value : null;
  return keys.length === 1 && value !== null && isFunction(value) ? { tree, fn: value } : null;
}

function kindOf(key: SyntaxNode): 'get' | 'method' | null {
  if (key.type === 'MethodDefinition') return key.kind === 'get' || key.kind === 'method' ? key.kind : null;
  if (key.type !== 'Property') return null;
  if (key.kind === 'get') return 'get';
  return isFunction(key.value) ? 'method' : null;
}

/** A method of a class, or of the nearest one above it that has it. */
export function methodIn(
  program: ProgramText,
  tree: ScriptSyntax,
  cls: ClassNode,
  name: string,
  isGetter: boolean,
  parents: number,
): Target | null {
  const own = tree.functions.find((fn) => {
    if (fn.type === 'ArrowFunctionExpression' || functionNameOf(tree, fn) !== name) return false;
    const above = tree.parent(fn);
    const isGet = (above?.type === 'MethodDefinition' || above?.type === 'Property') && above.kind === 'get';
    return isGet === isGetter && classOfThis(tree, fn.body) === cls;
  });
  if (own !== undefined) return { tree, fn: own };
  if (!isClass(cls) || !cls.superClass || parents >= MOST_PARENTS || name.startsWith('#')) return null;
  const above = declarationOf(program, tree, cls.superClass);
  return above === null ? null : methodIn(program, above.tree, above.node, name, isGetter, parents + 1);
}

/** What a function returns; of what it returns as it is written there (`return true`), the conditions around. */
function resultsOf({ tree, fn }: Target): SyntaxNode[] {
  if (fn.body.type !== 'BlockStatement') return [fn.body];
  const results: SyntaxNode[] = [];
  const stack: SyntaxNode[] = [fn.body];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isFunction(node) || isClass(node)) continue;
    if (node.type === 'ReturnStatement' && node.argument) {
      if (node.argument.type === 'Literal')
        results.push(...testsAround(tree, node, () => false).map(({ test }) => test));
      else results.push(node.argument);
    }
    stack.push(...tree.children(node));
  }
  return results;
}
