import { lessGrave } from '../../findings/ranking.js';
import type { Evidence, Verdict } from '../../findings/report-schema.js';
import type { EvictionCode } from '../evidence/eviction-code.js';
import type { GrowthLimit } from '../evidence/growth-limits.js';
import type { KeyedByLiving } from '../evidence/keyed-by-living.js';
import type { PendingCleanup } from '../evidence/pending-cleanup.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { isLocalVariable, ownerNameOf } from '../labels/label-questions.js';
import type { Expiry } from '../objects/expiry.js';
import type { LifeSign } from '../objects/life-signs.js';

/** Rounds of growth from which it may be called proved. */
const ROUNDS_FOR_PROOF = 3;
/** A round that left less than this share of what the largest one left: no straight line. */
const STRAIGHT_SHARE = 0.6;
/** A round that left less than this share of it left nothing. */
const IDLE_SHARE = 0.1;
/** A last round below this share of the first one, with each clearly below the one before: it slows down. */
const SLOWING_SHARE = 0.6;
const SLOWER_SHARE = 0.9;
const MS_PER_SECOND = 1000;

/** What is known of objects that nothing says to be dead, and that grow in number. */
export interface GrowthFacts {
  /** What each round left behind, the first one first. */
  readonly perRound: readonly number[];
  /** Whether part of the last round is still where it belongs, as the newest members of a list are. */
  readonly lastIsPartial: boolean;
  /** A limit that is not reached yet. */
  readonly limit: GrowthLimit | null;
  /** Slots of an array that was made of so many, before it was filled, or null. */
  readonly room: number | null;
  /** The field by which the entries say when they go. */
  readonly expiry: Expiry | null;
  /** By which the objects say that they live. */
  readonly life: LifeSign | null;
  /** Whether they are connections, leases or sessions: things that are in use while they are open. */
  readonly isLent: boolean;
}

/** The gravest verdict that growth alone bears, and what speaks for it and against a graver one. */
export interface GrowthProof {
  readonly verdict: Verdict;
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
}

/**
 * Whether growth without death is proof. It is when every round of equal work left as many as the others (so nothing
 * is ever let go, by age or otherwise), and nothing around it says that it ends. What bounds itself, what goes in time,
 * and what says that it is in use, is at most worth a note, however straight the line.
 */
export function weighGrowth({ perRound, lastIsPartial, limit, room, expiry, life, isLent }: GrowthFacts): GrowthProof {
  const pro: Evidence[] = [];
  const against: Evidence[] = [];
  // What should have gone and did not is not bounded by the time after which it goes.
  const isOver = expiry?.overMs != null && expiry.overMs > 0;
  let verdict: Verdict = 'leak';
  const lower = (to: Verdict, code: string, text: string) => {
    against.push({ code, text });
    if (verdict !== 'note') verdict = to;
  };
  const whole = lastIsPartial ? perRound.slice(0, -1) : perRound;
  const largest = Math.max(...whole);
  if (perRound.length < ROUNDS_FOR_PROOF) verdict = 'suspect';
  else if (slowsDown(whole)) lower('note', 'slows-down', 'Each round left less than the one before: it may level off.');
  else if (whole.some((left) => left < largest * IDLE_SHARE))
    lower('note', 'uneven', 'Some rounds left next to nothing: this looks like load, not like a leak.');
  else if (whole.some((left) => left < largest * STRAIGHT_SHARE))
    lower('suspect', 'uneven', 'The rounds did not leave alike numbers: this may be load, not a leak.');
  if (limit !== null && !(isOver && limit.kind === 'time'))
    lower(
      'note',
      'limit',
      limit.kind === 'entries'
        ? `${limit.field} = ${limit.value} may bound it: that many are not there yet.`
        : `${limit.field} = ${limit.value}: entries may go in time.`,
    );
  if (room !== null) lower('note', 'had-room', `It had ${room} slots from the start: it may be a ring that fills.`);
  if (isOver) {
    const text = `${expiry.field} says when they go, and that time was over: they should be gone.`;
    pro.push({ code: 'expired', text });
  } else if (expiry !== null) lower('note', 'expires', `${expiry.field} says when they go.`);
  if (life !== null && (life.kind === 'in-use' || isLent))
    lower(
      life.kind === 'in-use' ? 'note' : 'suspect',
      'says-it-lives',
      `They say that they are in use: ${life.field}.`,
    );
  return { verdict, for: pro, against };
}

