import type { LedgerAudit } from '../../../findings/report-schema.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { readNode } from '../../../graph/values.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { meaningsIn } from '../../objects/field-meanings.js';
import type { HeapView } from '../../objects/heap-view.js';
import { hasOpenHandle } from '../../objects/roles.js';
import type { PoolMeasures } from '../books/history.js';
import { callResources, type PoolBooks } from '../books/pool-books.js';
import { type AuditedPool, isDeadUnit, type PoolUnits } from '../books/pool-units.js';
import { auditCounters } from './counters.js';
import { findLeasesWithoutHolder } from './leases-without-holder.js';
import { auditWaiters } from './waiters.js';

/** By ordinal: what the audit says of an object, as codes of {@link LedgerAudit}. */
export type LedgerFacts = ReadonlyMap<number, ReadonlySet<LedgerAudit['code']>>;

/**
 * Checks the books of pools against the heap: resources in no book or in two, closed but booked, or lent with nobody
 * left to return them; counters, maximums and waiters. O(nodes + edges) for all pools.
 */
export function auditPools(
  view: HeapView,
  pools: readonly AuditedPool[],
  earlier: readonly PoolMeasures[],
): { audits: LedgerAudit[][]; facts: LedgerFacts } {
  const facts = new Map<number, Set<LedgerAudit['code']>>();
  const note = (code: LedgerAudit['code'], nodes: readonly number[]) => {
    for (const node of nodes) facts.set(node, (facts.get(node) ?? new Set()).add(code));
  };
  // One snapshot cannot distinguish a lease that is never returned from one whose answer is on its way.
  const before = earlier[earlier.length - 1];
  const unheld = findLeasesWithoutHolder(view, pools, ({ pool }, members) => {
    const out = before?.get(view.graph.nodeIds[pool.node])?.leasedIds;
    return out !== undefined && members.some((node) => out.has(view.graph.nodeIds[node]));
  });
  const audits = pools.map(({ pool, units }, index) => {
    const audit: LedgerAudit[] = [];
    const add = (
      code: LedgerAudit['code'],
      severity: LedgerAudit['severity'],
      groups: readonly (readonly number[])[],
      text: (count: number, things: string) => string,
    ) => {
      if (groups.length === 0) return;
      note(code, groups.flat());
      audit.push({
        code,
        text: text(groups.length, callResources(pool, groups.length, nameOf(view.graph, groups[0]))),
        count: groups.length,
        severity,
      });
    };
    const of = (wanted: Iterable<number>) => [...wanted].map((unit) => units.units[unit]);

    add('in-two-books', 'warning', of(inTwoBooks(pool, units)), (count, things) =>
      count === 1
        ? `${things} is booked as idle and as leased at once.`
        : `${things} are booked as idle and as leased at once.`,
    );
    add('booked-twice', 'warning', of(bookedTwice(pool, units)), (count, things) =>
      count === 1
        ? `${things} is in the same book of idle entries twice: it will be lent to two at once.`
        : `${things} are in the same book of idle entries twice: each will be lent to two at once.`,
    );
    const closed = units.units.filter((unit) => isDeadUnit(view.deaths, unit) && !hasOpenSocket(view, unit));
    add('closed-but-booked', 'warning', closed, (count, things) => {
      const reason = closed[0].map((node) => view.deaths.reason(node)).find((entry) => entry !== null);
      return `${things} ${count === 1 ? 'is' : 'are'} closed (${reason?.field ?? 'by a field'}) but still booked.`;
    });
    add('in-no-book', 'warning', inNoBook(view, pool, units), (count, things) =>
      count === 1
        ? `${things} refers to the pool and is open, but is in none of its books.`
        : `${things} refer to the pool and are open, but are in none of its books.`,
    );
    add('leased-without-holder', 'note', of(unheld.units[index]), (count, things) =>
      count === 1
        ? `${things} is out, idle, and nothing but the books and its own handles holds it: nobody is left to return it.`
        : `${things} are out, and nothing but the books and their own handles holds them: nobody is left to return them.`,
    );
    const astray = outsideTheBookOfAll(pool, units);
    add(
      'ledgers-disagree',
      'warning',
      of(astray.units),
      (count, things) =>
        `${things} ${count === 1 ? 'is' : 'are'} in \`${astray.field}\` and not in \`${astray.all}\`, which should list everything.`,
    );
    if (unheld.pools[index])
      audit.push({
        code: 'pool-unreferenced',
        text: `Nothing refers to this pool any more but its own handles and timers: ${callResources(pool, units.units.length, nameOf(view.graph, units.units[0]))} ${units.units.length === 1 ? 'stays' : 'stay'} open until somebody closes the pool.`,
        count: units.units.length,
        severity: 'warning',
      });
    audit.push(...auditCounters(view, pool, units, earlier), ...auditWaiters(view, pool, units));
    return audit;
  });
  return { audits, facts };
}

