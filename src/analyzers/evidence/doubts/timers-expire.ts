import type { Verdict } from '../../../findings/report-schema.js';
import type { GroundName } from '../../cases/case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { FEW_PER_ROUND } from '../../cases/thresholds.js';
import type { MissedWay } from '../../code/place-code.js';
import { doubt, ifTrue } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { CLUSTER } from '../ground-groups.js';

export const timersExpire = doubt({
  code: 'timers-expire',
  means: 'Their timers fire once; after that, the timers and everything that only they hold are freed.',
  of: CLUSTER,
  turn: 'facts',
  find: ({ timers }: ClusterCase) => ifTrue(timers.expire),
  bears: (_, c, { ground }) => bears(c, ground),
  says: () => 'Their timers fire once and are then freed.',
});

function bears(c: ClusterCase, ground: GroundName): Verdict {
  const { timers, kind } = c;
  // Only timers hold the dead objects, and these fire soon, which frees them.
  if (ground === 'dead') return c.label.kind === 'timer' && timers.areEach && !timers.areLong ? 'suspect' : 'leak';
  if (ground !== 'grown') return 'leak';
  // When the timers have fired, the collection still has the entries.
  if (isKeptByCode(c) || (c.isInCollection && timers.areFew)) return 'leak';
  // The timers fire, and then the text removes the listener on every way.
  if (kind === 'listener-pileup' && codeOf(c)?.state === 'removed') return 'note';
  if (BARE_GROWTH_KINDS.includes(kind) && c.label.kind !== 'handle') return 'note';
  if (kind !== 'timer-held' && kind !== 'anchored-cycle') return 'leak';
  // Timers that fire late should have been cleared, and certainly those that have nothing left to settle.
  if (timers.areLong && timers.areSettled) return 'leak';
  return timers.areLong && c.facts.leading.nodes.length >= FEW_PER_ROUND * c.rounds ? 'suspect' : 'note';
}

/** Ways that leave all entries behind, and not only some of them. */
const WAYS_OF_ALL = new Set<MissedWay['why']>(['never-true', 'unset-field', 'other-key', 'no-effect', 'uncalled']);

/** Whether by the program's text no entry leaves the collection, whatever the timers do. */
function isKeptByCode(c: ClusterCase): boolean {
  const code = codeOf(c);
  if (code?.what !== 'collection' || !c.isInCollection) return false;
  return code.state === 'never' || (code.missing !== null && WAYS_OF_ALL.has(code.missing.why));
}
