import { boundedPlace, boundedPlaceOfOne, boundedPlaceOfValues } from './doubts/bounded-place.js';
import { busy } from './doubts/busy.js';
import { cleanupOfDeadPending, cleanupPending, returnPending } from './doubts/cleanup-pending.js';
import { clearedSlots } from './doubts/cleared-slots.js';
import { drainedWhileWatched } from './doubts/drained-while-watched.js';
import { evictionCode, evictionOfDead } from './doubts/eviction-code.js';
import { expires } from './doubts/expires.js';
import { fewDead, fewEntries, fewPerRound } from './doubts/few.js';
import { fewRepeats } from './doubts/few-repeats.js';
import { hadRoom } from './doubts/had-room.js';
import { hasHolder } from './doubts/has-holder.js';
import { hasUser } from './doubts/has-user.js';
import { inFlight } from './doubts/in-flight.js';
import { inUse } from './doubts/in-use.js';
import { inbound } from './doubts/inbound.js';
import { inferredBooks } from './doubts/inferred-books.js';
import { intervalsCleared } from './doubts/intervals-cleared.js';
import { invisibleEntries } from './doubts/invisible-entries.js';
import { keyedByLiving } from './doubts/keyed-by-living.js';
import { leftWhileWatched } from './doubts/left-while-watched.js';
import { leveledWhileWatched } from './doubts/leveled-while-watched.js';
import { limit } from './doubts/limit.js';
import { mayBeWanted } from './doubts/may-be-wanted.js';
import { noChain } from './doubts/no-chain.js';
import { noDeath } from './doubts/no-death.js';
import { endsWithPool, noMoreDead, noMoreLeases } from './doubts/no-growth.js';
import { notAllFreed } from './doubts/not-all-freed.js';
import { notEachRound } from './doubts/not-each-round.js';
import { oldestLeave } from './doubts/oldest-leave.js';
import { openHandle } from './doubts/open-handle.js';
import { poolExhausted } from './doubts/pool-exhausted.js';
import { reconnecting } from './doubts/reconnecting.js';
import { recurring } from './doubts/recurring.js';
import { refreshed } from './doubts/refreshed.js';
import { removedAfterSleep, removedAfterUse } from './doubts/removed-after-use.js';
import { removedByCode } from './doubts/removed-by-code.js';
import { deadSayTheyLive, saysItLives } from './doubts/says-it-lives.js';

import { shortSeries, shortSeriesOfDead, shortSeriesOfPlace } from './doubts/short-series.js';
import { singleSnapshot } from './doubts/single-snapshot.js';
import { slowsDown } from './doubts/slows-down.js';
import { suspendedHolder } from './doubts/suspended-holder.js';
import { timersExpire } from './doubts/timers-expire.js';
import { timersWanted } from './doubts/timers-wanted.js';
import { turnover } from './doubts/turnover.js';
import { uneven } from './doubts/uneven.js';
import { weaklyKept } from './doubts/weakly-kept.js';
import { youngHistory, youngHolder } from './doubts/young-holder.js';
import { accumulating } from './proofs/accumulating.js';
import { ages } from './proofs/ages.js';
import {
  auditBookedTwice,
  auditClosedButBooked,
  auditInNoBook,
  auditInTwoBooks,
  auditLeasedWithoutHolder,
} from './proofs/audit.js';
import { dead } from './proofs/dead.js';
import { deadParts } from './proofs/dead-parts.js';
import { exhausted } from './proofs/exhausted.js';
import { expired } from './proofs/expired.js';
import { functionOnWay } from './proofs/function.js';
import { handleOnly } from './proofs/handle-only.js';
import { idle } from './proofs/idle.js';
import { abandonedLeases, leases } from './proofs/leases.js';
import { longerText } from './proofs/longer-text.js';
import { noHolder } from './proofs/no-holder.js';
import { noObjects } from './proofs/no-objects.js';
import { nobodyLeft } from './proofs/nobody-left.js';
import { refcount } from './proofs/refcount.js';
import { missedByCode, neverRemoved, removalOverdue } from './proofs/removal-code.js';
import { sameTargets } from './proofs/same-targets.js';
import { singleHolder, singleHolderOfBallast } from './proofs/single-holder.js';
import { steadyGrowth, steadyGrowthOfPlace } from './proofs/steady-growth.js';
import { abandonedTakenAt, takenAt } from './proofs/taken-at.js';
import { timersSettled } from './proofs/timers-settled.js';
import { grewWhileWatched, removerMissed, removerNeverRan, stayedWhileWatched } from './proofs/watched.js';
import { accusedAlready } from './silences/accused-already.js';
import { bookedIdle } from './silences/booked-idle.js';
import { corePlace } from './silences/core-place.js';
import { covered } from './silences/covered.js';
import { fewLeases } from './silences/few-leases.js';
import { freesNothing } from './silences/frees-nothing.js';
import { justConnected } from './silences/just-connected.js';
import { leveledOff } from './silences/leveled-off.js';
import { oneBurst } from './silences/one-burst.js';
import { ownObjects } from './silences/own-objects.js';
import { ownersGrow } from './silences/owners-grow.js';
import { samePlace } from './silences/same-place.js';
import { standing } from './silences/standing.js';
import { steadyLeases } from './silences/steady-leases.js';
import { trifle } from './silences/trifle.js';

