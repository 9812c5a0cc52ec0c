import { lessGrave } from '../../findings/ranking.js';
import type { Evidence, FindingKind, RefcountCheck, Verdict } from '../../findings/report-schema.js';
import type { ClusterFacts } from '../cases/cluster-facts.js';
import { isPoolEach } from '../cases/cluster-facts.js';
import { isBoundedPlace, isHistory, isListenerPlace } from '../cut/holder-roles.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import type { ClusterTimers } from '../evidence/cluster-timers.js';
import { holdsAsyncStore, isInCollection } from '../labels/label-questions.js';
import type { LeaseHolder } from '../pools/leases/lease-holders.js';
import type { Waiting } from '../pools/leases/waiting.js';
import type { GrowthProof } from './growth-proof.js';

/** What a cluster is called, how sure that is, and why. */
export interface Attribution {
  readonly kind: FindingKind;
  readonly verdict: Verdict;
  readonly evidence: { readonly for: readonly Evidence[]; readonly against: readonly Evidence[] };
}

export interface AttributionInput extends ClusterTimers {
  readonly facts: ClusterFacts;
  readonly set: SmallestCut;
  readonly rounds: number;
  /** The place that holds the suspects belonged to an object that was there before the series began. */
  readonly holderIsOld: boolean;
  /** The place is one of Node.js itself. */
  readonly isCorePlace: boolean;
  readonly tiesCycle: boolean;
  readonly refcount: RefcountCheck | null;
  readonly refcountIsSure: boolean;
  /** Timers that may give back what is lent, or null. */
  readonly cleanupOfEach: Evidence | null;
  readonly tracesBack: boolean;
  /** What the growth alone proves, where nothing says that anything is dead. */
  readonly growth: GrowthProof;
  /** The function that waits with most of the leading suspects in a variable, or null. */
  readonly user: LeaseHolder | null;
  /** What they wait for, or null. */
  readonly waiting: Waiting | null;
  /** Why the dead may be where they are on purpose, or for a while, or null. */
  readonly deadKept: Evidence | null;
}

/** Share of dead among the leading class from which the finding is about death. */
const MOSTLY_DEAD = 0.5;
/** Rounds of growth from which growth counts as proof together with a second piece of evidence. */
const ROUNDS_FOR_PROOF = 3;
/** Plain objects a round below which growth that has nothing to do with a pool is not worth a night. */
const FEW_PER_ROUND = 8;
/** Dead objects of a single snapshot from which they are more than the tail of normal work. */
const MANY_DEAD = 20;
/** Dead objects in one place from which no name makes that place a history of the last few. */
const NO_HISTORY = 1000;

/** Promises behind one of a collection from which they are a chain. */
const LINKS_PER_PROMISE = 8;

/** Kinds whose verdict rests on growth alone. */
const GROWTH_KINDS: ReadonlySet<FindingKind> = new Set([
  'stale-link',
  'closure-captured',
  'unbounded-collection',
  'growing-class',
]);

export function attribute(input: AttributionInput): Attribution {
  const kind = kindOf(input);
  const evidence = collectEvidence(input, kind);
  return { kind, verdict: lessGrave(verdictOf(input, kind), gravestOfWaiting(input)), evidence };
}

function kindOf({ facts, set, tiesCycle, refcount }: AttributionInput): FindingKind {
  const { kind } = set.labels[0];
  const mostlyDead = isMostlyDead(facts);
  const pooled = facts.leading.role === 'connection' || facts.leading.role === 'lease';
  if (isListenerPlace(set.labels[0])) return 'listener-pileup';
  if (set.isLink) return 'stale-link';
  if (refcount !== null && refcount.objects > 0 && !mostlyDead) return 'refcount-imbalance';
  if (holdsAsyncStore(set.labels[0])) return 'async-context-held';
  switch (kind) {
    case 'timer':
      return tiesCycle ? 'anchored-cycle' : 'timer-held';
    case 'promise':
      return 'promise-pending';
    case 'handle':
      return 'lease-never-released';
    case 'closure':
      if (tiesCycle) return 'anchored-cycle';
      return mostlyDead && pooled ? 'dead-connection-retained' : 'closure-captured';
    case 'array':
    case 'map':
    case 'set':
    case 'dictionary':
      if (facts.leading.role === 'waiter') return 'waiter-stuck';
      if (mostlyDead && (pooled || facts.connections !== null)) return 'ledger-entry-kept';
      if (facts.isLending && (pooled || facts.connections !== null)) return 'lease-never-released';
      return 'unbounded-collection';
    default:
      if (mostlyDead) return 'dead-connection-retained';
      return facts.books.length > 0 && pooled ? 'lease-never-released' : 'growing-class';
  }
}

