import type { MemberExpression } from 'acorn';
import type { SourcePlace } from '../../graph/script-places.js';
import { type Broken, BrokenRemovers } from './broken-removers.js';
import { findShortenedCopy } from './copies.js';
import { delayOf } from './durations.js';
import type { Guard } from './guard.js';
import { findHeldValues } from './held-values.js';
import { findOtherKind, type KeyKind } from './key-kinds.js';
import { findLeftByCallers } from './left-by-callers.js';
import { type EndedEntry, type FoundPlace, LeftByEnding } from './left-by-ending.js';
import { findLeftInPlace } from './left-in-place.js';
import { asksLinkedCount } from './linked-count.js';
import { findOnlyFirst, findUnlinked } from './list-links.js';
import { type Missed, MissedWays } from './missed-ways.js';
import type { SyntaxNode } from './parser.js';
import { findSites } from './place-sites.js';
import type { ProgramText } from './program-text.js';
import { type Caller, describeRemovers, type Remover } from './removers.js';
import { type FunctionNode, isFunction, type ScriptSyntax } from './script-syntax.js';
import { condition, placeIn, type Translate, wayAt } from './shown-places.js';
import type { PlaceQuery, PlaceSites, Site } from './site.js';
import { findStopped } from './stopped-removers.js';
import { classOfThis, isThis, thisOf } from './this-class.js';
import { findThrownAway } from './thrown-away.js';
import { countAskedIn, findUnbalanced } from './unbalanced-counts.js';

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
    | 'yield'
    | 'break'
    | 'error-event'
    | 'catch'
    | 'next-round'
    | 'end'
    /** It takes the next one without clearing the link to it. */
    | 'unlink'
    /** It runs when the object ends, and leaves it. */
    | 'ending'
    /** It asks for a field that no line sets. */
    | 'unset-field'
    /** Its condition compares what is never so. */
    | 'never-true'
    /** It removes under another key than entries are added under. */
    | 'other-key'
    /** It takes nothing out, or puts it back at once. */
    | 'no-effect'
    /** What it registers refers to the object, and so keeps it. */
    | 'held-value'
    /** It takes something out of what an entry has, and leaves the entry. */
    | 'inside'
    /** It takes the entry out of another place that it was added to as well. */
    | 'other-place'
    /** It clears the timer that would remove. */
    | 'stopped'
    | 'uncalled';
  /** The condition, field or other place, when it has no literal in it; '' else. */
  readonly detail: string;
}

/** Where V8 counts how often a line runs. */
export interface CountedLine {
  readonly what: 'adds' | 'removes';
  /** In the original source. */
  readonly place: SourcePlace;
  /** V8's name of the script that runs. */
  readonly script: string;
  /** UTF-16 code units from the beginning of its text. */
  readonly offset: number;
  /** Where the function around it ends, counted alike; null where there is none. */
  readonly functionEnd: number | null;
  /** Whether the function around it can be suspended: it may run on without being called. */
  readonly isSuspendable: boolean;
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
  /** The lines that add and remove, as the running script has them. */
  readonly counted: readonly CountedLine[];
}

/** What the text does to a place, or null when the text of its owner is not at hand. */
export function readPlaceCode(program: ProgramText, query: PlaceQuery, translate: Translate): PlaceCode | null {
  const found = findSites(program, query);
  if (found === null) return null;
  return new PlaceReader(program, query, found, translate).read(query.depth === 0 ? 'reference' : 'collection');
}

/** The sites of places that were read, for what is asked later of those alone that the report shows. */
const foundPlaces = new WeakMap<PlaceCode, { readonly found: PlaceSites; readonly query: PlaceQuery | null }>();

/**
 * The function that runs when an entry ends, or the object that has it, and leaves it in the place; null when that is not known or removes it.
 *
 * @param endings the functions by which entries end, as the heap has them
 * @param ran whether a function has run: one that nobody calls yet leaves nothing behind
 */
export function readEnding(
  program: ProgramText,
  code: PlaceCode,
  endings: readonly EndedEntry[],
  translate: Translate,
  ran: (tree: ScriptSyntax, fn: FunctionNode) => boolean = () => true,
): MissedWay | null {
  const known = foundPlaces.get(code);
  if (known === undefined || code.missing !== null || code.state === 'bounded') return null;
  const { found, query } = known;
  const left = new LeftByEnding(program, { ...found, owner: query === null ? null : ownerOf(program, query) });
  const missed = code.what === 'collection' ? left.ofEntries(endings) : left.ofOwner();
  if (missed === null) return null;
  const fn = isFunction(missed.node) ? missed.node : missed.tree.functionAround(missed.node);
  return fn !== null && ran(missed.tree, fn) ? wayAt(missed.tree, missed.node, missed.why, '', translate) : null;
}

