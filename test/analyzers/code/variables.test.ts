import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Identifier } from 'acorn';
import { analyze, type Scope } from 'eslint-scope';
import { describe, expect, it } from 'vitest';
import type { SyntaxNode } from '../../../src/analyzers/code/parser.js';
import { isFunction, ScriptSyntax } from '../../../src/analyzers/code/script-syntax.js';
import { parser } from './support.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What both say of a variable: where it is declared and used, by position. */
interface Answer {
  readonly declared: readonly number[];
  readonly kinds: readonly string[];
  readonly uses: readonly string[];
}

interface AnyVariable {
  readonly identifiers: readonly unknown[];
  readonly defs: readonly { readonly type: string; readonly node: unknown; readonly parent?: unknown }[];
  readonly references: readonly { readonly identifier: unknown; isWrite(): boolean }[];
}

function answerOf(variable: AnyVariable | null): Answer | null {
  if (variable === null) return null;
  const startOf = (node: unknown): number => (node as SyntaxNode | null | undefined)?.start ?? -1;
  return {
    declared: variable.identifiers.map(startOf).toSorted((a, b) => a - b),
    kinds: variable.defs.map(({ type, node, parent }) => `${type} ${startOf(node)} ${startOf(parent)}`).toSorted(),
    uses: variable.references
      .map((reference) => `${startOf(reference.identifier)} ${reference.isWrite() ? 'write' : 'read'}`)
      .toSorted(),
  };
}

/** The package that resolves all names of a script at once, as it answered here before. */
function oracleFor(tree: ScriptSyntax) {
  for (const node of nodesOf(tree)) (node as { range?: [number, number] }).range = [node.start, node.end];
  const isModule = tree.root.sourceType === 'module';
  const scopes = analyze(
    tree.root as unknown as Parameters<typeof analyze>[0],
    {
      ecmaVersion: 2022,
      sourceType: isModule ? 'module' : 'script',
      nodejsScope: !isModule,
      ignoreEval: true,
      childVisitorKeys: undefined,
      fallback: (node: object) => Object.keys(node).filter((key) => key !== 'parent'),
    } as Parameters<typeof analyze>[1],
  );
  const variableOf = new Map<unknown, AnyVariable>();
  for (const scope of scopes.scopes)
    for (const variable of scope.variables) {
      for (const identifier of variable.identifiers) variableOf.set(identifier, variable);
      for (const { identifier } of variable.references) variableOf.set(identifier, variable);
    }
  const from = (start: Scope | null, name: string): AnyVariable | null => {
    for (let scope = start; scope !== null; scope = scope.upper) {
      const found = scope.set.get(name);
      if (found !== undefined) return found;
    }
    return null;
  };
  return {
    variableOf: (identifier: Identifier) => variableOf.get(identifier) ?? null,
    seenFrom: (fn: SyntaxNode, name: string) => from(scopes.acquire(fn as never, true), name),
    around: (fn: SyntaxNode, name: string) => from(scopes.acquire(fn as never)?.upper ?? null, name),
  };
}

function nodesOf(tree: ScriptSyntax): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const stack: SyntaxNode[] = [tree.root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.push(node);
    stack.push(...tree.children(node));
  }
  return nodes;
}

/** Compares every identifier, and for functions every name that the script has. */
function expectSame(text: string, mostFunctions = 40): number {
  const tree = new ScriptSyntax('/app/a.js', text, parser);
  const oracle = oracleFor(tree);
  const identifiers = nodesOf(tree).filter((node) => node.type === 'Identifier');
  for (const identifier of identifiers) {
    const at = `${identifier.name} at ${identifier.start}`;
    expect([at, answerOf(tree.variableOf(identifier))]).toEqual([at, answerOf(oracle.variableOf(identifier))]);
  }
  const names = [...new Set(identifiers.map(({ name }) => name))].slice(0, 60);
  for (const fn of nodesOf(tree).filter(isFunction).slice(0, mostFunctions))
    for (const name of names) {
      const at = `${name} from ${fn.start}`;
      expect([at, answerOf(tree.variableSeenFrom(fn, name))]).toEqual([at, answerOf(oracle.seenFrom(fn, name))]);
      const around = oracle.around(fn, name) ?? oracle.seenFrom(fn, name);
      expect([at, answerOf(tree.variableAround(fn, name))]).toEqual([at, answerOf(around)]);
    }
  return identifiers.length;
}

