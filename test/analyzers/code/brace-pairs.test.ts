import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as acorn from 'acorn';
import { describe, expect, it } from 'vitest';

import { pairBraces } from '../../../src/analyzers/code/brace-pairs.js';

/** The braces of a text that the scan pairs, as the text between them. */
function paired(text: string): string[] | null {
  const pairs = pairBraces(text, 0);
  if (pairs === null) return null;
  return [...text].flatMap((_, open) => {
    const close = pairs.closeOf(open);
    return close === -1 ? [] : [text.slice(open, close + 1)];
  });
}

describe('the braces of a text', () => {
  it('are paired inside one another', () => {
    expect(paired('a { b { c } } { d }')).toEqual(['{ b { c } }', '{ c }', '{ d }']);
  });

  it.each([
    ['a string', `f({ a: '}', b: "\\"}" })`],
    ['a template', 'f({ a: `}`, b: `\\`}` })'],
    ['a comment', 'f({ /* } */ a: 1, // }\n })'],
    ['a regular expression', 'f({ a: /}/, b: /[/}]/g, c: /\\/}/ })'],
    ['one after a condition', 'f({ g() {if (a) /}/.test(b)} })'],
    ['one after a word', 'f({ g() {return /}/} })'],
    ['one after a block', 'f({ g() {{} /}/.test(b)} })'],
  ])('do not count in %s', (_what, text) => {
    expect(paired(text)?.[0]).toBe(text.slice(2, -1));
  });

  it('count in what a template is filled with', () => {
    expect(paired('{ `a $\x7b { b: `}$\x7b{}}` } } c` }')).toEqual([
      '{ `a $\x7b { b: `}$\x7b{}}` } } c` }',
      '{ b: `}$\x7b{}}` }',
      '{}',
    ]);
  });

  it.each([
    ['parentheses', '{ f(a) / b; "}" / c }'],
    ['an index', '{ a[0] / b; }'],
    ['a literal', '{ x = { a } / b / "}"; }'],
    ['a number', '{ 1. / 2; }'],
    ['what is counted up', '{ a++ / b; } c / 1'],
  ])('are found after a slash that divides %s', (_what, text) => {
    expect(paired(text)?.[0]).toBe(text.slice(0, text.lastIndexOf('}') + 1));
  });

  it.each([
    ['brackets do not match', '{ ( } )'],
    ['one is missing', 'f({'],
    ['one is too many', 'f() }'],
    ['a string does not end', "{ '\n' }"],
    ['a comment does not end', '{} /* {'],
    ['a template does not end', '{} `$\x7b {} }'],
    ['a name has an escape', 'a { r\\u006fws }'],
    ['an old comment may hide one', '{ <!-- }\n }'],
    ['an old comment at the beginning of a line may', '{\n --> }\n }'],
  ])('are not paired where %s', (_what, text) => {
    expect(paired(text)).toBeNull();
  });

  it('are left out where they are short', () => {
    const pairs = pairBraces('{ a { b } }', 5);
    expect([pairs?.closeOf(0), pairs?.closeOf(4)]).toEqual([10, -1]);
  });

  it('are those of the parser, for the bodies of all functions of real programs', () => {
    const folders = ['test/code/forms/programs', 'node_modules/acorn/dist', 'node_modules/zod/v4/core'];
    const files = folders.flatMap((folder) =>
      readdirSync(folder).flatMap((name) => (/\.[cm]?js$/.test(name) ? [join(folder, name)] : [])),
    );
    const wrong: string[] = [];
    let count = 0;
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const pairs = pairBraces(text, 0);
      for (const { start, end } of bodiesIn(text)) {
        count += 1;
        if (pairs?.closeOf(start) !== end - 1) wrong.push(`${file}:${start}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(2000);
  });
});

/** The bodies of functions, as the parser has them. */
function bodiesIn(text: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  const isModule = /^(?:import|export)\b/m.test(text);
  const root = acorn.parse(text, {
    ecmaVersion: 'latest',
    sourceType: isModule ? 'module' : 'script',
    allowReturnOutsideFunction: true,
    allowHashBang: true,
  });
  const stack: unknown[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if ('type' in node && /Function/.test(String(node.type)) && 'body' in node) {
      const body = node.body as { type: string; start: number; end: number };
      if (body.type === 'BlockStatement') found.push({ start: body.start, end: body.end });
    }
    stack.push(...Object.values(node));
  }
  return found;
}