/** Reasons to set a case aside instead of reporting a finding; asked in this order. */
export const SILENCES = [
  samePlace,
  bookedIdle,
  ownersGrow,
  justConnected,
  oneBurst,
  leveledOff,
  covered,
  corePlace,
  ownObjects,
  accusedAlready,
  fewLeases,
  steadyLeases,
  freesNothing,
  standing,
  trifle,
] as const;

/** Evidence against, which lowers the verdict; asked turn by turn, and listed in this order. */
export const DOUBTS = [
  noDeath,
  singleSnapshot,
  noMoreDead,
  shortSeries,
  shortSeriesOfDead,
  shortSeriesOfPlace,
  notEachRound,
  noChain,
  fewPerRound,
  fewEntries,
  fewDead,
  fewRepeats,
  hasHolder,
  hasUser,
  openHandle,
  inbound,
  busy,
  boundedPlace,
  boundedPlaceOfOne,
  boundedPlaceOfValues,
  poolExhausted,
  inFlight,
  youngHolder,
  youngHistory,
  slowsDown,
  uneven,
  limit,
  hadRoom,
  drainedWhileWatched,
  leftWhileWatched,
  leveledWhileWatched,
  expires,
  saysItLives,
  deadSayTheyLive,
  suspendedHolder,
  clearedSlots,
  refreshed,
  inUse,
  recurring,
  turnover,
  invisibleEntries,
  reconnecting,
  cleanupPending,
  cleanupOfDeadPending,
  returnPending,
  oldestLeave,
  removedByCode,
  removedAfterUse,
  removedAfterSleep,
  evictionCode,
  evictionOfDead,
  keyedByLiving,
  weaklyKept,
  timersExpire,
  timersWanted,
  intervalsCleared,
  noMoreLeases,
  endsWithPool,
  inferredBooks,
  mayBeWanted,
  notAllFreed,
] as const;

/** Evidence for; listed in this order. */
export const PROOFS = [
  dead,
  deadParts,
  steadyGrowth,
  steadyGrowthOfPlace,
  grewWhileWatched,
  stayedWhileWatched,
  removerNeverRan,
  removerMissed,
  singleHolder,
  noHolder,
  handleOnly,
  refcount,
  expired,
  timersSettled,
  sameTargets,
  noObjects,
  longerText,
  leases,
  abandonedLeases,
  takenAt,
  abandonedTakenAt,
  nobodyLeft,
  accumulating,
  exhausted,
  idle,
  singleHolderOfBallast,
  neverRemoved,
  missedByCode,
  removalOverdue,
  functionOnWay,
  auditInNoBook,
  auditInTwoBooks,
  auditBookedTwice,
  auditClosedButBooked,
  auditLeasedWithoutHolder,
  ages,
] as const;

/** Every code that evidence in a report can have. */
export type EvidenceCode = (typeof DOUBTS)[number]['code'] | (typeof PROOFS)[number]['code'];

/** Every code under which a case can be set aside. */
export type SilenceCode = (typeof SILENCES)[number]['code'];

/** All of them, each once, by name. */
export const EVIDENCE_CODES: readonly EvidenceCode[] = [
  ...new Set([...DOUBTS, ...PROOFS].map(({ code }) => code)),
].sort();

export const SILENCE_CODES: readonly SilenceCode[] = SILENCES.map(({ code }) => code).sort();
