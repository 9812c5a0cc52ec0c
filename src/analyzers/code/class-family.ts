import type { ScriptSyntax } from './script-syntax.js';
import { type ClassNode, classNameOf, parentNameOf } from './this-class.js';

/** What a class is called and extends; '' where that is no name. */
interface ClassNames {
  readonly name: string;
  readonly parent: string;
}

/** What the classes of a script are called and extend, without its tree. */
export function classNamesOf(tree: ScriptSyntax): ClassNames[] {
  return tree.classes.map((cls) => ({ name: classNameOf(tree, cls), parent: parentNameOf(cls) }));
}

/** A class with those above and below it, as far as the given scripts show them. */
export class Family {
  readonly #members = new Set<ClassNode | ClassNames>();

  /** @param others classes of scripts whose trees were let go */
  constructor(
    home: ScriptSyntax,
    owner: ClassNode,
    trees: readonly ScriptSyntax[],
    others: readonly ClassNames[] = [],
  ) {
    this.#members.add(owner);
    const all: (ClassNames & { readonly cls: ClassNode | ClassNames })[] = [...new Set([home, ...trees])].flatMap(
      (tree) => tree.classes.map((cls) => ({ cls, name: classNameOf(tree, cls), parent: parentNameOf(cls) })),
    );
    for (const other of others) all.push({ ...other, cls: other });
    const names = new Set([classNameOf(home, owner)]);
    const parents = new Set([parentNameOf(owner)]);
    for (let isGrowing = true; isGrowing; ) {
      isGrowing = false;
      for (const { cls, name, parent } of all) {
        if (this.#members.has(cls)) continue;
        if (parent !== '' && names.has(parent)) names.add(name);
        else if (name !== '' && parents.has(name)) parents.add(parent);
        else continue;
        this.#members.add(cls);
        isGrowing = true;
      }
    }
  }

  has(cls: ClassNode | ClassNames | null): boolean {
    return cls !== null && this.#members.has(cls);
  }
}