/** The line of every remover that uses what is no key of the collection, as the heap shows; null when some may be right. */
export function readOtherKind(code: PlaceCode, kind: KeyKind, translate: Translate): MissedWay | null {
  const known = foundPlaces.get(code);
  const site = known === undefined || code.state !== 'removed' ? null : findOtherKind(known.found, kind);
  return site === null ? null : wayAt(site.tree, site.node, 'other-key', '', translate);
}

/** What a FinalizationRegistry is handed that keeps the objects which it waits for; null when no such line is known. */
export function readHeldValue(program: ProgramText, query: PlaceQuery, translate: Translate): PlaceCode | null {
  const found = findHeldValues(program, query);
  if (found === null) return null;
  const { tree, node } = found.keeping;
  return {
    name: query.name,
    what: 'collection',
    state: 'missed',
    added: found.registered.map((site) => ({ ...placeIn(site.tree, site.node, translate), how: site.how })),
    removed: [],
    read: [],
    missing: wayAt(tree, node, 'held-value', '', translate),
    counted: [],
  };
}

/** The way on which a count of an object's users that was raised is not lowered; null when none is known. */
export function readUnbalanced(
  program: ProgramText,
  at: SourcePlace,
  name: string,
  translate: Translate,
): MissedWay | null {
  const tree = program.tree(at.file);
  if (tree === null) return null;
  const owner = tree.classAt(at.line, at.column) ?? tree.functionAt(at.line, at.column);
  const missed = findUnbalanced(program, tree, { name, owner });
  if (missed === null) return null;
  const detail = missed.why === 'guard' ? condition(missed.tree, missed.node) : name;
  return wayAt(missed.tree, missed.node, missed.why, detail, translate);
}

