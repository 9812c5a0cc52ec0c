import { EntryValues } from './entry-values.js';
import type { Guard } from './guard.js';
import type { SyntaxNode } from './parser.js';
import type { Remover } from './removers.js';
import { isNothing, memberName, type ScriptSyntax } from './script-syntax.js';
import type { PlaceQuery, PlaceSites, Site } from './site.js';
import { testsAround } from './tests-around.js';
import type { WayKind } from './way-out.js';
import { findMissedWays, likeliestWay } from './ways-out.js';
import { escape } from './whole-words.js';

/** Where something that was added is not removed. */
export interface Missed {
  readonly tree: ScriptSyntax;
  readonly node: SyntaxNode;
  readonly why: WayKind | 'unlink' | 'ending';
  /** The field that counts who uses the entry, where it is the count that stays. */
  readonly count?: string;
}

/** Finds the ways on which lines that work do not remove what was added. */
export class MissedWays {
  readonly #name: string;
  readonly #entries: EntryValues;
  readonly #adds: readonly Site[];

  constructor({ name, depth }: Pick<PlaceQuery, 'name' | 'depth'>, found: PlaceSites) {
    this.#name = name;
    this.#entries = new EntryValues(found, depth);
    this.#adds = found.sites.filter(({ action }) => action === 'add');
  }

  /** The first way on which what was added is not removed: in the function that does both, or by a condition of every remover. */
  leftBehind(adds: readonly Site[], removers: readonly Remover[]): Missed | null {
    return this.#wayOut(adds, removers) ?? this.#guarded(removers);
  }

  /** Whether a line removes whenever its function runs and there is such an entry. */
  isUnconditional({ ownGuards, site }: Remover): boolean {
    return ownGuards.every((guard) => this.#asksForEntry(guard, site));
  }

  #wayOut(adds: readonly Site[], removers: readonly Remover[]): Missed | null {
    for (const add of adds) {
      const fn = add.tree.functionAround(add.node);
      const inside = removers.filter(
        ({ site }) => site.tree === add.tree && fn !== null && site.node.start >= fn.start && site.node.end <= fn.end,
      );
      if (fn === null || inside.length === 0 || inside.length < removers.length) continue;
      if (inside.every(({ site }) => isElsewhere(add, site))) continue;
      const nodes = new Set(inside.map(({ site }) => site.node));
      const ways = findMissedWays(add.tree, fn.body, {
        taken: add.node,
        names: new Set(),
        isRelease: (node) => nodes.has(node),
        errorName: null,
      });
      const way = likeliestWay(ways);
      if (way !== undefined && way.kind !== 'error-event') return { tree: way.tree, node: way.node, why: way.kind };
    }
    return null;
  }

  /** A condition of every remover that asks an entry something, or how many there are of something else. */
  #guarded(removers: readonly Remover[]): Missed | null {
    const guarded = removers.map((remover) => remover.ownGuards.find((guard) => this.#accuses(guard, remover.site)));
    const [guard] = guarded;
    if (guard === undefined || guarded.includes(undefined)) return null;
    return { tree: guard.tree, node: guard.test, why: 'guard' };
  }

  #accuses(guard: Guard, site: Site): boolean {
    if (guard.kind === 'other-size') return !isAboutKey(guard, site);
    // Which message is handled does not say which entries stay.
    const fn = guard.tree.functionAround(guard.test);
    const inside = this.#adds.filter(({ tree, node }) => tree === guard.tree && tree.functionAround(node) === fn);
    if (inside.length > 0 && inside.every((add) => isElsewhere(add, site))) return false;
    return guard.kind === 'other' && !this.#asksForEntry(guard, site) && this.#entries.isAsked(guard);
  }