function verdictOf(input: AttributionInput, kind: FindingKind): Verdict {
  const { facts, set, rounds, holderIsOld } = input;
  const proved = rounds >= ROUNDS_FOR_PROOF;
  const strongest: Verdict = proved ? 'leak' : 'suspect';
  const bounded = isBoundedPlace(set.labels[0]);
  if (rounds === 0) return verdictOfOneSnapshot(input, kind, bounded);
  if (isMostlyDead(facts)) {
    if (isHistory(set.labels[0]) && facts.leading.dead < NO_HISTORY && !isChainInField(input))
      return verdictOfHistory(input);
    // What one snapshot proves, a second one does not disprove.
    if (verdictOfOneSnapshot(input, kind, bounded) === 'leak') return 'leak';
    if (rounds < 2) return 'suspect';
    const verdict = verdictOfDead(facts.leading.births.slice(1));
    return input.deadKept === null && !areLetGoSoon(input) ? verdict : lessGrave(verdict, 'suspect');
  }
  const connected = facts.openHandles > 0 && facts.openHandles * 2 >= facts.leading.nodes.length;
  if (connected && !(kind === 'refcount-imbalance' && input.refcountIsSure) && !isPoolEach(facts))
    return verdictOfLiving(input, strongestInTime(input, strongest));
  if (rounds < 2) return 'note';
  switch (kind) {
    case 'timer-held':
    case 'anchored-cycle':
      if (!input.timersExpire || (input.timersAreLong && input.timersAreMoot)) return strongest;
      return input.timersAreLong && facts.leading.nodes.length >= FEW_PER_ROUND * rounds ? 'suspect' : 'note';
    case 'promise-pending':
      // A promise in a collection is work in flight: reactions that bear nothing are gone when it is done.
      // A chain that hangs on a few of them is not.
      if (
        isInCollection(set.labels[0]) &&
        !isChain(input) &&
        facts.groups.every(({ group }) => !BEARING.has(group.kind))
      )
        return 'suspect';
      return holderIsOld ? strongest : 'suspect';
    case 'listener-pileup':
      // Streams that are piped into one another add a few listeners each, for as long as they live.
      if (facts.leading.nodes.length < FEW_PER_ROUND * rounds) return 'note';
      return holderIsOld ? strongest : 'suspect';
    case 'async-context-held':
    case 'waiter-stuck':
      return holderIsOld ? strongest : 'suspect';
    case 'stale-link':
      return holderIsOld ? lessGrave(strongest, input.growth.verdict) : 'suspect';
    case 'lease-never-released':
      // A lease that somebody outside the pool's books holds is in use, as far as the heap can tell.
      if (facts.outsiders.length > 0 || input.user !== null) return 'note';
      return facts.books.length > 0 ? strongestInTime(input, strongest) : lessGrave(strongest, input.growth.verdict);
    case 'refcount-imbalance':
      // A count without holders proves nothing of what is no connection: its growth must.
      return input.refcountIsSure ? strongest : lessGrave(strongest, holderIsOld ? input.growth.verdict : 'suspect');
    case 'ledger-entry-kept':
    case 'dead-connection-retained':
      return strongest;
    case 'closure-captured':
    case 'unbounded-collection':
    case 'growing-class':
      if (input.timersExpire || facts.leading.nodes.length < FEW_PER_ROUND * rounds) return 'note';
      // A name is no bound: where nothing else ends a straight line, it is worth a look. Node's own caches do end.
      if (bounded && !isChainInField(input))
        return holderIsOld && input.growth.verdict === 'leak' && !input.isCorePlace ? 'suspect' : 'note';
      return holderIsOld ? lessGrave(strongest, input.growth.verdict) : 'suspect';
  }
}

