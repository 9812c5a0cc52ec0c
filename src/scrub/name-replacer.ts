import type { KeptWords } from './kept-words.js';
import type { Replacements } from './replacements.js';

/** Words in the names of V8's and Node.js' own things, and in paths. */
const COMMON =
  'system for code builtin handlers get set async bound of in at eval anonymous symbol native part key value pair table class extends new file node internal node_modules src lib dist build index main js cjs mjs ts cts mts jsx tsx json global globalThis this Node Context Map Object Array Function require module exports dirname filename default constructor prototype'.split(
    ' ',
  );
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*|\d{4,}/gu;

/**
 * Replaces the words of which names consist, and keeps what is between them: `/app/orders.js` stays a path, and `<symbol k>` a
 * symbol. Words of JavaScript, Node.js and the libraries that have a profile stay, as anybody may know them.
 */
export class NameReplacer {
  readonly #replacements: Replacements;
  readonly #words: KeptWords;
  readonly #public: ReadonlySet<string>;

  constructor(replacements: Replacements, words: KeptWords) {
    this.#replacements = replacements;
    this.#words = words;
    this.#public = new Set([...COMMON, ...languageNames()]);
  }

  replace(name: string): string {
    return name.replace(WORD, (word) =>
      this.#public.has(word) || this.#words.isKnownName(word) || this.#words.isKeptContent(word)
        ? word
        : this.#replacements.ofName(word),
    );
  }
}

/** The names of JavaScript's own objects and of their properties. */
function languageNames(): Set<string> {
  const names = new Set<string>();
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const object = Object.getOwnPropertyDescriptor(globalThis, name)?.value as unknown;
    const isPart = typeof object === 'function' || (typeof object === 'object' && object !== null);
    // The program that uses the library may have globals of its own.
    if (!isPart || !/^[A-Z]/.test(name) || !isNative(object)) continue;
    names.add(name);
    for (const owner of [object, Reflect.get(object, 'prototype') as unknown])
      if (typeof owner === 'object' || typeof owner === 'function')
        for (const property of owner === null ? [] : Object.getOwnPropertyNames(owner)) names.add(property);
  }
  return names;
}

function isNative(object: object): boolean {
  return typeof object !== 'function' || /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(object));
}
