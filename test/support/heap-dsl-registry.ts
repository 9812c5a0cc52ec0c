import type { HeapBuilder, HeapNode } from './heap-dsl.js';

/**
 * A FinalizationRegistry as V8 lists it: cells, chained, each with its registry, its held value and a weak target.
 *
 * ```
 *   FinalizationRegistry ─4─▶ WeakCell ─2─▶ WeakCell ─▶ …
 *            ▲────────0──────────┘ │ └─1─▶ Held
 *                                  └══target══▶ Target
 * ```
 */
export class HeapRegistry {
  readonly node: HeapNode;
  readonly #heap: HeapBuilder;
  #last: HeapNode | null = null;

  constructor(heap: HeapBuilder, cleanUp?: HeapNode) {
    this.#heap = heap;
    this.node = heap.object('FinalizationRegistry');
    if (cleanUp !== undefined) this.node.hidden(3, cleanUp);
  }

  /** Registers `target`; returns the cell. Without a target it has been collected, and its clean-up is still to run. */
  register(target: HeapNode | null, held: HeapNode): HeapNode {
    const cell = this.#heap.allocate('hidden', 'system / WeakCell').hidden(0, this.node).hidden(1, held);
    if (target !== null) cell.weak('target', target);
    if (this.#last !== null) {
      cell.hidden(2, this.#last);
      this.#last.hidden(3, cell);
    }
    this.#last = cell;
    const first = this.node.edges.findIndex(({ type, name }) => type === 'hidden' && name === 4);
    if (first !== -1) this.node.edges.splice(first, 1);
    this.node.hidden(4, cell);
    return cell;
  }
}