function ownerOf(program: ProgramText, { script, at, kind }: PlaceQuery): FoundPlace['owner'] {
  const tree = program.tree(script);
  if (tree === null || at === null || kind === 'variable') return null;
  const cls = tree.classAt(at.line, at.column) ?? tree.functionAt(at.line, at.column);
  return cls === null ? null : { tree, cls };
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
  readonly #query: Pick<PlaceQuery, 'name' | 'depth'> | PlaceQuery;
  readonly #found: PlaceSites;
  readonly #translate: Translate;

  constructor(
    program: ProgramText,
    query: Pick<PlaceQuery, 'name' | 'depth'> | PlaceQuery,
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
    const removers = [...describeRemovers(this.#program, sure, this.#found.levels), ...this.#renewals(adds)];
    const isOpen =
      !this.#found.isWhole ||
      sites.some(
        ({ action, byName }) => (action === 'unknown' && !byName) || (action === 'remove' && byName && isAmbiguous),
      );
    const { state, missing } = this.#judge(adds, removers, sure, isOpen);
    const code: PlaceCode = {
      name,
      what,
      state,
      added: adds.map((site) => this.#site(site)),
      removed: removers.map((remover) => this.#removal(remover)),
      read: sure.filter(({ action }) => action === 'read').map((site) => this.#site(site)),
      missing,
      counted: [
        ...adds.map((site) => this.#counted('adds', site)),
        ...removers.map(({ site }) => this.#counted('removes', site)),
      ],
    };
    foundPlaces.set(code, { found: this.#found, query: 'script' in this.#query ? this.#query : null });
    return code;
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
      this.#found.levels,
    )
      .filter(({ guards }) => guards.some(asksLinkedCount))
      .map((remover) => ({ ...remover, bound: 'size' }));
  }

  #judge(
    adds: readonly Site[],
    removers: readonly Remover[],
    sites: readonly Site[],
    isOpen: boolean,
  ): Pick<PlaceCode, 'state' | 'missing'> {
    const missed = ({ tree, node, why, count }: Missed | (Broken & { readonly count?: string })): MissedWay =>
      this.#way(tree, node, why, why === 'guard' ? condition(tree, node) : (count ?? ''));
    const ways = new MissedWays(this.#query, this.#found);
    const judged = new BrokenRemovers(this.#program, this.#found, adds);
    const broken: Broken[] = [];
    const working = removers.filter((remover) => {
      const reason = judged.reason(remover);
      if (reason !== null) broken.push(reason);
      return reason === null;
    });
    const called = working.filter(({ caller }) => caller !== 'nobody');
    const isLink = this.#query.depth === 0 && 'script' in this.#query;
    const unlinked = isLink ? (findUnlinked(this.#query.name, sites) ?? findOnlyFirst(sites)) : null;
    if (called.length === 0) {
      if (isOpen) return { state: 'unknown', missing: null };
      const [first] = broken;
      if (first !== undefined)
        return { state: 'missed', missing: this.#way(first.tree, first.node, first.why, first.detail) };
      if (unlinked !== null) return { state: 'missed', missing: missed(unlinked) };
      const [uncalled] = working;
      if (uncalled === undefined) {
        if (this.#mayBeNothing(adds)) return { state: 'unknown', missing: null };
        const left = this.#leftInPlace();
        return { state: 'never', missing: left === null ? null : missed(left) };
      }
      const { tree, node } = uncalled.site;
      return { state: 'missed', missing: this.#way(tree, tree.functionAround(node) ?? node, 'uncalled', '') };
    }
    // What is taken out by such a line keeps its link, however few entries are left behind it.
    if (unlinked !== null) return { state: 'missed', missing: missed(unlinked) };
    const stopped = isOpen || this.#query.depth === 0 ? null : findStopped(this.#program, called);
    if (stopped !== null) return { state: 'missed', missing: missed(stopped) };
    if (called.some(({ bound }) => bound !== null)) return { state: 'bounded', missing: null };
    const counted = called.flatMap(({ guards }) => guards.filter((guard) => countAskedIn(guard) !== null));
    const unbalanced = this.#unbalanced(counted);
    if (unbalanced !== null) return { state: 'missed', missing: missed(unbalanced) };
    // Whether the count falls to zero is decided by what raises and lowers it.
    if (counted.length > 0) return { state: 'removed', missing: null };
    const left = ways.leftBehind(adds, called);
    if (left !== null) return { state: 'missed', missing: missed(left) };
    const isSure = !isOpen && this.#query.depth > 0 && called.every((remover) => ways.isUnconditional(remover));
    const byCallers = isSure
      ? findLeftByCallers(
          this.#program,
          adds,
          called.map(({ site }) => site),
        )
      : null;
    if (byCallers !== null) return { state: 'missed', missing: missed(byCallers) };
    return { state: 'removed', missing: null };
  }

  /** The line that looks as if it removed from a place that no line removes from. */
  #leftInPlace(): Broken | null {
    const isCollection = this.#query.depth > 0 && 'script' in this.#query;
    return (
      findThrownAway(this.#found) ??
      (isCollection
        ? (findShortenedCopy(this.#program, this.#found) ?? findLeftInPlace(this.#program, this.#found, this.#query))
        : null)
    );
  }

  /** Where a count that a remover asks for is raised, and on some way not lowered. */
  #unbalanced(guards: readonly Guard[]): Missed | null {
    for (const guard of guards) {
      const asked = countAskedIn(guard);
      if (asked === null) continue;
      const { tree } = guard;
      const { object } = asked.member as MemberExpression;
      const owner = isThis(tree, object as SyntaxNode) ? classOfThis(tree, thisOf(tree, object as SyntaxNode)) : null;
      const found = findUnbalanced(this.#program, tree, { name: asked.name, owner });
      if (found !== null) return found;
    }
    return null;
  }

  /** Whether a reference may be set to nothing by a line that only hands on what another field or variable has. */
  #mayBeNothing(adds: readonly Site[]): boolean {
    if (this.#query.depth > 0) return false;
    return adds.some(({ node }) => node.type === 'AssignmentExpression' && node.right.type === 'MemberExpression');
  }

  #site({ tree, node, how }: Site): CodeSite {
    return { ...this.#place(tree, node), how };
  }

  #counted(what: CountedLine['what'], { tree, node }: Site): CountedLine {
    const fn = tree.functionAround(node);
    return {
      what,
      place: this.#place(tree, node),
      script: tree.name,
      offset: node.start,
      functionEnd: fn?.end ?? null,
      isSuspendable: fn === null || fn.async === true || fn.generator === true,
    };
  }

  #removal({ site, caller, bound, guards, calledAt }: Remover): RemovalSite {
    return { ...this.#site(site), caller, bound, afterMs: bound === 'clock' ? delayOf(guards, calledAt) : null };
  }

  #way(tree: ScriptSyntax, node: SyntaxNode, why: MissedWay['why'], detail: string): MissedWay {
    return wayAt(tree, node, why, detail, this.#translate);
  }

  #place(tree: ScriptSyntax, node: SyntaxNode): SourcePlace {
    return placeIn(tree, node, this.#translate);
  }
}
