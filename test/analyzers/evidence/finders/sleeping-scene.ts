import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';

export const FILE = '/srv/app.js';

/** Functions by the line on which they are written, promises, and the timers that settle these. */
export class SleepingScene {
  readonly heap = new HeapBuilder();
  #lines = 0;

  /** A function of the program, or of another file; without a place where `file` is null. */
  fn(name: string, file: string | null = FILE): HeapNode {
    this.#lines += 1;
    return this.heap.closure(name, file === null ? {} : { place: { file, line: this.#lines, column: 1 } });
  }

  /** `Generator ──function──▶ fn`: a call that waits, and gave its caller a promise. */
  call(fn: HeapNode, given?: HeapNode): HeapNode {
    const generator = this.heap.object('Generator').internal('function', fn);
    return given === undefined ? generator : generator.hidden(1, given);
  }

  /** `closure ──context──▶ scope ──extension──▶ call` */
  handler(call: HeapNode): HeapNode {
    return this.heap.closure('', { context: this.heap.context().internal('extension', call) });
  }

  /** `Promise ──reactions_or_result──▶ PromiseReaction ──▶ handlers` */
  promise(...handlers: readonly HeapNode[]): HeapNode {
    const reaction = this.heap.allocate('hidden', 'system / PromiseReaction');
    handlers.forEach((handler, index) => reaction.hidden(index, handler));
    return this.heap.promise(reaction);
  }

  /** A promise that a call of `fn` awaits; that of another call where it is given one. */
  awaitedBy(fn: HeapNode, given?: HeapNode): HeapNode {
    return this.promise(this.handler(this.call(fn, given)));
  }

  /** The `resolve` function of a promise. */
  resolve(promise: HeapNode): HeapNode {
    return this.heap.closure('', { context: this.heap.context().hidden(1, promise) });
  }

  /** `setTimeout(callback, …)` */
  once(callback: HeapNode): HeapNode {
    return this.heap.timeout(callback, 60_000).property('_repeat', null);
  }
}
