import { fingerprint } from '../../findings/fingerprint.js';
import type { Evidence, Finding, Verdict } from '../../findings/report-schema.js';
import { describePath } from '../labels/retaining-path.js';
import type { HeapView } from '../objects/heap-view.js';
import { isExhausted } from '../pools/audit/exhaustion.js';
import { nameResources, type PoolBooks } from '../pools/books/pool-books.js';
import type { AbandonedLeases } from '../pools/leases/abandoned-leases.js';
import { describeAge } from '../pools/leases/lease-facts.js';
import { differences, growthRate } from '../series/growth-pattern.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';

const MOST_SAMPLES = 5;
/** Fewer may be kept on purpose: a lock of a leader, a subscription. */
export const MIN_ABANDONED = 3;
/** Rounds that left more of them behind than there were. */
const ROUNDS_FOR_PROOF = 2;
/** Share of what is out that must be abandoned before they are what others wait for. */
const STARVING_SHARE = 0.5;

/**
 * Leases that nobody is left to return, where they get more from round to round, or where others wait for them. The
 * resources themselves need not grow: a pool that has reached its maximum makes no more of them.
 *
 * @returns null when they may be kept on purpose
 */
export function describeAbandoned(
  view: HeapView,
  series: readonly SnapshotSummary[],
  abandoned: AbandonedLeases,
): Finding | null {
  const { audited, inventory, leases, counts } = abandoned;
  const { pool } = audited;
  if (leases.length < MIN_ABANDONED) return null;
  const rounds = differences(counts);
  const accumulates = rounds.filter((more) => more > 0).length >= ROUNDS_FOR_PROOF;
  const starves = isExhausted(inventory) && leases.length >= (inventory.leased ?? 0) * STARVING_SHARE;
  if (!accumulates && !starves) return null;
  const { graph, tree, sources } = view;
  const nodes = leases.map(({ members }) => members[0]);
  const name = graph.nodeName(nodes[0]);
  const source = sources.ofClass(nodes[0]);
  const place = bookOf(view, pool, nodes[0]);
  const words = pool.known?.pool?.words ?? pool.known?.profile.words;
  const verdict: Verdict = accumulates && pool.known?.pool != null ? 'leak' : 'suspect';
  const release = words?.release === undefined ? `Release the ${name}` : `Call \`${words.release}\``;
  const size = inventory.size === null ? '' : ` of ${inventory.size}`;
  const waiting = inventory.pending ?? 0;
  const waits = waiting === 0 ? '' : `, while ${waiting} ${waiting === 1 ? 'checkout waits' : 'checkouts wait'}`;
  return {
    kind: 'lease-never-released',
    verdict,
    fingerprint: fingerprint('lease-never-released', place, name),
    headline: `${release} on every path: ${leases.length}${size} ${nameResources(pool, leases.length, name)} are out, and nobody is left to return them${waits}.`,
    classes: [{ name, source, counts: series.map((summary) => summary.classCounts.get(name) ?? 0) }],
    countPerSnapshot: [...counts],
    dead: 0,
    living: Math.max(0, (inventory.size ?? leases.length) - leases.length),
    suspects: leases.length,
    deadBy: [],
    shallowBytes: nodes.reduce((sum, node) => sum + graph.shallowSizes[node], 0),
    freedBytes: 0,
    growth: growthRate(counts, rounds, 0),
    evidence: {
      for: evidenceFor(abandoned, name, accumulates, starves, words?.release),
      against: evidenceAgainst(abandoned, accumulates),
    },
    path: describePath(graph, tree, nodes[0]),
    brokenEdge: null,
    cycle: null,
    refcount: null,
    reservation: { tracesBack: true, via: [place] },
    holders: [{ kind: 'ledger', label: place, edges: nodes.length, source: sources.ofClass(pool.node) }],
    source,
    sampleNodeIds: nodes.slice(0, MOST_SAMPLES).map((node) => graph.nodeIds[node]),
  };
}

function evidenceFor(
  { audited: { pool }, inventory, leases, counts }: AbandonedLeases,
  name: string,
  accumulates: boolean,
  starves: boolean,
  release: string | undefined,
): Evidence[] {
  const of = inventory.size === null ? '' : ` of ${inventory.size}`;
  const leased = inventory.leased ?? leases.length;
  const called = release === undefined ? '' : `, \`${release}\` not called`;
  const evidence: Evidence[] = [
    {
      code: 'leases',
      text: `${leased}${of} ${nameResources(pool, leased, name)} are leased, ${leases.length} of them held by nobody but the pool's books${describeAge(leases)}${called}.`,
    },
    {
      code: 'nobody-left',
      text: 'No function, object or collection of the program refers to them, and none waits for what they do.',
    },
  ];
  if (accumulates)
    evidence.push({
      code: 'accumulating',
      text: `Of them ${counts.join(', ')} were out in ${counts.length} snapshots in a row.`,
    });
  if (starves)
    evidence.push({
      code: 'exhausted',
      text: 'None is idle, and the pool may make no more: whoever asks waits for them.',
    });
  return evidence;
}

function evidenceAgainst({ audited: { pool } }: AbandonedLeases, accumulates: boolean): Evidence[] {
  const against: Evidence[] = [];
  if (!accumulates) against.push({ code: 'no-growth', text: 'They did not get more from round to round.' });
  if (pool.known?.pool == null)
    against.push({ code: 'inferred-books', text: 'No profile knows this pool: its books are inferred.' });
  return against;
}

/** The place that books the lease, as the label of a cut would call it. */
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
