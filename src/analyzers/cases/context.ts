import type { Source } from '../../findings/report-schema.js';
import type { WatchedPlace } from '../../findings/watch-schema.js';
import type { KeyKind } from '../code/key-kinds.js';
import type { MissedWay, PlaceCode } from '../code/place-code.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import type { HeapView } from '../objects/heap-view.js';
import type { LedgerFacts } from '../pools/audit/audit-pools.js';
import type { IdleFacts, LeaseFacts } from '../pools/leases/lease-facts.js';
import type { WaitFacts } from '../pools/leases/waiting.js';
import type { Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';

/** When a series was captured. Milliseconds; null where the times are unknown. */
export interface SeriesTimes {
  /** From the first snapshot to the last. */
  readonly spanMs: number | null;
  /** Unix time of the last snapshot; where only dates on the heap tell, the earliest possible time. Null if unknown. */
  readonly nowMs: () => number | null;
}

export const UNKNOWN_TIMES: SeriesTimes = { spanMs: null, nowMs: () => null };

/** What the program's source text says. */
export interface CodeView {
  /**
   * What the program does to the place that a label names; null when the text does not tell.
   *
   * @param depth how many collections deep the entries lie, where that is known: the label counts nested ones of a kind once
   */
  ofPlace(label: EdgeLabel, depth?: number): PlaceCode | null;
  /**
   * The lines that take a resource by the call `checkout`, as `pool.connect()`, and whether they return it by `release`.
   *
   * @param isOneOfSeveral whether several pools with these calls miss what they lent
   */
  ofCheckouts(checkout: string, release: string, isOneOfSeveral?: boolean): PlaceCode | null;
  /** Where the listener or timer callback that is written at `source` is registered and removed again. */
  ofCallback(source: Source): PlaceCode | null;
  /**
   * The function that runs when what a place has ends, and leaves it there; null when none is known.
   *
   * @param entries ordinals of some of what the place holds
   */
  leftByEnding(code: PlaceCode, label: EdgeLabel, entries: readonly number[]): MissedWay | null;
  /** The way on which a count of its users, in a field of the object, is raised and not lowered; null when none is known. */
  unbalanced(object: number, field: string): MissedWay | null;
  /** The line that removes by what is no key of the collection, as all its keys are of that kind; null where some line may be right. */
  otherKind(code: PlaceCode, kind: KeyKind): MissedWay | null;
  /** The line that declares the variable from which a label starts; null for another label, and when the text does not say. */
  declarationOf(label: EdgeLabel): Source | null;
  /** The line that takes an entry out of the place when the timer callback at `source` runs, itself or by what it calls; or null. */
  removalIn(label: EdgeLabel, source: Source): Source | null;
  /** The line that clears the interval of the callback at `interval` when the timer callback at `runner` runs, whatever else holds; or null. */
  clearIn(interval: Source, runner: Source): Source | null;
  /** The condition that ends the chain in which the timer callback at `source` starts its own timer again; null where there is none. */
  restartBoundOf(source: Source): Source | null;
  /** Whether the `async` function at `source` ends when what it awaits is there: it does not wait in a loop, nor call itself. */
  endsAfterAwait(source: Source): boolean;
}

/** For analyses without the program's text. */
export const NO_CODE: CodeView = {
  ofPlace: () => null,
  ofCheckouts: () => null,
  ofCallback: () => null,
  leftByEnding: () => null,
  unbalanced: () => null,
  otherKind: () => null,
  declarationOf: () => null,
  removalIn: () => null,
  clearIn: () => null,
  restartBoundOf: () => null,
  endsAfterAwait: () => false,
};

/** What was seen in the living process of collections, by node id in the last snapshot. */
export type WatchedPlaces = ReadonlyMap<number, WatchedPlace>;

/** Nothing was watched. */
export const NOT_WATCHED: WatchedPlaces = new Map();

/** What all cases of one analysis share. */
export interface CaseContext {
  readonly view: HeapView;
  readonly population: Population;
  readonly series: readonly SnapshotSummary[];
  readonly times: SeriesTimes;
  readonly code: CodeView;
  /** Results of the audit of the pools' books, by object. */
  readonly ledgerFacts: LedgerFacts;
  /** What is known of the leases of all pools. */
  readonly leaseFacts: LeaseFacts;
  /** The resources that pools book as idle. */
  readonly idleFacts: IdleFacts;
  /** The waiters of exhausted pools. */
  readonly waitFacts: WaitFacts;
  readonly watched: WatchedPlaces;
}
