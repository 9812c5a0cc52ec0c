import type { SourcePlace } from '../../graph/script-places.js';
import { delayOf } from './durations.js';
import { functionNameOf, nameAround } from './function-name.js';
import { asksCount, type Guard, someBelow } from './guards.js';
import type { SyntaxNode } from './parser.js';
import { findSites, type PlaceQuery, type PlaceSites, type Site } from './place-sites.js';
import type { ProgramText } from './program-text.js';
import { type Caller, describeRemovers, type Remover } from './removers.js';
import { isFunction, isNothing, keyName, memberName, type ScriptSyntax } from './script-syntax.js';
import { classOf, isThis } from './this-class.js';
import { findWaysOut, likeliestWay } from './ways-out.js';

/** A line of the program that does something to a place, in the original source. */
export interface CodeSite extends SourcePlace {
  /** How it is done, without literals: `set`, `delete`, `= []`. */
  readonly how: string;
}

export interface RemovalSite extends CodeSite {
  readonly caller: Caller;
  readonly bound: 'clock' | 'size' | null;
  /** Milliseconds after which an entry goes, where the text says so; null else. */
  readonly afterMs: number | null;
}

/** The way that leaves an entry behind. */
export interface MissedWay extends SourcePlace {
  readonly why: /** A condition that does not hold for all. */
    | 'guard'
    | 'return'
    | 'throw'
    | 'reject'
    | 'break'
    | 'error-event'
    | 'catch'
    | 'next-round'
    | 'end'
    /** It takes the next one without clearing the link to it. */
    | 'unlink'
    /** It asks for a field that no line sets. */
    | 'unset-field'
    | 'uncalled';
  /** The condition or field, when it has no literal in it; '' else. */
  readonly detail: string;
}

/** What the program's text does to a place, or with what it borrows. */
export interface PlaceCode {
  readonly name: string;
  /** A collection, one reference, the calls that borrow from a pool, a listener, or a timer. */
  readonly what: 'collection' | 'reference' | 'checkout' | 'listener' | 'timer';
  /**
   * `never`: no line removes. `bounded`: lines remove by time or by number. `missed`: a line removes, and a way is known on which it does not.
   * `removed`: a line removes, and no such way is known. `unknown`: the text is not whole, or something in it cannot be followed.
   */
  readonly state: 'never' | 'bounded' | 'missed' | 'removed' | 'unknown';
  readonly added: readonly CodeSite[];
  readonly removed: readonly RemovalSite[];
  readonly read: readonly CodeSite[];
  readonly missing: MissedWay | null;
}

export type Translate = (place: SourcePlace) => SourcePlace;

/** Conditions are shown up to this length. */
const MAX_CONDITION = 60;

/** What the text does to a place, or null when the text of its owner is not at hand. */
export function readPlaceCode(program: ProgramText, query: PlaceQuery, translate: Translate): PlaceCode | null {
  const found = findSites(program, query);
  if (found === null) return null;
  return new PlaceReader(program, query, found, translate).read(query.depth === 0 ? 'reference' : 'collection');
}

/**
 * The same for sites that were found in another way: those of a listener or a timer.
 *
 * @param keeper the variable or field that has it: a condition on that asks whether there is one
 */
export function readFoundPlace(
  program: ProgramText,
  name: string,
  what: 'listener' | 'timer',
  found: PlaceSites,
  translate: Translate,
  keeper: string,
): PlaceCode | null {
  return new PlaceReader(program, { name: keeper, depth: 1 }, found, translate).read(what, name);
}

class PlaceReader {
  readonly #program: ProgramText;
  readonly #query: Pick<PlaceQuery, 'name' | 'depth'>;
  readonly #found: PlaceSites;
  readonly #translate: Translate;

  constructor(
    program: ProgramText,
    query: Pick<PlaceQuery, 'name' | 'depth'>,
    found: PlaceSites,
    translate: Translate,
  ) {
    this.#program = program;
    this.#query = query;
    this.#found = found;
    this.#translate = translate;
  }

