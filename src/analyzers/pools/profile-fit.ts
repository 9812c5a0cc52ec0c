import { hasCapturedNumbers } from '../../graph/captured-numbers.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { FieldCondition, Profile, ProfileLedger } from '../../profiles/profile-schema.js';
import { EdgeType } from '../../snapshot/kinds.js';
import { entriesOf, followPath, splitPath } from '../objects/field-path.js';
import { ProfiledClasses } from '../objects/profiled-classes.js';

/** Whether one statement of a profile matches anything in a heap. */
export interface ProfileMatch {
  /** Where it stands in the profile: `pools[0].ledgers[1].field`. */
  readonly place: string;
  readonly isMatched: boolean;
  /** If nothing matches: one clause that says so. */
  readonly text: string;
  /** If nothing matches: the name that was looked for, and the names that are there. */
  readonly name: string;
  readonly others: () => readonly string[];
}

/** A profile compared with one heap. */
export interface ProfileFit {
  readonly matches: readonly ProfileMatch[];
  /** Places of fields that may hold a small integer, which the heap lacks because numbers were not captured. */
  readonly unchecked: readonly string[];
}

type Field = string | undefined;
type Rule = FieldCondition & { readonly class: string };

/** Fewer objects are enough to see which fields a class has. */
const MOST_ASKED = 1000;
/** The name of a field's owner if it is no class. */
const ENTRIES = 'entries ';

/**
 * Looks up every class and field that a profile names. What cannot be seen is left out: the entries of empty books, the fields of
 * classes without an object, and conditions that ask whether a field exists. O(nodes + edges).
 */
export function fitProfile(graph: HeapGraph, profile: Profile): ProfileFit {
  const fit = new Fit(graph, profile);
  fit.addClasses();
  for (const [index, pool] of (profile.pools ?? []).entries()) {
    const place = `pools[${index}]`;
    const nodes = fit.objectsOf(pool.class);
    for (const [at, ledger] of (pool.ledgers ?? []).entries())
      fit.addLedger(`${place}.ledgers[${at}]`, ledger, nodes, pool.class);
    for (const [at, counter] of (pool.counters ?? []).entries())
      fit.addField(
        `${place}.counters[${at}]`,
        typeof counter === 'string' ? counter : counter.field,
        nodes,
        pool.class,
        true,
      );
    const bounds = [pool.maximum ?? []].flat();
    if (bounds.length === 1) fit.addField(`${place}.maximum`, bounds[0], nodes, pool.class, true);
    else if (bounds.length > 1) fit.addOneOf(`${place}.maximum`, bounds, nodes, pool.class);
    fit.addConditions(`${place}.closedWhen`, pool.closedWhen, nodes, pool.class);
  }
  for (const list of ['deadWhen', 'aliveWhen'] as const)
    for (const [index, rule] of (profile[list] ?? []).entries()) fit.addRule(`${list}[${index}]`, rule);
  for (const list of ['refcounts', 'links', 'timestamps'] as const)
    for (const [index, entry] of (profile[list] ?? []).entries()) {
      const mayBeNumber = list === 'refcounts' || ('clock' in entry && entry.clock !== 'birth');
      fit.addField(`${list}[${index}].field`, entry.field, fit.objectsOf(entry.class), entry.class, mayBeNumber);
    }
  return { matches: fit.matches, unchecked: fit.unchecked };
}

class Fit {
  readonly matches: ProfileMatch[] = [];
  readonly unchecked: string[] = [];
  readonly #graph: HeapGraph;
  readonly #profile: Profile;
  /** The classes of this profile alone, so that other profiles do not hide its faults. */
  readonly #known: ProfiledClasses;

  constructor(graph: HeapGraph, profile: Profile) {
    this.#graph = graph;
    this.#profile = profile;
    this.#known = new ProfiledClasses(graph, [profile]);
  }

  objectsOf(key: string): readonly number[] {
    return this.#known.objectsOf(this.#profile, key).slice(0, MOST_ASKED);
  }

