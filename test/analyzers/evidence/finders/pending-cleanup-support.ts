import { findPendingCleanup, type PendingCleanup } from '../../../../src/analyzers/evidence/finders/pending-cleanup.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { see } from './finders-support.js';

export const SPAN_MS = 6000;
export const PLACE = { file: '/srv/app.js', line: 9, column: 3 };

export interface Asked {
  /** Entries that are asked about; 10 when not given. */
  readonly entries?: number;
  readonly spanMs?: number | null;
  readonly captureNumbers?: boolean;
  /** Class of what has the Map; Hub when not given. */
  readonly owner?: string;
  /** Class of the collection; Map when not given. */
  readonly collection?: string;
}

/** A heap with a collection, and the timers that a test adds. */
export class Waiting {
  readonly heap: HeapBuilder;
  readonly map: HeapNode;
  readonly hub: HeapNode;
  readonly born: [HeapNode, number][] = [];

  /** `globalThis ─hub▶ Hub ─rows▶ Map` */
  constructor({ captureNumbers = true, owner = 'Hub', collection }: Asked) {
    this.heap = new HeapBuilder({ captureNumbers });
    this.map = collection === undefined ? this.heap.map() : this.heap.object(collection);
    this.hub = this.heap.object(owner).property('rows', this.map);
    this.heap.global.property('hub', this.hub);
  }

  /** A function that sees the given variables. */
  sees(variables: Readonly<Record<string, HeapNode>>, name = 'sweep', words?: readonly string[]): HeapNode {
    return this.heap.closure(name, { place: PLACE, context: variables, ...(words === undefined ? {} : { words }) });
  }

  /** `setInterval(callback, ms)` */
  interval(callback: HeapNode, ms = SPAN_MS + 1): HeapNode {
    return this.heap.timeout(callback, ms).property('_repeat', ms);
  }

  /** `setTimeout(callback, ms)`, in the round that a snapshot showed first. */
  once(callback: HeapNode, ms = SPAN_MS + 1, round = 0): HeapNode {
    const timer = this.heap.timeout(callback, ms).property('_repeat', null);
    this.born.push([timer, round]);
    return timer;
  }
}

/** What may remove the entries of `Hub.rows` yet. */
export async function pendingOf(
  prepare: (waiting: Waiting) => unknown,
  asked: Asked = {},
): Promise<PendingCleanup | null> {
  const waiting = new Waiting(asked);
  prepare(waiting);
  const { view, at, births } = await see(waiting.heap);
  const { entries = 10, spanMs = SPAN_MS } = asked;
  return findPendingCleanup(view, at(waiting.map), entries, spanMs, births(waiting.born));
}
