import { RowError, type RowSink } from '../snapshot/row-sink.js';
import type { TraceFunctionLayout } from '../snapshot/snapshot-layout.js';
import { checkedName } from './node-facts.js';
import type { StringFacts } from './string-facts.js';
import { Use } from './uses.js';

/** Collects the names of functions and scripts in allocation stacks. */
export class TraceNames implements RowSink {
  readonly section = 'trace_function_infos';
  readonly stride: number;
  readonly #layout: TraceFunctionLayout;
  readonly #strings: StringFacts;
  readonly #uses: Uint16Array;

  constructor(layout: TraceFunctionLayout, strings: StringFacts, uses: Uint16Array) {
    this.#layout = layout;
    this.#strings = strings;
    this.#uses = uses;
    this.stride = layout.stride;
  }

  accept(values: Uint32Array, length: number): void {
    const { stride, name, scriptName } = this.#layout;
    if (this.#uses.length === 0) throw new RowError(name, 'expected section "strings" to have strings');
    for (let at = 0; at < length; at += stride) {
      this.#uses[checkedName(values, at + name, this.#strings.count)] |= Use.name;
      this.#uses[checkedName(values, at + scriptName, this.#strings.count)] |= Use.name | Use.script;
    }
  }

  progress(): string {
    return 'some functions';
  }
}