/**
 * Units that are booked idle and leased at once. A "leased" book that also lists all idle units is a book of
 * everything.
 */
function inTwoBooks({ books }: PoolBooks, { idle, unitOf }: PoolUnits): number[] {
  const leased = new Set(
    books.filter((book) => book.role === 'leased').flatMap((book) => book.resources.map((node) => unitOf.get(node))),
  );
  const both = [...idle].filter((unit) => leased.has(unit));
  return both.length < idle.size && both.length < leased.size ? both : [];
}

/** Units that an idle or leased book lists and the book of everything does not. */
function outsideTheBookOfAll(
  { books }: PoolBooks,
  { unitOf }: PoolUnits,
): { units: number[]; field: string; all: string } {
  const [all, ...further] = books.filter((book) => book.role === 'all');
  const none = { units: [], field: '', all: '' };
  if (all === undefined || further.length > 0 || all.resources.length === 0) return none;
  const listed = new Set(all.resources.map((node) => unitOf.get(node)));
  for (const book of books) {
    if (book.role !== 'idle' && book.role !== 'leased') continue;
    const own = new Set(book.resources.flatMap((node) => unitOf.get(node) ?? []));
    const astray = [...own].filter((unit) => !listed.has(unit));
    // Books without a common unit do not list the same things.
    if (astray.length > 0 && astray.length < own.size) return { units: astray, field: book.field, all: all.field };
  }
  return none;
}

function bookedTwice({ books }: PoolBooks, { unitOf }: PoolUnits): Set<number> {
  const twice = new Set<number>();
  for (const book of books) {
    if (book.role !== 'idle') continue;
    for (const node of book.repeated) {
      const unit = unitOf.get(node);
      if (unit !== undefined) twice.add(unit);
    }
  }
  return twice;
}

/** Whether a field of an object says that it belongs to `pool`. */
function isMemberOf(graph: HeapGraph, node: number, pool: number): boolean {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
    if (graph.target(edge) === pool && graph.edgeType(edge) === EdgeType.property && speaksOfPool(graph.edgeName(edge)))
      return true;
  return false;
}

/** Whether a field is a resource's reference back to its pool: `pool`, `_pool`, `#owner`, `<symbol kPool>`. */
function speaksOfPool(field: string): boolean {
  return /pool|owner|parent|agent|manager|cluster/i.test(field);
}

/** Whether the socket of a connection has a handle. If so it is open, whatever a flag says. */
function hasOpenSocket({ graph, roles }: HeapView, members: readonly number[]): boolean {
  const carriers = new Set(members);
  for (const node of members)
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
      if (graph.edgeType(edge) === EdgeType.property && meaningsIn(graph).of(graph.edgeNames[edge]) === 'socket')
        carriers.add(graph.target(edge));
  return [...carriers].some((node) => {
    const socket = graph.nodeType(node) === NodeType.object ? roles.socketOf(node) : -1;
    return socket !== -1 && hasOpenHandle(graph, socket);
  });
}

/**
 * Open objects of a class that the pool lends, which refer to the pool and are in none of its books. Only for pools
 * that also book leased resources: a pool with a book of idle ones alone does not track the others.
 */
function inNoBook({ graph, tree, deaths, roles }: HeapView, pool: PoolBooks, units: PoolUnits): number[][] {
  if (!units.isComplete) return [];
  const lent = new Set(
    units.units
      .flat()
      .filter((node) => roles.of(node) !== 'none')
      .map((node) => graph.nodeNames[node]),
  );
  const booked = new Set(pool.books.flatMap((book) => [...book.resources, ...book.others, ...book.stores]));
  return [...lent]
    .flatMap((name) => [...graph.classes.objectsOf(name)])
    .filter(
      (node) =>
        !booked.has(node) &&
        isMemberOf(graph, node, pool.node) &&
        !deaths.isDead(node) &&
        !isStarting(graph, node) &&
        tree.isStronglyReached(node),
    )
    .sort((a, b) => a - b)
    .map((node) => [node]);
}

/** Whether a field shows that a resource is still being opened, so it may not be booked yet. */
function isStarting(graph: HeapGraph, node: number): boolean {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || meaningsIn(graph).of(graph.edgeNames[edge]) !== 'connecting')
      continue;
    const value = readNode(graph, graph.target(edge));
    if (value.kind === 'boolean' && value.value) return true;
  }
  return false;
}

function nameOf(graph: HeapGraph, members: readonly number[]): string {
  return graph.nodeName(members[0]);
}