  /** Every class, at the first place that names it. */
  addClasses(): void {
    for (const [key, place] of placesOfClasses(this.#profile)) {
      const isMatched = this.objectsOf(key).length > 0;
      const { class: named, fields = [] } = this.#profile.classes?.[key] ?? { class: key };
      const names = [named ?? []].flat();
      const [name = fields[0] ?? key] = names;
      const text = isMatched ? '' : this.#explainClass(key, names, fields);
      this.matches.push({ place, isMatched, text, name, others: () => this.#classNames() });
    }
  }

  #explainClass(key: string, names: readonly string[], fields: readonly string[]): string {
    const what = this.#profile.classes?.[key]?.scope === true ? 'scope of a function' : 'object';
    const alike = names.flatMap((name) => [...this.#graph.classes.objectsOf(this.#graph.strings.indexOf(name))]);
    if (names.length > 0 && alike.length === 0) return `there is no object of class ${list(names, 'or')}`;
    if (alike.length === 0) return `no ${what} has all fields of \`${key}\` (${list(fields, 'and')})`;
    const missing = fields.filter((field) => !alike.some((node) => this.#has(node, field)));
    const lacked = missing.length === 0 ? 'all of its `fields` and none of those in `not`' : list(missing, 'or');
    return noneHas(alike.length, list(names, 'and'), list(names, 'and'), lacked);
  }

  #has(node: number, field: string): boolean {
    return this.#graph.follow(node, EdgeType.property, field) !== -1;
  }

  addLedger(place: string, ledger: ProfileLedger, pools: readonly number[], owner: string): void {
    const { field, members, via, entry, link, when } = ledger;
    if (members !== undefined) {
      this.addField(`${place}.via`, via, this.objectsOf(members), members);
      return;
    }
    this.addField(`${place}.field`, field, pools, owner);
    const books = pools
      .flatMap((pool) => followPath(this.#graph, pool, field ?? ''))
      .filter((node) => this.#graph.isObject(node));
    const of = `${ENTRIES}of \`${field}\``;
    if (link !== undefined) this.addField(`${place}.link`, link, books, of);
    if (entry === undefined && when === undefined) return;
    const isSingle = ledger.kind === 'one' || link !== undefined;
    const entries = isSingle
      ? books
      : books.flatMap((book) => entriesOf(this.#graph, book, ledger.keys === true)).slice(0, MOST_ASKED);
    this.addField(`${place}.entry`, entry, entries, of);
    this.addConditions(`${place}.when`, when, entries, of);
  }

  addConditions(
    place: string,
    conditions: readonly FieldCondition[] | undefined,
    nodes: readonly number[],
    owner: string,
  ): void {
    for (const [index, condition] of (conditions ?? []).entries())
      if (condition.exists === undefined)
        this.addField(`${place}[${index}].field`, condition.field, nodes, owner, mayBeNumber(condition));
  }

  addRule(place: string, rule: Rule): void {
    if (rule.exists === undefined)
      this.addField(`${place}.field`, rule.field, this.objectsOf(rule.class), rule.class, mayBeNumber(rule));
  }

  /** @param isNumber whether the field may hold a small integer */
  addField(place: string, field: Field, nodes: readonly number[], owner: string, isNumber = false): void {
    if (field === undefined || nodes.length === 0) return;
    if (this.#isThere(field, nodes))
      this.matches.push({ place, isMatched: true, text: '', name: field, others: () => [] });
    else if (isNumber && hasCapturedNumbers(this.#graph) !== true) this.unchecked.push(place);
    else this.#miss(place, field, nodes, owner);
  }

  /** Fields of which one is enough. */
  addOneOf(place: string, fields: readonly string[], nodes: readonly number[], owner: string): void {
    const found = fields.find((field) => this.#isThere(field, nodes)) ?? fields[0];
    this.addField(place, found, nodes, owner, true);
  }

  #isThere(field: string, nodes: readonly number[]): boolean {
    return nodes.some((node) => followPath(this.#graph, node, field).length > 0);
  }

  /** Says at which step of a path nothing is there. */
  #miss(place: string, field: string, nodes: readonly number[], owner: string): void {
    const steps = splitPath(field);
    const paths = steps.map((_, index) => steps.slice(0, index + 1).join('.'));
    const failed = paths.findIndex((path) => !this.#isThere(path, nodes));
    // The entries of an empty collection are unknown.
    if (steps[failed] === '*') return;
    const before = paths[failed - 1];
    const parents = before === undefined ? nodes : nodes.flatMap((node) => followPath(this.#graph, node, before));
    const isBook = owner.startsWith(ENTRIES);
    const many = isBook ? owner : `\`${owner}\``;
    const one = isBook ? `entry ${owner.slice(ENTRIES.length)}` : many;
    const within = before === undefined ? '' : `\`${before}\` of `;
    const text = noneHas(parents.length, `${within}${one}`, `${within}${many}`, `\`${steps[failed]}\``);
    this.matches.push({ place, isMatched: false, text, name: steps[failed], others: () => this.#fieldsOf(parents) });
  }

  #fieldsOf(nodes: readonly number[]): string[] {
    const graph = this.#graph;
    const fields = new Set<string>();
    for (const node of nodes)
      for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
        if (graph.edgeType(edge) === EdgeType.property || graph.edgeType(edge) === EdgeType.context)
          fields.add(graph.edgeName(edge));
    return [...fields];
  }

  #classNames(): string[] {
    return this.#graph.classes.names.map((name) => this.#graph.nameAt(name));
  }
}

/** `none of the 3 Desk has drawer`, or of a single one `the only Desk does not have drawer`. */
function noneHas(count: number, one: string, many: string, what: string): string {
  return count === 1 ? `the only ${one} does not have ${what}` : `none of the ${count} ${many} has ${what}`;
}

/** By class, as the profile calls it: where it is first named. */
function placesOfClasses(profile: Profile): Map<string, string> {
  const places = new Map<string, string>();
  const add = (key: string | undefined, place: string) => {
    if (key !== undefined && !places.has(key)) places.set(key, place);
  };
  for (const key of Object.keys(profile.classes ?? {})) add(key, `classes.${key}`);
  for (const list of ['connections', 'wrappers', 'reservations', 'sessions', 'waiters'] as const)
    for (const [index, key] of (profile[list] ?? []).entries()) add(key, `${list}[${index}]`);
  for (const [index, pool] of (profile.pools ?? []).entries()) {
    add(pool.class, `pools[${index}].class`);
    for (const [at, { members }] of (pool.ledgers ?? []).entries())
      add(members, `pools[${index}].ledgers[${at}].members`);
  }
  for (const list of ['deadWhen', 'aliveWhen', 'refcounts', 'links', 'timestamps'] as const)
    for (const [index, entry] of (profile[list] ?? []).entries()) add(entry.class, `${list}[${index}].class`);
  return places;
}

function mayBeNumber({ equals, oneOf, notEquals }: FieldCondition): boolean {
  return [equals, ...(oneOf ?? []), notEquals].some((value) => typeof value === 'number');
}

function list(names: readonly string[], word: 'and' | 'or'): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`;
}
