import type { Source } from '../../findings/report-schema.js';
import type { PlaceCode } from '../code/place-code.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import type { HeapView } from '../objects/heap-view.js';
import type { LedgerFacts } from '../pools/audit/audit-pools.js';
import type { IdleFacts, LeaseFacts } from '../pools/leases/lease-facts.js';
import type { WaitFacts } from '../pools/leases/waiting.js';
import type { Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';

/** When a series was taken. Milliseconds; null where the times are unknown. */
export interface SeriesTimes {
  /** From the first snapshot to the last. */
  readonly spanMs: number | null;
  /** Of the epoch: the last snapshot was taken then or, where only the heap tells, not before. Null if unknown. */
  readonly nowMs: () => number | null;
}

export const UNKNOWN_TIMES: SeriesTimes = { spanMs: null, nowMs: () => null };

/** What the program's text says. */
export interface CodeView {
  /** What it does to the place that a label names; null when it does not say. */
  ofPlace(label: EdgeLabel): PlaceCode | null;
  /** The lines that borrow by the call `checkout`, as `pool.connect()`, and whether they give back by `release`. */
  ofCheckouts(checkout: string, release: string): PlaceCode | null;
  /** Where a listener or a timer's function, written at `source`, is handed over and taken back. */
  ofCallback(source: Source): PlaceCode | null;
  /** The line that declares the variable from which a label starts; null for another label, and when the text does not say. */
  declarationOf(label: EdgeLabel): Source | null;
}

/** The text is not at hand. */
export const NO_CODE: CodeView = {
  ofPlace: () => null,
  ofCheckouts: () => null,
  ofCallback: () => null,
  declarationOf: () => null,
};

/** What all cases of one analysis share. */
export interface CaseContext {
  readonly view: HeapView;
  readonly population: Population;
  readonly series: readonly SnapshotSummary[];
  readonly times: SeriesTimes;
  readonly code: CodeView;
  /** What the audit of the pools' books says of single objects. */
  readonly ledgerFacts: LedgerFacts;
  /** What is known of what pools have lent. */
  readonly leaseFacts: LeaseFacts;
  /** What pools have in stock. */
  readonly idleFacts: IdleFacts;
  /** What waits for pools that have nothing left. */
  readonly waitFacts: WaitFacts;
}
