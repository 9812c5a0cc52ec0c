import { formatBytes } from '../../findings/byte-text.js';
import { formatCount } from '../../findings/count-text.js';
import type { Finding } from '../../findings/report-schema.js';
import type { BallastCase } from '../cases/ballast-case.js';
import { describeRootedPath } from '../cut/rooted-path.js';
import { withArticle } from '../labels/with-article.js';
import { nameResources } from '../pools/books/pool-books.js';
import { differences, growthRate } from '../series/growth-pattern.js';
import { type FindingJudgement, makeFinding } from './make-finding.js';

/** Describes data of finished work that idle resources keep. */
export function describeIdleBallast(c: BallastCase, judgement: FindingJudgement): Finding {
  const { label, pool, className, idle, keepers } = c.ballast;
  const { view, series } = c.context;
  const { graph, sources } = view;
  const { freedBytes } = c;
  const words = pool.pool.known?.pool?.words ?? pool.pool.known?.profile.words;
  const [sample] = keepers;
  const counts = series.map((summary, index) =>
    index === series.length - 1
      ? keepers.length
      : keepers.filter(({ resource }) => summary.ids.has(graph.nodeIds[resource])).length,
  );
  const action = `Clear \`${label.text}\` when ${withArticle(words?.resource ?? className)} becomes idle`;
  const source = sources.ofClass(label.ownerNode);
  return makeFinding(c, judgement, {
    identity: [label.text, className],
    headline: `${action}: ${formatCount(keepers.length)} of ${formatCount(idle)} idle ${nameResources(pool.pool, idle, className)} keep ${formatBytes(freedBytes)} of finished work through it.`,
    classes: [
      {
        name: className,
        source: sources.ofClass(sample.resource),
        counts: series.map((summary) => summary.classCounts.get(className) ?? 0),
      },
    ],
    countPerSnapshot: counts,
    living: idle - keepers.length,
    suspects: keepers.length,
    shallowBytes: keepers.reduce((sum, { resource }) => sum + graph.shallowSizes[resource], 0),
    freedBytes,
    // No bytes per round: this growth ends when the pool is full.
    growth: growthRate(counts, differences(counts), 0),
    path: describeRootedPath(view, sample.way[sample.way.length - 1] ?? sample.kept),
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
    via: [],
    holders: [{ kind: 'field', label: label.text, edges: keepers.length, source }],
    source: c.functionOnWay ?? source,
    samples: keepers.map(({ kept }) => kept),
  });
}
