import type { ScriptSyntax } from './script-syntax.js';
import { type ClassNode, classNameOf, parentNameOf } from './this-class.js';

/** A class with those above and below it, as far as the given scripts show them. */
export class Family {
  readonly #members = new Set<ClassNode>();

  constructor(home: ScriptSyntax, owner: ClassNode, trees: readonly ScriptSyntax[]) {
    this.#members.add(owner);
    const all = [...new Set([home, ...trees])].flatMap((tree) => tree.classes.map((cls) => ({ tree, cls })));
    const names = new Set([classNameOf(home, owner)]);
    const parents = new Set([parentNameOf(owner)]);
    for (let isGrowing = true; isGrowing; ) {
      isGrowing = false;
      for (const { tree, cls } of all) {
        if (this.#members.has(cls)) continue;
        const name = classNameOf(tree, cls);
        const parent = parentNameOf(cls);
        if (parent !== '' && names.has(parent)) names.add(name);
        else if (name !== '' && parents.has(name)) parents.add(parent);
        else continue;
        this.#members.add(cls);
        isGrowing = true;
      }
    }
  }

  has(cls: ClassNode | null): boolean {
    return cls !== null && this.#members.has(cls);
  }
}
