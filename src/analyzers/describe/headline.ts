import { formatBytes } from '../../findings/byte-text.js';
import { formatCount } from '../../findings/count-text.js';
import type { BrokenEdge } from '../../findings/report-schema.js';
import { type ClusterFacts, isMostlyDead } from '../cases/cluster-facts.js';
import { allSuspects } from './suspect-names.js';

/** Objects of the leading class that are no part of a finding. */
export interface OtherObjects {
  /** Not proven dead, and there before the series began. */
  readonly before: number;
  /** Not proven dead, made during the series; all of them, when there is one snapshot. */
  readonly later: number;
  /** Proven dead, and there before the series began. */
  readonly deadBefore: number;
  /** Proven dead, made during the series; all of them, when there is one snapshot. */
  readonly deadLater: number;
}

/** Most further references that the sentence names; of more, it names one less, and says how many others there are. */
const MOST_NAMED = 3;

/**
 * The sentence to act on: what to do, then what the simulated cut says it is worth.
 *
 * @param further the references that must go with the one to cut, but for those that go by themselves
 */
export function writeHeadline(
  edge: BrokenEdge,
  facts: ClusterFacts,
  others: OtherObjects,
  further: readonly string[],
): string {
  const also = further.length === 0 ? '' : ` (with ${listed(further)})`;
  const cost = costOfCut(facts, others, edge.livingLost);
  return `${edge.action}: frees ${formatCount(edge.frees)} of ${formatCount(edge.of)} ${allSuspects(facts)}${also} (${formatBytes(edge.freedBytes)})${cost}.`;
}

/** `a`, `a and b`, `a, b and c`, `a, b and 4 more`. */
function listed(labels: readonly string[]): string {
  if (labels.length === 1) return labels[0];
  const named = labels.length > MOST_NAMED ? labels.slice(0, MOST_NAMED - 1) : labels.slice(0, -1);
  const last = labels.length > MOST_NAMED ? `${labels.length - named.length} more` : labels[labels.length - 1];
  return `${named.join(', ')} and ${last}`;
}

/**
 * What the cut costs, and what it leaves alone. Of dead objects, the living of their class; of what merely grew, also older ones, which
 * may themselves have leaked before the series began. Where living objects go as well, those of the class are among them.
 */
function costOfCut(
  facts: ClusterFacts,
  { before, later, deadBefore, deadLater }: OtherObjects,
  livingLost: number,
): string {
  const living = before + later;
  const saysLiving = !isMostlyDead(facts) && livingLost === 0;
  const parts = [
    ...(saysLiving && before > 0 ? [`${formatCount(before)} from before the series, alive or leaked before`] : []),
    ...(saysLiving && later > 0 ? [`${formatCount(later)} newer, held by others`] : []),
    ...(deadBefore > 0 ? [`${formatCount(deadBefore)} dead from before the series`] : []),
    ...(deadLater > 0 ? [`${formatCount(deadLater)} dead that are held otherwise`] : []),
  ];
  const rest = parts.length > 0 ? `; not counted: ${parts.join('; ')}` : '';
  if (livingLost > 0)
    return `, and ${formatCount(livingLost)} living ${livingLost === 1 ? 'object' : 'objects'}${rest}`;
  if (isMostlyDead(facts)) return `${spared(living)}${rest}`;
  return rest === '' ? ', and nothing else' : rest;
}

/** That the living of a class are not freed, of which there may be none. */
function spared(living: number): string {
  if (living === 0) return '';
  return living === 1 ? ', not the 1 living' : `, none of the ${formatCount(living)} living`;
}
