import { describeAges } from '../../cases/allocation-facts.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { proof } from '../doubt.js';

export const ages = proof({
  code: 'ages',
  means: 'The age of the objects, if the heap was recorded with `--ages` or `--allocations`.',
  of: ['cluster'],
  find: ({ context: { view }, facts }: ClusterCase) =>
    describeAges(view.births, view.graph.nodeIds, facts.leading.nodes),
  says: ({ atLeast, oldestMs, medianMs }, { facts }) =>
    `The oldest ${facts.leading.group.name} had lived for ${atLeast > 0 ? 'at least ' : ''}${formatAge(oldestMs)}, half of them for ${formatAge(medianMs)} or more.`,
});

function formatAge(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
