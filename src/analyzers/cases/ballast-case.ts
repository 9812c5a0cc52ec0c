import type { Source } from '../../findings/report-schema.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { CaseContext } from './context.js';
import type { IdleBallast } from './idle-ballast.js';

/** The case against a field through which idle resources of a pool keep data of finished work. */
export class BallastCase {
  readonly type = 'ballast';
  readonly kind = 'stale-link';
  readonly context: CaseContext;
  readonly ballast: IdleBallast;
  /** How many of the resources keep something that another finding, more than a note, already accuses. */
  readonly accused: number;
  /** Whether another finding, more than a note, accuses this very place. */
  readonly isPlaceTaken: boolean;

  constructor(context: CaseContext, ballast: IdleBallast, accused: number, isPlaceTaken: boolean) {
    this.context = context;
    this.ballast = ballast;
    this.accused = accused;
    this.isPlaceTaken = isPlaceTaken;
  }

  get rounds(): number {
    return this.context.series.length - 1;
  }

  get freedBytes(): number {
    return this.ballast.keepers.reduce((sum, keeper) => sum + keeper.freedBytes, 0);
  }

  /** The first function on the path to the data that is not Node's own, such as a listener that was not removed. */
  get functionOnWay(): Source | null {
    const { graph, sources } = this.context.view;
    for (const node of this.ballast.keepers[0].way) {
      const source = graph.nodeType(node) === NodeType.closure ? sources.ofFunction(node) : null;
      if (source !== null && !source.file.startsWith('node:')) return source;
    }
    return null;
  }
}