/** A queue for a pool that is used up is what the use of the pool made of it: there is nothing to clear in the queue. */
function gravestOfWaiting({ waiting, facts }: AttributionInput): Verdict {
  if (waiting === null || isMostlyDead(facts)) return 'leak';
  return waiting.isAtWork ? 'note' : 'suspect';
}

/**
 * A process that works while it is looked at has connections that are just closing. So the dead of one round, or of the
 * last one in a series, prove nothing: they must have been left behind by the rounds one after the other.
 */
function verdictOfDead(births: readonly number[]): Verdict {
  const leaving = births.filter((born) => born > 0).length;
  if (leaving >= Math.max(2, births.length - 1)) return 'leak';
  return births.slice(0, -1).some((born) => born > 0) ? 'suspect' : 'note';
}

/** A name is no bound: where nothing else ends a straight line of the dead, it is worth a look. */
function verdictOfHistory({ facts, rounds, growth, holderIsOld, deadKept }: AttributionInput): Verdict {
  const isStraight = rounds >= ROUNDS_FOR_PROOF && growth.verdict === 'leak' && holderIsOld && deadKept === null;
  return isStraight && verdictOfDead(facts.leading.births.slice(1)) === 'leak' ? 'suspect' : 'note';
}

/** Kinds of objects that make a reaction more than a function that waits. */
const BEARING: ReadonlySet<string> = new Set(['class', 'record']);

/** Whether the promises of a collection each lead to many suspects. */
function isChain({ facts, set }: AttributionInput): boolean {
  return set.labels[0].boundaryEdges.length * LINKS_PER_PROMISE <= facts.leading.nodes.length;
}

/** Whether a field, which holds one thing, leads to many: `lastError` keeps the last one, but not what that one drags along. */
function isChainInField(input: AttributionInput): boolean {
  return !isInCollection(input.set.labels[0]) && isChain(input);
}

/** Without growth, only a chain that no list can want, and many dead in one place, prove anything. */
function verdictOfOneSnapshot({ facts }: AttributionInput, kind: FindingKind, bounded: boolean): Verdict {
  if (facts.leading.dead >= NO_HISTORY) return 'leak';
  if (facts.leading.dead < MANY_DEAD || bounded) return 'note';
  return kind === 'stale-link' ? 'leak' : 'suspect';
}

/** A timer for each may be what gives it back or closes it. Nobody can tell before it has fired. */
function strongestInTime({ cleanupOfEach, timersAreMoot }: AttributionInput, strongest: Verdict): Verdict {
  return cleanupOfEach !== null && !timersAreMoot ? lessGrave(strongest, 'suspect') : strongest;
}

/** Whether nothing but timers holds the dead, which fire once and before long: then they are gone by themselves. */
function areLetGoSoon({ set, timersExpire, timersAreEach, timersAreLong }: AttributionInput): boolean {
  return set.labels[0].kind === 'timer' && timersExpire && timersAreEach && !timersAreLong;
}

/** Connections that are open: the peer, a user or a query in flight may need them. */
function verdictOfLiving({ facts, user }: AttributionInput, strongest: Verdict): Verdict {
  if (facts.inboundShare >= MOSTLY_DEAD) return 'note';
  if (facts.busyShare >= MOSTLY_DEAD || user !== null) return 'note';
  if (facts.outsiders.length === 0) return strongest;
  return facts.books.length > 0 || facts.inboundNearby >= MOSTLY_DEAD ? 'note' : 'suspect';
}

export function isMostlyDead(facts: ClusterFacts): boolean {
  return facts.leading.dead >= facts.leading.nodes.length * MOSTLY_DEAD && facts.leading.dead > 0;
}

