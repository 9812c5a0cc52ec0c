import { isExhausted } from '../pools/audit/exhaustion.js';
import type { AbandonedLeases } from '../pools/leases/abandoned-leases.js';
import { differences } from '../series/growth-pattern.js';
import type { CaseContext } from './context.js';
import { MOSTLY } from './thresholds.js';

/** Number of rounds in which the number of leases grew, from which they count as accumulating. */
const ROUNDS_OF_MORE = 2;

/** The case of leases of one pool that no code can return any more, as nothing outside the pool refers to them. */
export class LeaseCase {
  readonly type = 'leases';
  readonly kind = 'lease-never-released';
  readonly context: CaseContext;
  readonly abandoned: AbandonedLeases;
  /** How many of the leases are suspects of another finding that is more than a note. */
  readonly accused: number;

  constructor(context: CaseContext, abandoned: AbandonedLeases, accused: number) {
    this.context = context;
    this.abandoned = abandoned;
    this.accused = accused;
  }

  get rounds(): number {
    return this.context.series.length - 1;
  }

  /** Whether their number grows from round to round. */
  get accumulates(): boolean {
    return differences(this.abandoned.counts).filter((more) => more > 0).length >= ROUNDS_OF_MORE;
  }

  /** Whether waiters need the resources that they keep. */
  get starves(): boolean {
    const { inventory, leases } = this.abandoned;
    return isExhausted(inventory) && leases.length >= (inventory.leased ?? 0) * MOSTLY;
  }

  /** Whether a profile knows the pool; else its books are inferred. */
  get isKnownPool(): boolean {
    return this.abandoned.audited.pool.known?.pool != null;
  }

  /** The terms of the library, when a profile knows it. */
  get words(): { readonly checkout?: string | undefined; readonly release?: string | undefined } | undefined {
    const { known } = this.abandoned.audited.pool;
    return known?.pool?.words ?? known?.profile.words;
  }

  /** Class of the leased resources. */
  get className(): string {
    return this.context.view.graph.nodeName(this.abandoned.leases[0].members[0]);
  }
}
