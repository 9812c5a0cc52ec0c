import type { Ledger } from '../../../findings/report-schema.js';
import { containerKind } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { Profile, ProfileLedger, ProfilePool } from '../../../profiles/profile-schema.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { checkCondition } from '../../objects/field-conditions.js';
import { entriesOf, followPath } from '../../objects/field-path.js';
import type { ProfiledClasses } from '../../objects/profiled-classes.js';
import type { RoleIndex } from '../../objects/roles.js';
import type { Book } from './pool-books.js';
import { readBook } from './read-book.js';

/** A collection of a pool as its profile describes it: its stores and its entries. */
interface Listing {
  readonly container: Ledger['container'];
  /** Entries as often as they are listed. */
  readonly entries: readonly number[];
  readonly stores: readonly number[];
}

/** Reads the books of pools where a profile says that they are. */
export class ProfiledBooks {
  readonly #graph: HeapGraph;
  readonly #known: ProfiledClasses;
  readonly #roles: RoleIndex;
  /** By ledger with `members`: the members by pool. */
  readonly #members = new Map<ProfileLedger, Map<number, number[]>>();

  constructor(graph: HeapGraph, known: ProfiledClasses, roles: RoleIndex) {
    this.#graph = graph;
    this.#known = known;
    this.#roles = roles;
  }

  /** Reads one book for each ledger of the profile, including empty and missing ones. O(entries). */
  read(node: number, profile: Profile, pool: ProfilePool): Book[] {
    return (pool.ledgers ?? []).map((ledger) => this.#readLedger(node, profile, ledger));
  }

  #readLedger(pool: number, profile: Profile, ledger: ProfileLedger): Book {
    const { container, entries, stores } =
      ledger.members === undefined
        ? this.#list(pool, ledger)
        : {
            container: 'members' as const,
            entries: this.#membersOf(profile, ledger, ledger.members).get(pool) ?? [],
            stores: [],
          };
    const { when = [], entry: path, role, field, via } = ledger;
    const counted = entries.filter((entry) =>
      when.every((condition) => checkCondition(this.#graph, entry, condition) !== null),
    );
    const resources = new Set<number>();
    const repeated = new Set<number>();
    const others = new Set<number>();
    for (const entry of counted) {
      const resource = role === 'pending' ? undefined : this.#resourceOf(entry, path);
      if (resource === undefined || this.#graph.nodeType(resource) !== NodeType.object) others.add(entry);
      else if (resources.has(resource)) repeated.add(resource);
      else resources.add(resource);
    }
    // Wrappers of resources in a book belong to the book.
    const wrappers = path === undefined || role === 'pending' ? [] : counted.filter((entry) => !resources.has(entry));
    return {
      field: field ?? `${ledger.members}.${via}`,
      role,
      container,
      size: counted.length,
      resources: sorted(resources),
      others: sorted(others),
      repeated: sorted(repeated),
      stores: sorted(new Set([...stores, ...wrappers])),
    };
  }

  #resourceOf(entry: number, path: string | undefined): number | undefined {
    return path === undefined ? entry : followPath(this.#graph, entry, path)[0];
  }

  #list(pool: number, { field = '', link, kind, keys }: ProfileLedger): Listing {
    const graph = this.#graph;
    const nodes = followPath(graph, pool, field).filter((node) => graph.isObject(node));
    if (kind === 'one') return { container: 'field', entries: nodes, stores: [] };
    if (link !== undefined) {
      const links = nodes.flatMap((node) => walkLinks(graph, node, link));
      return { container: 'linked-list', entries: links, stores: [] };
    }
    const listings = nodes.map((node) => this.#open(node, keys === true));
    return {
      container: listings[0]?.container ?? 'field',
      entries: listings.flatMap(({ entries }) => entries),
      stores: listings.flatMap(({ stores }) => stores),
    };
  }

  /** Reads a built-in collection, or a collection class of the library. */
  #open(node: number, keys: boolean): Listing {
    const graph = this.#graph;
    const kind = containerKind(graph, node);
    if (kind !== null) return { container: kind, entries: entriesOf(graph, node, keys), stores: [node] };
    const book = readBook(graph, node, this.#roles);
    if (book === null) return { container: 'field', entries: [], stores: [] };
    return { container: book.container, entries: [...book.resources, ...book.others], stores: book.stores };
  }

  #membersOf(profile: Profile, ledger: ProfileLedger, key: string): Map<number, number[]> {
    const known = this.#members.get(ledger);
    if (known !== undefined) return known;
    const members = new Map<number, number[]>();
    for (const member of this.#known.objectsOf(profile, key))
      for (const pool of followPath(this.#graph, member, ledger.via ?? ''))
        members.set(pool, [...(members.get(pool) ?? []), member]);
    this.#members.set(ledger, members);
    return members;
  }
}

/** The links of a list from the first one on; a ring ends where it began. */
function walkLinks(graph: HeapGraph, first: number, link: string): number[] {
  const seen = new Set<number>();
  for (let node = first; node !== -1 && !seen.has(node); node = graph.follow(node, EdgeType.property, link)) {
    if (!graph.isObject(node)) break;
    seen.add(node);
  }
  return [...seen];
}

function sorted(nodes: ReadonlySet<number>): number[] {
  return [...nodes].sort((a, b) => a - b);
}
