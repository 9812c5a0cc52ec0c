import { expect, test } from 'vitest';
import { declaredName } from '../../src/sources/declared-name.js';

/** The name at the mark `¦` of a source. */
function nameAt(marked: string): string | null {
  const before = marked.slice(0, marked.indexOf('¦')).split('\n');
  return declaredName(marked.replace('¦', ''), before.length, (before.at(-1)?.length ?? 0) + 1);
}

test.each([
  ['the parameters of a constructor', 'class Session extends Base {\n  a = { b: 1 };\n  constructor¦(owner) {}\n}'],
  ['the word constructor', 'class Session<T extends object> implements Closable {\n  ¦constructor(owner) {}\n}'],
  ['a constructor behind methods', 'class Session {\n  go() { if (a) { b(); } }\n  constructor¦() {}\n}'],
  ['a constructor behind another class', 'class Other { constructor() {} }\nclass Session { constructor¦() {} }'],
  ['a class without a constructor', 'import x;\n¦class Session {\n  a = 1;\n}'],
  ['a function', '¦function Session(owner) {}'],
  ['the name of a function', 'export function ¦Session(owner) {}'],
  ['the parameters of a function', 'const x = async function* Session¦(owner) {}'],
])('%s', (_, marked) => {
  expect(nameAt(marked)).toBe('Session');
});

test.each([
  ['a class without a name', 'const Session = class extends Base { constructor¦() {} }'],
  ['a class without a name that begins here', 'const Session = ¦class extends Base {}'],
  ['a class without a name inside one with a name', 'class Session { make() { return class { constructor¦() {} } } }'],
  ['a constructor in no class', 'const a = { constructor¦() {} }'],
  ['an arrow function', 'class Session { go() { return ¦(a) => a } }'],
  ['a method', 'class Session { go¦() {} }'],
  ['a function without a name', 'const Session = function¦ () {}'],
  ['a place behind the end', 'class A {}\n\n\n¦'],
])('none for %s', (_, marked) => {
  expect(nameAt(marked)).toBeNull();
});
