import type { ScriptSyntax } from './script-syntax.js';
import { type ClassNode, classNameOf, parentNameOf } from './this-class.js';

/** What a class is called and extends; '' where that is no name. */
interface ClassNames {
  readonly name: string;
  readonly parent: string;
}

/** What the classes of a script that were parsed are called and extend, with those above them, without the script's tree. */
export function classNamesOf(tree: ScriptSyntax): ClassNames[] {
  const asked = new Set(['']);
  for (let count = -1; count !== tree.classes.length; ) {
    count = tree.classes.length;
    for (const cls of tree.classes) {
      const parent = parentNameOf(cls);
      if (asked.has(parent)) continue;
      asked.add(parent);
      tree.openClassesNamed(parent);
    }
  }
  return tree.classes.map((cls) => ({ name: classNameOf(tree, cls), parent: parentNameOf(cls) }));
}

/** A class with those above and below it, as far as the given scripts show them. */
export class Family {
  readonly #members = new Set<ClassNode | ClassNames>();
  readonly #trees: readonly ScriptSyntax[];

  /** @param others classes of scripts whose trees were let go */
  constructor(
    home: ScriptSyntax,
    owner: ClassNode,
    trees: readonly ScriptSyntax[],
    others: readonly ClassNames[] = [],
  ) {
    this.#trees = [...new Set([home, ...trees])];
    this.#members.add(owner);
    const names = new Set([classNameOf(home, owner)]);
    const parents = new Set([parentNameOf(owner)]);
    const opened = new Set<string>();
    for (let isGrowing = true; isGrowing; ) {
      isGrowing = false;
      this.#open(names, parents, opened);
      for (const { cls, name, parent } of this.#classes(others)) {
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

  /** Those of a script. */
  nodesIn(tree: ScriptSyntax): ClassNode[] {
    return [...this.#members].filter((cls): cls is ClassNode => 'type' in cls && tree.contains(cls));
  }

  /** Has the classes parsed that a name leads to. */
  #open(names: ReadonlySet<string>, parents: ReadonlySet<string>, opened: Set<string>): void {
    for (const name of names) {
      if (opened.has(`below ${name}`)) continue;
      opened.add(`below ${name}`);
      for (const tree of this.#trees) tree.openClassesExtending(name);
    }
    for (const name of parents) {
      if (opened.has(`named ${name}`)) continue;
      opened.add(`named ${name}`);
      for (const tree of this.#trees) tree.openClassesNamed(name);
    }
  }

  #classes(others: readonly ClassNames[]): (ClassNames & { readonly cls: ClassNode | ClassNames })[] {
    const own = this.#trees.flatMap((tree) =>
      tree.classes.map((cls) => ({ cls, name: classNameOf(tree, cls), parent: parentNameOf(cls) })),
    );
    return [...own, ...others.map((other) => ({ ...other, cls: other }))];
  }
}
