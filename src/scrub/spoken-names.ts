import type { StringFacts } from './string-facts.js';
import { Trait } from './string-facts.js';
import { Use } from './uses.js';

/**
 * What the code of a program calls things, over all snapshots of a series, by hashes of names. A key of a table that has such a
 * name stays, so it must not depend on which functions V8 still had the code of at one moment.
 */
export class SpokenNames {
  readonly #names = new Set<number>();
  readonly #scripts = new Set<number>();

  has(hash: number): boolean {
    return this.#names.has(hash);
  }

  isScript(hash: number): boolean {
    return this.#scripts.has(hash);
  }

  /** Adds those of a snapshot. O(strings). */
  add(strings: StringFacts, uses: Uint16Array): void {
    for (let index = 0; index < strings.count; index += 1) {
      const use = uses[index];
      if (use === 0) continue;
      const hash = strings.hash(index);
      if (hash === 0) continue;
      const isField = (use & Use.field) !== 0 && (strings.traits(index) & Trait.identifier) !== 0;
      if (isField || (use & (Use.spoken | Use.code)) !== 0) this.#names.add(hash);
      if ((use & Use.script) !== 0) this.#scripts.add(hash);
    }
  }
}
