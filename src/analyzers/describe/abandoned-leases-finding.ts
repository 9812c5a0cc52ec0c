import { formatCount } from '../../findings/count-text.js';
import type { Finding } from '../../findings/report-schema.js';
import type { LeaseCase } from '../cases/lease-case.js';
import { describeRootedPath } from '../cut/rooted-path.js';
import type { HeapView } from '../objects/heap-view.js';
import { nameResources, type PoolBooks } from '../pools/books/pool-books.js';
import { describePlace, groupByPlace, type LeaseOrigin } from '../pools/leases/lease-origins.js';
import { differences, growthRate } from '../series/growth-pattern.js';
import { type FindingJudgement, makeFinding } from './make-finding.js';

/**
 * Describes leases that no code can return any more. The number of resources need not grow: a pool that has reached its
 * maximum creates no more of them.
 */
export function describeAbandonedLeases(c: LeaseCase, judgement: FindingJudgement): Finding {
  const { audited, inventory, leases, counts } = c.abandoned;
  const { view, series } = c.context;
  const { graph, sources } = view;
  const { pool } = audited;
  const nodes = leases.map(({ members }) => members[0]);
  const source = sources.ofClass(nodes[0]);
  const place = placeOfLeases(c);
  return makeFinding(c, judgement, {
    identity: [place, c.className],
    headline: writeHeadline(c),
    classes: [
      { name: c.className, source, counts: series.map((summary) => summary.classCounts.get(c.className) ?? 0) },
    ],
    countPerSnapshot: [...counts],
    living: Math.max(0, (inventory.size ?? leases.length) - leases.length),
    suspects: leases.length,
    shallowBytes: nodes.reduce((sum, node) => sum + graph.shallowSizes[node], 0),
    freedBytes: 0,
    growth: growthRate(counts, differences(counts), 0),
    path: describeRootedPath(view, nodes[0]),
    brokenEdge: null,
    via: [place],
    holders: [{ kind: 'ledger', label: place, edges: nodes.length, source: sources.ofClass(pool.node) }],
    source,
    samples: nodes,
  });
}

/** The place in the pool that books the leases, in the form of a label. */
export function placeOfLeases({ context: { view }, abandoned: { audited, leases } }: LeaseCase): string {
  return bookOf(view, audited.pool, leases[0].members[0]);
}

function writeHeadline({ abandoned: { audited, inventory, leases }, className, words }: LeaseCase): string {
  const release = words?.release === undefined ? `Release the ${className}` : `Call \`${words.release}\``;
  const size = inventory.size === null ? '' : ` of ${formatCount(inventory.size)}`;
  const waiting = inventory.pending ?? 0;
  const waits =
    waiting === 0 ? '' : `, while ${formatCount(waiting)} ${waiting === 1 ? 'checkout waits' : 'checkouts wait'}`;
  const where = placeOfAll(leases.map(({ origin }) => origin));
  return `${release} on every path${where}: ${formatCount(leases.length)}${size} ${nameResources(audited.pool, leases.length, className)} are out, and nobody is left to return them${waits}.`;
}

/** ` from orders.ts:88 (`shipOrder`) on`, where all that were recorded were taken there. */
function placeOfAll(origins: readonly (LeaseOrigin | null)[]): string {
  const groups = groupByPlace(
    origins.filter((origin) => origin !== null),
    (origin) => origin,
  );
  const [first] = groups;
  return groups.length !== 1 || first?.place.source == null ? '' : ` from ${describePlace(first.place)} on`;
}

function bookOf({ graph, labels }: HeapView, pool: PoolBooks, lent: number): string {
  for (const book of pool.books) {
    if (book.role === 'idle' || book.role === 'pending') continue;
    for (const store of book.stores)
      for (let edge = graph.firstEdges[store]; edge < graph.firstEdges[store + 1]; edge += 1)
        if (graph.target(edge) === lent) return labels.label(edge, store).text;
  }
  const book = pool.books.find(({ role }) => role === 'leased') ?? pool.books.find(({ role }) => role === 'all');
  return `${graph.nodeName(pool.node)}.${book?.field ?? ''}`;
}
