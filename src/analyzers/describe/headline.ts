import { formatBytes } from '../../findings/byte-text.js';
import type { BrokenEdge, FindingKind, Source } from '../../findings/report-schema.js';
import { type ClusterFacts, isMostlyDead } from '../cases/cluster-facts.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { isHeldValue, isOfOpenHandle, targetEventOf } from '../labels/label-questions.js';
import { ownerText } from '../labels/label-text.js';

/** Objects of the leading class that are no part of a finding. */
export interface OtherObjects {
  /** Not proven dead, and there before the series began. */
  readonly before: number;
  /** Not proven dead, made during the series. */
  readonly later: number;
  readonly dead: number;
}

export interface HeadlineInput {
  readonly kind: FindingKind;
  readonly facts: ClusterFacts;
  readonly edge: BrokenEdge | null;
  readonly others: OtherObjects;
  readonly callback: Source | null;
}

/** The sentence to act on: what to do, then what the simulated cut says it is worth. */
export function writeHeadline(input: HeadlineInput): string {
  const { edge, facts, others } = input;
  if (edge === null) return `${describeSuspects(facts)} keep growing; no single reference was found that keeps them.`;
  const also =
    edge.also.length === 0
      ? ''
      : ` (with ${edge.also
          .map(({ label }) => label)
          .slice(0, 2)
          .join(' and ')})`;
  const cost = edge.livingLost === 0 ? costOfCut(facts, others) : `, and ${edge.livingLost} living objects`;
  return `${edge.action}: frees ${edge.frees} of ${edge.of} ${describeSuspects(facts)}${also} (${formatBytes(edge.freedBytes)})${cost}.`;
}

/** The dead have living fellows; of what merely grew, older ones may have leaked before the series began. */
function costOfCut(facts: ClusterFacts, { before, later, dead }: OtherObjects): string {
  const living = before + later;
  if (isMostlyDead(facts)) return living === 0 ? '' : `, none of the ${living} living`;
  const parts = [
    ...(before === 0 ? [] : [`${before} from before the series, alive or leaked before`]),
    ...(later === 0 ? [] : [`${later} newer, held by others`]),
    ...(dead === 0 ? [] : [`${dead} dead`]),
  ];
  return parts.length === 0 ? ', and nothing else' : `; not counted: ${parts.join('; ')}`;
}

/** What to do about the first label of the set. */
export function writeAction(
  kind: FindingKind,
  label: string,
  reference: EdgeLabel,
  facts: ClusterFacts,
  callback: Source | null,
  isListed = false,
): string {
  const what = singular(facts);
  const at = callback === null ? '' : ` at ${callback.file}:${callback.line}`;
  if (isListed && (kind === 'growing-class' || kind === 'dead-connection-retained')) {
    const end = isMostlyDead(facts) ? 'closes' : 'is no longer needed';
    return `Take ${article(what)} out of its list, which ${label} links, when it ${end}`;
  }
  if (isHeldValue(reference)) return `Hold nothing in ${label} that leads to ${article(what)}`;
  switch (kind) {
    case 'stale-link':
      return `Clear ${label} when ${article(what)} leaves the list`;
    case 'ledger-entry-kept':
      return `Remove ${article(what)} from ${label} when it closes`;
    case 'lease-never-released':
      if (facts.outsiders.length > 0) {
        return `${release(facts)} when its holder is done with it: ${label} books it, \`${facts.outsiders[0].text}\` holds it`;
      }
      return isOfOpenHandle(reference)
        ? `Close ${article(what)} when its user is gone: its ${label} keeps it`
        : `${release(facts)} on every path: ${label} books leases that nobody returned`;
    case 'refcount-imbalance':
      return `Release each hold on ${article(what)} on every path, and remove it from ${label} at zero`;
    case 'anchored-cycle':
      return `Stop ${label}${at} when ${article(what)} ends: it anchors a reference cycle`;
    case 'listener-pileup': {
      const event = targetEventOf(reference);
      if (event !== null)
        return `Remove the '${event}' listener from \`${ownerText(reference.owner)}\`${at} when ${article(what)} is done`;
      return `Remove the listener from ${label}${at} when ${article(what)} is done`;
    }
    case 'timer-held':
      return `Clear ${label}${at} when ${article(what)} ends`;
    case 'closure-captured':
      return `Let go of the variable ${label}`;
    case 'async-context-held':
      return `Leave the asynchronous context before ${label} is made, or stop it: it keeps its store`;
    case 'promise-pending':
      return `Settle ${label}, or stop adding reactions to it`;
    case 'waiter-stuck':
      return `Settle and remove ${article(what)} from ${label}`;
    case 'unbounded-collection':
      return facts.leading.role === 'none' || facts.leading.depth > 1
        ? `Remove entries from ${label} when they are no longer needed`
        : `Remove ${article(what)} from ${label} when it is no longer needed`;
    case 'dead-connection-retained':
      return `Clear ${label} when ${article(what)} closes`;
    case 'growing-class':
      return isOfOpenHandle(reference)
        ? `Close ${article(what)} when its user is gone: its ${label} keeps it`
        : `Clear ${label} when ${article(what)} is no longer needed`;
  }
}

/** By the call of the library, where a profile tells it. */
function release(facts: ClusterFacts): string {
  return facts.words?.release === undefined ? `Release ${article(singular(facts))}` : `Call \`${facts.words.release}\``;
}

function describeSuspects(facts: ClusterFacts): string {
  const { resource, resources } = facts.words ?? {};
  const name = resource === undefined ? displayName(facts) : (resources ?? `${resource}s`);
  return isMostlyDead(facts) ? `dead ${name}` : name;
}

function singular(facts: ClusterFacts): string {
  return facts.words?.resource ?? displayName(facts);
}

export function displayName(facts: ClusterFacts): string {
  const { group } = facts.leading;
  switch (group.kind) {
    case 'function':
      return group.name === '' ? 'closure' : `closure ${group.name}`;
    case 'scope':
      return 'scope';
    case 'record':
      return 'plain Object';
    case 'class':
      return facts.shownName ?? group.name;
    case 'value':
      return group.name;
  }
}

export function article(name: string): string {
  return /^(?:[aeio]|[fhlmnrsx]$)/i.test(name) ? `an ${name}` : `a ${name}`;
}