function collectEvidence(input: AttributionInput, kind: FindingKind): { for: Evidence[]; against: Evidence[] } {
  const { facts, set, rounds, refcount } = input;
  const pro: Evidence[] = [];
  const con: Evidence[] = [];
  const name = facts.leading.group.name || 'anonymous function';
  const total = facts.leading.nodes.length;
  if (facts.leading.dead > 0) {
    const by = facts.deadBy[0]?.field ?? 'a field';
    pro.push({ code: 'dead', text: `${facts.leading.dead} of ${total} ${name} are dead: ${by}.` });
  } else {
    con.push({ code: 'no-death', text: `No field says that any of the ${total} ${name} is closed.` });
  }
  if (rounds >= 2) {
    pro.push({
      code: 'steady-growth',
      text: `Survivors of every round: ${facts.leading.births.slice(1).join(', ')} ${name} born in rounds 1 to ${rounds} are still there.`,
    });
  } else if (rounds === 1) {
    con.push({
      code: 'short-series',
      text: 'Only two snapshots: growth over one round may be a burst. Three rounds or more prove it.',
    });
  } else {
    con.push({ code: 'single-snapshot', text: 'A single snapshot shows what is dead, not whether it grows.' });
  }
  if (set.frees >= total && set.labels.length === 1) {
    pro.push({
      code: 'single-holder',
      text: `One reference holds them all: without ${set.labels[0].text} no root reaches them.`,
    });
  }
  if (input.waiting !== null && !isMostlyDead(facts)) {
    const { pool, out, isAtWork } = input.waiting;
    con.push({
      code: 'pool-exhausted',
      text: `They wait for \`${pool}\`, which has nothing left to lend: ${out} are out${isAtWork ? ' and at work' : ''}. Look at who has them.`,
    });
  } else if (facts.books.length > 0 && facts.outsiders.length === 0 && input.user === null && !isMostlyDead(facts)) {
    pro.push({
      code: 'no-holder',
      text: 'Nothing but the books of the pool and the connection itself refers to them: nobody is left who could release them.',
    });
  }
  if (kind === 'lease-never-released' && set.labels.every((label) => label.kind === 'handle')) {
    pro.push({
      code: 'handle-only',
      text: 'Nothing in the program refers to them: only their own open handle keeps them.',
    });
  }
  if (refcount !== null && refcount.objects > 0) {
    pro.push({
      code: 'refcount',
      text: `${refcount.field} says ${refcount.stated ?? 'a number'}, the heap holds ${refcount.holders}, for ${refcount.objects} objects.`,
    });
  }
  if (facts.outsiders.length > 0 && facts.books.length > 0) {
    con.push({
      code: 'has-holder',
      text: `${facts.outsiders
        .map((label) => label.text)
        .slice(0, 3)
        .join(', ')} holds them too, and may be using them.`,
    });
  }
  if (input.user !== null && !isMostlyDead(facts)) {
    const { label, source } = input.user;
    const at = source === null ? '' : ` at ${source.file}:${source.line}`;
    con.push({ code: 'has-user', text: `\`${label}\`${at} has most of them in a variable, and may be using them.` });
  }
  if (facts.openHandles > 0 && facts.dead === 0) {
    con.push({
      code: 'open-handle',
      text: `${facts.openHandles} open handles belong to them: these connections are really connected.`,
    });
  }
  if (facts.inboundShare >= MOSTLY_DEAD)
    con.push({
      code: 'inbound',
      text: 'Their sockets were accepted by a server of this process: the peers decide how long they stay.',
    });
  if (facts.busyShare >= MOSTLY_DEAD)
    con.push({ code: 'busy', text: `${Math.round(facts.busyShare * 100)} % of them work on something right now.` });
  if (isBoundedPlace(set.labels[0]) && !isChainInField(input))
    con.push({
      code: 'bounded-place',
      text: `${set.labels[0].text} is named like something that keeps a bounded number of entries.`,
    });
  if (!isMostlyDead(facts) && rounds >= 2 && GROWTH_KINDS.has(kind)) {
    pro.push(...input.growth.for);
    con.push(...input.growth.against);
  }
  if (isMostlyDead(facts) && input.deadKept !== null) con.push(input.deadKept);
  if (!isMostlyDead(facts) && input.cleanupOfEach !== null) con.push(input.cleanupOfEach);
  if (input.timersExpire && input.timersAreMoot)
    pro.push({
      code: 'timers-moot',
      text: 'What their timers could settle is settled: nothing waits for them any more.',
    });
  if (input.timersExpire) con.push({ code: 'timers-expire', text: 'Their timers fire once and are then gone.' });
  return { for: pro, against: con };
}