  /** A condition that only asks whether there is such an entry: `if (live.has(key))`, `const entry = live.get(key); if (!entry) return`. */
  #asksForEntry({ tree, test }: Guard, site: Site): boolean {
    const spoken = new RegExp(`(?<![\\w$])${escape(this.#name.replace(/^#/, ''))}(?![\\w$])`);
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
    // `if (entry === null) return; entry.next = null`
    if (subject.type === 'Identifier' && isClearedOf(tree, site.node, subject)) return true;
    switch (subject.type) {
      case 'CallExpression':
      case 'ChainExpression':
        return isSpokenIn(subject);
      case 'MemberExpression':
        // `if (this.timer)`
        return memberName(subject) === this.#name;
      case 'BinaryExpression':
        // `live.size > 0`, `index !== -1`
        return isSpokenIn(subject) || isFromPlace(subject.left as SyntaxNode) || isFromPlace(subject.right);
      default:
        return isFromPlace(subject);
    }
  }
}

/** Whether both lines stand under conditions of their own, as the branches of a function that handles several messages do. */
function isElsewhere(add: Site, remover: Site): boolean {
  const { tree } = add;
  if (testsAround(tree, add.node, () => false).length === 0) return false;
  if (testsAround(tree, remover.node, () => false).length === 0) return false;
  const branch = branchAround(tree, add.node);
  return branch !== null && (remover.node.start < branch.start || remover.node.end > branch.end);
}

/** The branch of a condition that a line stands in. */
function branchAround(tree: ScriptSyntax, node: SyntaxNode): SyntaxNode | null {
  let below = node;
  for (let at = tree.parent(node); at !== null; below = at, at = tree.parent(at)) {
    if (at.type === 'SwitchCase' || at.type === 'BlockStatement') return at;
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression' || at.type === 'LogicalExpression')
      return below;
  }
  return null;
}

/** Whether the key of a remover comes from what a condition asks the size of: `if (parts.length < 2) return; rows.delete(parts[1])`. */
function isAboutKey({ tree, test }: Guard, { node, tree: home }: Site): boolean {
  if (tree !== home || (node.type !== 'CallExpression' && node.type !== 'UnaryExpression')) return false;
  const words = new Set(tree.text.slice(test.start, test.end).match(/[\w$]+(?=\??\.(?:size|length)\b)/g) ?? []);
  const given = node.type === 'CallExpression' ? (node.arguments as SyntaxNode[]) : [node.argument];
  return given.some((argument) => comesFrom(tree, argument, words, 0));
}

const MOST_ORIGINS = 4;

function comesFrom(tree: ScriptSyntax, node: SyntaxNode, words: ReadonlySet<string>, origins: number): boolean {
  const text = tree.text.slice(node.start, node.end);
  if ([...words].some((word) => new RegExp(`(?<![\\w$])${escape(word)}(?![\\w$])`).test(text))) return true;
  if (node.type !== 'Identifier' || origins > MOST_ORIGINS) return false;
  const definition = tree.variableOf(node)?.defs[0];
  const declared = definition?.node as SyntaxNode | undefined;
  if (declared === undefined) return false;
  if (declared.type === 'VariableDeclarator') {
    if (declared.init) return comesFrom(tree, declared.init, words, origins + 1);
    const loop = tree.parent(tree.parent(declared) ?? declared);
    return loop?.type === 'ForOfStatement' && comesFrom(tree, loop.right, words, origins + 1);
  }
  // The parameter of `parts.forEach((part) => …)`.
  const call = definition?.type === 'Parameter' ? tree.parent(declared) : null;
  return call?.type === 'CallExpression' && comesFrom(tree, call.callee as SyntaxNode, words, origins + 1);
}

/** Whether a call is given a variable as it is. */
function isGivenTo(tree: ScriptSyntax, node: SyntaxNode, identifier: SyntaxNode & { type: 'Identifier' }): boolean {
  if (node.type !== 'CallExpression') return false;
  const variable = tree.variableOf(identifier);
  return node.arguments.some(
    (given) => given.type === 'Identifier' && variable !== null && tree.variableOf(given) === variable,
  );
}

/** Whether a line clears a field of a variable's object. */
function isClearedOf(tree: ScriptSyntax, node: SyntaxNode, identifier: SyntaxNode & { type: 'Identifier' }): boolean {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return false;
  const { object } = node.left;
  const variable = tree.variableOf(identifier);
  return object.type === 'Identifier' && variable !== null && tree.variableOf(object) === variable;
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