/** Whether every round left clearly less than the one before. */
function slowsDown(perRound: readonly number[]): boolean {
  const isFalling = perRound.every((step, index) => index === 0 || step <= perRound[index - 1] * SLOWER_SHARE);
  return isFalling && perRound[perRound.length - 1] < perRound[0] * SLOWING_SHARE;
}

/** The same proof with one more thing that speaks against it, which bears no graver verdict than that. */
function lowered(proof: GrowthProof, to: Verdict, code: string, text: string): GrowthProof {
  return { ...proof, verdict: lessGrave(proof.verdict, to), against: [...proof.against, { code, text }] };
}

/** Code that keeps a collection within bounds makes growth in it a matter of time, or at most a suspicion. */
export function weighEviction(proof: GrowthProof, eviction: EvictionCode | null): GrowthProof {
  if (eviction === null) return proof;
  return lowered(proof, eviction.isCertain ? 'note' : 'suspect', 'eviction-code', describeEviction(eviction));
}

export function describeEviction({ source, collection, by, isCertain, function: called }: EvictionCode): string {
  const where = source === null ? '' : ` at ${source.file}:${source.line}`;
  const name = called === '' ? 'a function' : `\`${called}\``;
  const what = isCertain ? `\`${collection}\`` : 'it';
  const text =
    by === 'size'
      ? `The code of ${name}${where} adds to ${what}, reads how full it is and removes: it may be bounded.`
      : `The code of ${name}${where} goes through ${what}, reads a clock and removes: entries may go in time.`;
  return isCertain ? text : `Perhaps: ${text}`;
}

/** What belongs to connections that are open grows as they do. */
export function weighKeys(proof: GrowthProof, keys: KeyedByLiving | null): GrowthProof {
  if (keys === null) return proof;
  const what = keys.by === null ? 'keys are' : `\`${keys.by}\` is`;
  const text = `Their ${what} what ${keys.field} of connections that are open refers to: they go when these do.`;
  return lowered(proof, keys.verdict, 'keyed-by-living', text);
}

/** What a function gathers until it ends is not left behind: a batch that runs looks just like it. */
export function weighLocal(proof: GrowthProof, label: EdgeLabel): GrowthProof {
  if (!isLocalVariable(label)) return proof;
  const text = `A variable of \`${ownerNameOf(label)}\` holds them, a function that is suspended: they go when it ends.`;
  return lowered(proof, 'suspect', 'suspended-holder', text);
}

/** What a client keeps until it is connected again is a backlog of the outage. @param retry the field that says so, or null */
export function weighRetry(proof: GrowthProof, retry: string | null): GrowthProof {
  if (retry === null) return proof;
  const text = `${retry} says that it is about to connect again: they may wait for that.`;
  return lowered(proof, 'suspect', 'reconnecting', text);
}

/** A queue that is served is a backlog, not a leak: it may go on growing, but each entry goes in its turn. */
export function weighLeaving(proof: GrowthProof, left: readonly number[] | null): GrowthProof {
  if (left === null) return proof;
  const text = `The oldest entries leave, ${left.join(', ')} in rounds 1 to ${left.length}: a queue, perhaps, that fills faster than it is served.`;
  return lowered(proof, 'suspect', 'oldest-leave', text);
}

/** What a timer that has not fired yet may remove is not left behind for good. */
export function weighPending(proof: GrowthProof, pending: PendingCleanup | null): GrowthProof {
  if (pending === null) return proof;
  return lowered(proof, 'suspect', 'cleanup-pending', describePending(pending));
}

export function describePending({ timer, source, delayMs, timers, repeats }: PendingCleanup): string {
  const where = source === null ? '' : ` at ${source.file}:${source.line}`;
  const who = timers === 1 ? `\`${timer}\`${where}` : `${timers} timers \`${timer}\`${where}`;
  const longer =
    delayMs === null
      ? 'until it has fired'
      : `over more than ${Math.ceil(delayMs / MS_PER_SECOND)} s, so that it fires`;
  return `${who} did not fire ${repeats ? 'during the series' : 'yet'} and may remove them: take the series ${longer}.`;
}
