import type { FindingKind } from '../../../findings/report-schema.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { doubt, ifTrue } from '../doubt.js';

/** Kinds for which it matters that the place is older than what it collects. */
const OF_PLACES: readonly FindingKind[] = [
  'promise-pending',
  'listener-pileup',
  'async-context-held',
  'waiter-stuck',
  'stale-link',
  'refcount-imbalance',
  ...BARE_GROWTH_KINDS,
];

const code = 'young-holder';
const means = 'The owner of the place was created during the series: it may be freed soon, with everything it holds.';

export const youngHolder = doubt({
  code,
  means,
  of: [{ ground: 'grown', kinds: OF_PLACES }],
  turn: 'facts',
  find: (c: ClusterCase) => ifTrue(!c.isHolderOld && !(c.kind === 'refcount-imbalance' && c.refcount?.isSure === true)),
  bears: () => 'suspect',
  says,
});

export const youngHistory = doubt({
  code,
  means,
  of: ['history'],
  turn: 'facts',
  find: (c: ClusterCase) => ifTrue(!c.isHolderOld),
  bears: () => 'suspect',
  says,
});

function says(_: true, { label }: ClusterCase): string {
  return `The owner of ${label.text} was created during the series, and may be freed soon with everything it holds.`;
}
