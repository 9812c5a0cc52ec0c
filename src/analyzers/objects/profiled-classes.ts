import type { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { ClassMatcher, Profile, ProfilePool } from '../../profiles/profile-schema.js';
import type { Role } from '../../profiles/vocabulary.js';
import { EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { FieldCensus } from './field-census.js';
import { entriesOf, followPath } from './field-path.js';

/** A class that a profile knows, on one heap. */
export interface ProfiledClass {
  readonly profile: Profile;
  /** Its key in the profile. */
  readonly key: string;
  /** The role of its objects, or null when the profile does not say. */
  readonly role: Role | null;
  readonly pool: ProfilePool | null;
}

interface Matcher {
  readonly known: ProfiledClass;
  /** Indexes of class names; empty when any name is accepted. */
  readonly names: readonly number[];
  readonly anyName: boolean;
  readonly isScope: boolean;
  /** The bit of each required field, by index of its name; 0 for a field that must be absent. */
  readonly fields: ReadonlyMap<number, number>;
  readonly allBits: number;
  /** Index of the name of the field by which objects of any class are found. */
  readonly telling: number;
}

/**
 * Finds objects whose class some profile knows, by name, by shape, or by both: so classes of one name are distinguished, and a
 * class is recognized under another name. A profile whose names and fields do not occur in the heap costs a few look-ups.
 *
 * One pass over nodes, and over their edges when shapes decide: O(nodes + edges).
 */
export class ProfiledClasses {
  readonly profiles: readonly Profile[];
  readonly fields: FieldCensus;
  readonly #graph: HeapGraph;
  readonly #byName = new Map<number, ProfiledClass>();
  readonly #byNode = new Map<number, ProfiledClass>();
  /** By index of a class's name: 1 if {@link of} may return something for its objects. */
  readonly #hasKnown: Uint8Array;

  /** @param profiles if two match an object, users' profiles take precedence, then those with more fields, then the first */
  constructor(graph: HeapGraph, profiles: readonly Profile[]) {
    this.profiles = profiles;
    this.#graph = graph;
    this.#hasKnown = new Uint8Array(graph.strings.count);
    const shapes: Matcher[] = [];
    for (const matcher of profiles.flatMap((profile) => compile(graph, profile))) {
      if (matcher.fields.size > 0) shapes.push(matcher);
      else
        for (const name of matcher.names) {
          if (!this.#byName.has(name)) this.#byName.set(name, matcher.known);
          this.#hasKnown[name] = 1;
        }
    }
    const telling = shapes.filter(({ anyName, isScope }) => anyName || isScope).map((matcher) => matcher.telling);
    this.fields = new FieldCensus(graph, telling);
    if (shapes.length > 0) this.#matchShapes(shapes.sort(byPrecedence));
  }

  of(node: number): ProfiledClass | null {
    const name = this.#graph.nodeNames[node];
    if (this.#hasKnown[name] !== 1) return null;
    const shaped = this.#byNode.get(node);
    const named = this.#byName.get(name);
    if (shaped === undefined || named === undefined) return shaped ?? this.#named(node, named) ?? null;
    // A class that a user's profile names takes precedence over built-in profiles.
    return named.profile.library === undefined && shaped.profile.library !== undefined ? named : shaped;
  }

  /** Adds all objects for which {@link of} returns a class to a set. */
  addTo(nodes: BitSet): void {
    for (const name of this.#byName.keys()) for (const node of this.#graph.classes.objectsOf(name)) nodes.add(node);
    for (const node of this.#byNode.keys()) nodes.add(node);
  }

  /** The class by its name alone. */
  ofClassName(name: string): ProfiledClass | null {
    return this.#byName.size === 0 ? null : (this.#byName.get(this.#graph.strings.indexOf(name)) ?? null);
  }

  /** All objects that profiles know by shape, ascending. */
  *shaped(): IterableIterator<[node: number, known: ProfiledClass]> {
    yield* this.#byNode;
  }

  /** All objects of the class that `profile` calls `key`, ascending. */
  objectsOf(profile: Profile, key: string): number[] {
    const found = [...this.#byNode].filter(([, known]) => known.profile === profile && known.key === key);
    if (found.length > 0) return found.map(([node]) => node);
    const nodes: number[] = [];
    for (const [name, known] of this.#byName) {
      if (known.profile !== profile || known.key !== key) continue;
      for (const node of this.#graph.classes.objectsOf(name)) nodes.push(node);
    }
    return nodes.sort((a, b) => a - b);
  }

  #named(node: number, named: ProfiledClass | undefined): ProfiledClass | undefined {
    return this.#graph.nodeTypes[node] === NodeType.object ? named : undefined;
  }

  #matchShapes(matchers: readonly Matcher[]): void {
    const graph = this.#graph;
    const { nodeNames, nodeTypes, firstEdges, edgeNames } = graph;
    const candidates = this.fields.noticed.copy();
    const byName = new Map<number, Matcher[]>();
    const byField = new Map<number, Matcher[]>();
    const isTelling = new Uint8Array(graph.strings.count);
    for (const matcher of matchers) {
      if (matcher.anyName || matcher.isScope) {
        byField.set(matcher.telling, [...(byField.get(matcher.telling) ?? []), matcher]);
        isTelling[matcher.telling] = 1;
        continue;
      }
      for (const name of matcher.names) {
        byName.set(name, [...(byName.get(name) ?? []), matcher]);
        for (const node of graph.classes.objectsOf(name)) candidates.add(node);
      }
    }
    candidates.forEach((node) => {
      const asked = [...(nodeTypes[node] === NodeType.object ? (byName.get(nodeNames[node]) ?? []) : [])];
      if (this.fields.noticed.has(node))
        for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1)
          // An element's number may equal the index of a name. The full test decides.
          if (isTelling[edgeNames[edge]] === 1) asked.push(...(byField.get(edgeNames[edge]) ?? []));
      const first = asked.sort(byPrecedence).find((matcher) => this.#fits(node, matcher));
      if (first !== undefined) this.#know(node, first.known);
    });
    for (const [node, { profile, pool }] of [...this.#byNode])
      if (pool !== null)
        this.#matchEntries(
          node,
          pool,
          matchers.filter(({ known }) => known.profile === profile),
        );
  }

  #know(node: number, known: ProfiledClass): void {
    this.#byNode.set(node, known);
    this.#hasKnown[this.#graph.nodeNames[node]] = 1;
  }

  /**
   * Matches the entries in the books of a pool that was recognized by its shape: an entry with the fields of one of the profile's
   * classes is of that class, whatever its name. Elsewhere so few fields would prove nothing.
   */
  #matchEntries(node: number, pool: ProfilePool, matchers: readonly Matcher[]): void {
    const graph = this.#graph;
    const shaped = matchers.filter(({ known, isScope }) => known.pool === null && known.role !== null && !isScope);
    if (shaped.length === 0) return;
    for (const { field, keys } of pool.ledgers ?? []) {
      const books = field === undefined ? [] : followPath(graph, node, field);
      for (const entry of books.flatMap((book) =>
        graph.isObject(book) ? entriesOf(graph, book, keys === true) : [],
      )) {
        if (!graph.isObject(entry) || this.of(entry) !== null) continue;
        const found = shaped.find((matcher) => this.#fits(entry, matcher));
        if (found !== undefined) this.#know(entry, found.known);
      }
    }
  }

  #fits(node: number, { fields, allBits, isScope }: Matcher): boolean {
    const { firstEdges, edgeNames, edgeHeads } = this.#graph;
    if (this.#graph.isContext(node) !== isScope) return false;
    const wanted = isScope ? EdgeType.context : EdgeType.property;
    let bits = 0;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      if ((edgeHeads[edge] & EDGE_TYPE_MASK) !== wanted) continue;
      const bit = fields.get(edgeNames[edge]);
      if (bit === 0) return false;
      if (bit !== undefined) bits |= bit;
    }
    return bits === allBits;
  }
}

/** Users' profiles first, then those with more conditions. The sort is stable, so the order of the profiles decides the rest. */
function byPrecedence(a: Matcher, b: Matcher): number {
  const rank = ({ known }: Matcher) => (known.profile.library === undefined ? 0 : 1);
  return rank(a) - rank(b) || b.fields.size - a.fields.size;
}

/** The classes of a profile whose names or fields occur in the heap. */
function compile(graph: HeapGraph, profile: Profile): Matcher[] {
  return [...classesOf(profile).values()].flatMap((known) => {
    const matcher = resolve(graph, known, profile.classes?.[known.key] ?? { class: known.key });
    return matcher === null ? [] : [matcher];
  });
}

/** All classes of a profile, by key. */
function classesOf(profile: Profile): Map<string, ProfiledClass> {
  const classes = new Map<string, ProfiledClass>();
  const add = (key: string, role: Role | null, pool: ProfilePool | null = null) => {
    const known = classes.get(key);
    if (known === undefined || known.role === null) classes.set(key, { profile, key, role, pool });
    // A session that lends streams is a pool of them and a connection itself.
    else if (role === 'connection' && known.role === 'pool') classes.set(key, { ...known, role });
  };
  for (const pool of profile.pools ?? []) {
    add(pool.class, 'pool', pool);
    for (const { members } of pool.ledgers ?? []) if (members !== undefined) add(members, null);
  }
  for (const key of profile.connections ?? []) add(key, 'connection');
  for (const key of profile.wrappers ?? []) add(key, 'lease');
  for (const key of profile.reservations ?? []) add(key, 'lease');
  for (const key of profile.sessions ?? []) add(key, 'session');
  for (const key of profile.waiters ?? []) add(key, 'waiter');
  for (const list of [profile.deadWhen, profile.aliveWhen, profile.refcounts, profile.links, profile.timestamps])
    for (const entry of list ?? []) add(entry.class, null);
  for (const key of Object.keys(profile.classes ?? {})) add(key, null);
  return classes;
}

function resolve(graph: HeapGraph, known: ProfiledClass, matcher: ClassMatcher): Matcher | null {
  const { fields = [], not = [], scope: isScope = false } = matcher;
  const anyName = matcher.anyName === true || matcher.class === undefined;
  const fieldIndexes = fields.map((field) => graph.strings.indexOf(field));
  if (fieldIndexes.includes(-1)) return null;
  const names = (typeof matcher.class === 'string' ? [matcher.class] : (matcher.class ?? []))
    .map((name) => graph.strings.indexOf(name))
    .filter((name) => name !== -1);
  // A class is recognized by its fields alone only in the books of its pool.
  if (names.length === 0 && fields.length === 0 && !anyName && !isScope) return null;
  const bits = new Map(fieldIndexes.map((index, bit) => [index, 1 << bit] as const));
  for (const field of not) {
    const index = graph.strings.indexOf(field);
    if (index !== -1) bits.set(index, 0);
  }
  return {
    known,
    names,
    anyName,
    isScope,
    fields: bits,
    allBits: fieldIndexes.reduce((all, _, bit) => all | (1 << bit), 0),
    telling: fieldIndexes[0] ?? -1,
  };
}