describe('the variable that a name stands for', () => {
  it.each([
    ['var in a block', 'function f() { if (a) { var a = 1; } return a; } a;'],
    ['let and const in nested blocks', 'let a = 1; { let a = 2; { a; const b = a; } } a; { b; }'],
    ['a declaration that is used before', 'use(a); var a = 1; function g() { return b; } let b = 2;'],
    ['a function in a block', '{ function f() { f(); } f(); } f();'],
    ['the name of a function expression', 'const f = function g() { return g; }; g; f;'],
    ['that name, declared again inside', 'const f = function g() { var g = 1; return g; };'],
    ['that name as a parameter', '(function g(g = g) { return g; });'],
    ['classes and their own names', 'class A extends A { m() { return A; } } A; const B = class C { n = C; }; C; B;'],
    [
      'fields, static blocks and computed keys',
      'let k = 1; class A { [k] = k; static { var k = 2; k; } static x = k; }',
    ],
    [
      'default values of parameters',
      'var b = 1; function f(a = b, { c = a, ...d } = a) { var b = 2; return b + c + d; }',
    ],
    ['parameters and a variable of one name', 'function f(a) { var a; a = 2; return a; }'],
    ['arguments', 'arguments; function f(a = arguments) { return () => arguments; } const g = () => arguments;'],
    ['a variable called arguments', 'function f() { var arguments = 1; return arguments; }'],
    ['loops', 'for (let i = 0; i < n; i++) { i; } for (const x of x) x; for (var k in k) k; for (y of z) y; i; x; k;'],
    ['patterns in loops', 'for (const [a, { b = 1, c: d }] of rows) use(a, b, d); for ({ p = 1, q: r.s } of t) p;'],
    [
      'catch, with and without a pattern',
      'try { a; } catch ({ message: m = 1, ...rest }) { m; rest; } try {} catch { m; }',
    ],
    ['var of a caught name', 'try {} catch (e) { var e = 1; e; } e;'],
    ['switch', 'let a; switch (a) { case a: let a = 1; a; break; default: { a; } } a;'],
    ['assignments', 'let a, b; a = 1; a += b; a++; [a, b] = [b, a]; ({ a, b: b = 2, ...c } = d); a ??= 1;'],
    [
      'keys, fields and labels',
      'let a = 1; a: for (;;) { x.a; x[a]; ({ a: 1, [a]: 2, a }); if (a) continue a; break a; }',
    ],
    ['with', 'let a; with (o) { a; b; var b = 1; } b;'],
    ['new.target', 'function f() { let target; return new.target; }'],
    [
      'imports and exports',
      "import a, { b, c as d, 'x-y' as e } from 'm'; import * as n from 'n'; export { a, b as z, d }; export { q } from 'q'; export * as w from 'w'; e; n; q; w;",
    ],
    [
      'exported declarations',
      'export const a = 1, { b } = a; export function f() { return a; } export default class A { x = A; } export class B {}',
    ],
    ['an exported expression', 'let a; export default a; const import_meta = import.meta.url;'],
    [
      'names of the prototype of objects',
      'var constructor = 1; let toString = constructor; function hasOwnProperty() { return __proto__; }',
    ],
  ])('%s', (_, text) => {
    expect(expectSame(text)).toBeGreaterThan(0);
  });

  it('is the same as for a package that resolves all names, in the programs of the tests and in packages', () => {
    let identifiers = 0;
    for (const folder of ['test/code/forms/programs', 'test/code/releases/programs', 'node_modules/yargs/build/lib'])
      for (const name of readdirSync(`${root}/${folder}`))
        if (/\.[cm]?js$/.test(name)) identifiers += expectSame(readFileSync(`${root}/${folder}/${name}`, 'utf8'), 5);
    expect(identifiers).toBeGreaterThan(10_000);
  });
});