  /** @param name what the report calls it */
  read(what: PlaceCode['what'], name = this.#query.name): PlaceCode | null {
    const { sites, isAmbiguous } = this.#found;
    // What is known by its name alone counts where no other class has a field of that name.
    const sure = sites.filter(({ byName }) => !byName || !isAmbiguous);
    const adds = sure.filter(({ action }) => action === 'add');
    if (adds.length === 0) return null;
    const removers = [...describeRemovers(this.#program, sure), ...this.#renewals(adds)];
    const isOpen =
      !this.#found.isWhole ||
      sites.some(
        ({ action, byName }) => (action === 'unknown' && !byName) || (action === 'remove' && byName && isAmbiguous),
      );
    const { state, missing } = this.#judge(adds, removers, sure, isOpen);
    return {
      name,
      what,
      state,
      added: adds.map((site) => this.#site(site)),
      removed: removers.map((remover) => this.#removal(remover)),
      read: sure.filter(({ action }) => action === 'read').map((site) => this.#site(site)),
      missing,
    };
  }

  /**
   * Assignments of a reference to linked entries that run where these are more than some number: `this.root = joined(left, right)`
   * in what `while (this.count > 5000) this.take()` calls. Such a line takes an entry out.
   */
  #renewals(adds: readonly Site[]): Remover[] {
    if (this.#query.depth > 0) return [];
    const assigned = adds.filter(
      // The links between entries are assigned on many ways; the reference to the first of them belongs to the structure.
      ({ node, tree }) =>
        node.type === 'AssignmentExpression' &&
        (node.left.type === 'Identifier' ||
          (node.left.type === 'MemberExpression' && isThis(tree, node.left.object as SyntaxNode))),
    );
    return describeRemovers(
      this.#program,
      assigned.map((site) => ({ ...site, action: 'remove' })),
    )
      .filter(({ guards }) => guards.some(asksCount))
      .map((remover) => ({ ...remover, bound: 'size' }));
  }

  #judge(
    adds: readonly Site[],
    removers: readonly Remover[],
    sites: readonly Site[],
    isOpen: boolean,
  ): Pick<PlaceCode, 'state' | 'missing'> {
    const broken = removers.flatMap((remover) => this.#unsetField(remover, adds) ?? []);
    const working = removers.filter((remover) => this.#unsetField(remover, adds) === null);
    const called = working.filter(({ caller }) => caller !== 'nobody');
    if (called.length === 0) {
      if (broken.length > 0) return { state: isOpen ? 'unknown' : 'missed', missing: broken[0] };
      const [uncalled] = working;
      if (isOpen) return { state: 'unknown', missing: null };
      if (this.#query.depth === 0) {
        const unlink = this.#unlink(sites);
        if (unlink !== null) return { state: 'missed', missing: unlink };
      }
      if (uncalled === undefined) return { state: this.#mayBeNothing(adds) ? 'unknown' : 'never', missing: null };
      return {
        state: 'missed',
        missing: this.#way(
          uncalled.site.tree,
          uncalled.site.tree.functionAround(uncalled.site.node) ?? uncalled.site.node,
          'uncalled',
          '',
        ),
      };
    }
    if (called.some(({ bound }) => bound !== null)) return { state: 'bounded', missing: null };
    const unlink = this.#query.depth === 0 ? this.#unlink(sites) : null;
    if (unlink !== null) return { state: 'missed', missing: unlink };
    const left = this.#leftBehind(adds, called);
    if (left !== null) return { state: 'missed', missing: left };
    return { state: 'removed', missing: null };
  }

  /** The first way on which what was added is not removed: in the function that does both, or by a condition of every remover. */
  #leftBehind(adds: readonly Site[], removers: readonly Remover[]): MissedWay | null {
    for (const add of adds) {
      const fn = add.tree.functionAround(add.node);
      const inside = removers.filter(
        ({ site }) => site.tree === add.tree && fn !== null && site.node.start >= fn.start && site.node.end <= fn.end,
      );
      if (fn === null || inside.length === 0 || inside.length < removers.length) continue;
      const nodes = new Set(inside.map(({ site }) => site.node));
      const ways = findWaysOut(
        add.tree,
        fn.body,
        { taken: add.node, names: new Set(), isRelease: (node) => nodes.has(node), errorName: null },
        false,
      );
      const way = likeliestWay(ways);
      if (way !== undefined && way.kind !== 'error-event')
        return this.#way(way.tree, way.node, way.kind, way.kind === 'guard' ? condition(way.tree, way.node) : '');
    }
    const guarded = removers.map(({ ownGuards, site }) =>
      ownGuards.find((guard) => guard.kind === 'other' && !this.#asksForEntry(guard, site)),
    );
    const [guard] = guarded;
    if (guard === undefined || guarded.includes(undefined)) return null;
    return this.#way(guard.tree, guard.test, 'guard', condition(guard.tree, guard.test));
  }

  /** A condition that only asks whether there is such an entry: `if (live.has(key))`, `const entry = live.get(key); if (!entry) return`. */
  #asksForEntry({ tree, test }: Guard, site: Site): boolean {
    const spoken = new RegExp(`(?<![\\w$])${escape(this.#query.name.replace(/^#/, ''))}(?![\\w$])`);
    const isSpokenIn = (node: SyntaxNode | null | undefined): boolean =>
      node !== null && node !== undefined && spoken.test(tree.text.slice(node.start, node.end));
    const isFromPlace = (node: SyntaxNode): boolean => {
      if (node.type !== 'Identifier') return false;
      const declared = tree.variableOf(node)?.defs[0]?.node as SyntaxNode | undefined;
      return declared?.type === 'VariableDeclarator' && isSpokenIn(declared.init);
    };
    const subject = presenceOf(test);
    // `if (!id) return; live.delete(id)`: without it there is nothing to remove.
    if (subject.type === 'Identifier' && isGivenTo(tree, site.node, subject)) return true;
    switch (subject.type) {
      case 'CallExpression':
      case 'ChainExpression':
        return isSpokenIn(subject);
      case 'MemberExpression':
        // `if (this.timer)`
        return memberName(subject) === this.#query.name;
      case 'BinaryExpression':
        // `live.size > 0`, `index !== -1`
        return isSpokenIn(subject) || isFromPlace(subject.left as SyntaxNode) || isFromPlace(subject.right);
      default:
        return isFromPlace(subject);
    }
  }

  /** A field that a clock's condition reads of entries, and that no line of the program sets. */
  #unsetField({ guards, site }: Remover, adds: readonly Site[]): MissedWay | null {
    for (const { kind, tree, test } of guards) {
      if (kind !== 'clock') continue;
      let unset: string | null = null;
      someBelow(tree, test, (part) => {
        if (part.type !== 'MemberExpression' || part.object.type !== 'Identifier') return false;
        const name = memberName(part);
        if (name === null || tree.parent(part)?.type === 'CallExpression') return false;
        if (adds.every((add) => this.#makesEntriesWithout(add, name)) && !this.#isSet(site.tree, name)) unset = name;
        return unset !== null;
      });
      if (unset !== null) return this.#way(tree, test, 'unset-field', unset);
    }
    return null;
  }

  /** Whether the entries that a line adds are made by a class or literal of the text that has no such field. */
  #makesEntriesWithout({ node, tree }: Site, name: string): boolean {
    if (node.type !== 'CallExpression') return false;
    const value = node.arguments.at(-1) as SyntaxNode | undefined;
    if (value?.type === 'ObjectExpression')
      return value.properties.every(
        (property) => property.type === 'Property' && keyName(property) !== null && keyName(property) !== name,
      );
    if (value?.type !== 'NewExpression' || value.callee.type !== 'Identifier') return false;
    const cls = classOf(tree, value.callee);
    if (cls === null || isFunction(cls) || cls.superClass) return false;
    // A computed field, or one of another object's, may be any.
    const text = tree.text.slice(cls.start, cls.end);
    return !new RegExp(`\\b${escape(name)}\\b|Object\\.assign|\\[`).test(text);
  }

  /** Whether a line sets a field of that name on anything but its own object: the class of the entries is known, and does not. */
  #isSet(home: ScriptSyntax, name: string): boolean {
    const { trees, isWhole } = this.#program.treesWith(this.#program.neighbors(home.name), name);
    if (!isWhole) return true;
    // A key of a literal, as in `{ ttlMs: 60_000 }`, or a declared field.
    const isDeclared = (tree: ScriptSyntax): boolean =>
      tree.keysNamed(name).some((key) => key.type !== 'MethodDefinition' && tree.parent(key)?.type !== 'ObjectPattern');
    return trees.some(
      (tree) =>
        isDeclared(tree) ||
        tree.membersNamed(name).some((member) => {
          const above = tree.parent(member);
          const isWritten =
            (above?.type === 'AssignmentExpression' && above.left === member) || above?.type === 'UpdateExpression';
          return isWritten && !isThis(tree, member.object as SyntaxNode);
        }),
    );
  }

  /** Whether a reference may be set to nothing by a line that only hands on what another field or variable has. */
  #mayBeNothing(adds: readonly Site[]): boolean {
    if (this.#query.depth > 0) return false;
    return adds.some(({ node }) => node.type === 'AssignmentExpression' && node.right.type === 'MemberExpression');
  }

  /** Where the next one is taken from a link that then stays: `this.top = taken.next` without `taken.next = null`. */
  #unlink(sites: readonly Site[]): MissedWay | null {
    for (const { tree, node, action } of sites) {
      if (action !== 'read') continue;
      const member = node.type === 'MemberExpression' ? node : null;
      // Of `this` it would be the beginning of the list.
      if (member === null || memberName(member) !== this.#query.name || isThis(tree, member.object as SyntaxNode))
        continue;
      const above = tree.parent(member);
      if (above?.type !== 'AssignmentExpression' || above.right !== member || above.left.type !== 'MemberExpression')
        continue;
      const fn = tree.functionAround(member);
      const clears = sites.some(
        (site) =>
          site.action === 'remove' &&
          site.tree === tree &&
          fn !== null &&
          site.node.start >= fn.start &&
          site.node.end <= fn.end,
      );
      if (!clears) return this.#way(tree, above, 'unlink', '');
    }
    return null;
  }

  #site({ tree, node, how }: Site): CodeSite {
    return { ...this.#place(tree, node), how };
  }

  #removal({ site, caller, bound, guards, calledAt }: Remover): RemovalSite {
    return { ...this.#site(site), caller, bound, afterMs: bound === 'clock' ? delayOf(guards, calledAt) : null };
  }

  #way(tree: ScriptSyntax, node: SyntaxNode, why: MissedWay['why'], detail: string): MissedWay {
    return { ...this.#place(tree, node), why, detail };
  }

  #place(tree: ScriptSyntax, node: SyntaxNode): SourcePlace {
    const { script, line, column } = tree.place(node);
    const name = isFunction(node) ? functionNameOf(tree, node) : nameAround(tree, node);
    const place = this.#translate({ file: script, line, column, function: name });
    return { ...place, function: place.function ?? name };
  }
}

/** Whether a call is given a variable as it is. */
function isGivenTo(tree: ScriptSyntax, node: SyntaxNode, identifier: SyntaxNode & { type: 'Identifier' }): boolean {
  if (node.type !== 'CallExpression') return false;
  const variable = tree.variableOf(identifier);
  return node.arguments.some(
    (given) => given.type === 'Identifier' && variable !== null && tree.variableOf(given) === variable,
  );
}

/** What a condition asks to be there: `entry` of `!entry`, `entry === undefined`, `entry`. */
function presenceOf(test: SyntaxNode): SyntaxNode {
  if (test.type === 'UnaryExpression' && test.operator === '!') return presenceOf(test.argument);
  if (test.type === 'BinaryExpression' && /^[!=]==?$/.test(test.operator)) {
    if (isNothing(test.right)) return test.left as SyntaxNode;
    if (isNothing(test.left as SyntaxNode)) return test.right;
  }
  return test;
}

/** A condition as it is written, when there is no literal in it: source may hold secrets. */
export function condition(tree: ScriptSyntax, test: SyntaxNode): string {
  const hasLiteral = someBelow(
    tree,
    test,
    (part) => part.type === 'Literal' || part.type === 'TemplateLiteral' || isFunction(part),
  );
  const text = tree.text.slice(test.start, test.end).replace(/\s+/g, ' ');
  return hasLiteral || text.length > MAX_CONDITION ? '' : text;
}

function escape(text: string): string {
  return text.replace(/[$.*+?^{}()|[\]\\]/g, '\\$&');
}
