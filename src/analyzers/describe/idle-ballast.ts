import { fingerprint } from '../../findings/fingerprint.js';
import type { Evidence, Finding, Source } from '../../findings/report-schema.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { IdleBallast } from '../cases/idle-ballast.js';
import { describePath } from '../labels/retaining-path.js';
import type { HeapView } from '../objects/heap-view.js';
import { nameResources } from '../pools/books/pool-books.js';
import { differences, growthRate } from '../series/growth-pattern.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import { article, formatBytes } from './headline.js';

const MOST_SAMPLES = 5;

/** What idle resources keep of finished work: never more than a `suspect`, as nothing of it is dead and nothing grows. */
export function describeIdleBallast(view: HeapView, series: readonly SnapshotSummary[], ballast: IdleBallast): Finding {
  const { graph, tree, sources, timers } = view;
  const { label, pool, className, idle, keepers } = ballast;
  const words = pool.pool.known?.pool?.words ?? pool.pool.known?.profile.words;
  const one = words?.resource ?? className;
  const freedBytes = keepers.reduce((sum, keeper) => sum + keeper.freedBytes, 0);
  const [sample] = keepers;
  const counts = series.map((summary, index) =>
    index === series.length - 1
      ? keepers.length
      : keepers.filter(({ resource }) => summary.ids.has(graph.nodeIds[resource])).length,
  );
  const action = `Clear \`${label.text}\` when ${article(one)} becomes idle`;
  const source = sources.ofClass(label.ownerNode);
  const way = findFunction(view, sample.way);
  return {
    kind: 'stale-link',
    verdict: 'suspect',
    fingerprint: fingerprint('stale-link', label.text, className),
    headline: `${action}: ${keepers.length} of ${idle} idle ${nameResources(pool.pool, idle, className)} keep ${formatBytes(freedBytes)} of finished work through it.`,
    classes: [
      {
        name: className,
        source: sources.ofClass(sample.resource),
        counts: series.map((summary) => summary.classCounts.get(className) ?? 0),
      },
    ],
    countPerSnapshot: counts,
    dead: 0,
    living: idle - keepers.length,
    suspects: keepers.length,
    deadBy: [],
    shallowBytes: keepers.reduce((sum, { resource }) => sum + graph.shallowSizes[resource], 0),
    freedBytes,
    // Bytes per round would promise a growth that ends when the pool is full.
    growth: growthRate(counts, differences(counts), 0),
    evidence: { for: evidenceFor(ballast, freedBytes, way), against: AGAINST.map((evidence) => ({ ...evidence })) },
    path: describePath(graph, tree, sample.way[sample.way.length - 1] ?? sample.kept, new Set(timers.timers)),
    brokenEdge: {
      label: label.text,
      action,
      edges: keepers.length,
      frees: keepers.length,
      of: keepers.length,
      freedBytes,
      livingLost: 0,
      also: [],
      source,
    },
    cycle: null,
    refcount: null,
    reservation: { tracesBack: false, via: [] },
    holders: [{ kind: 'field', label: label.text, edges: keepers.length, source }],
    source: way ?? source,
    sampleNodeIds: keepers.slice(0, MOST_SAMPLES).map(({ kept }) => graph.nodeIds[kept]),
  };
}

/** The first function of the program's or the library's own on the way: a listener that was left on, say. */
function findFunction({ graph, sources }: HeapView, way: readonly number[]): Source | null {
  for (const node of way) {
    const source = graph.nodeType(node) === NodeType.closure ? sources.ofFunction(node) : null;
    if (source !== null && !source.file.startsWith('node:')) return source;
  }
  return null;
}

function evidenceFor({ keepers, restBytes }: IdleBallast, freedBytes: number, way: Source | null): Evidence[] {
  const evidence = [
    {
      code: 'idle',
      text: `The pool lists them as idle, and they keep ${formatBytes(freedBytes / keepers.length)} each on average through this one reference.`,
    },
    {
      code: 'single-holder',
      text: `Nothing else refers to it: the cut frees it all and nothing that anybody shares. All else that they keep takes ${formatBytes(restBytes / keepers.length)} each.`,
    },
  ];
  if (way !== null)
    evidence.push({ code: 'function', text: `A function at ${way.file}:${way.line} is on the way to it.` });
  return evidence;
}

const AGAINST: readonly Evidence[] = [
  {
    code: 'no-growth',
    text: 'It stops growing when the pool is full: each connection keeps what one piece of work brought.',
  },
  {
    code: 'may-be-wanted',
    text: 'What a connection keeps on purpose looks alike, where no name, table or limit beside it says so.',
  },
];
