import { GrowingColumn } from './growing-column.js';
import { nameFault, type RowSink, rejectWide, type WideNumbers } from './row-sink.js';
import type { TraceFunctionLayout } from './snapshot-layout.js';
import type { TraceFunctionColumns } from './trace-columns.js';

/** Collects the rows of the `trace_function_infos` section. */
export class GrowingTraceFunctions implements RowSink {
  readonly section = 'trace_function_infos';
  readonly stride: number;
  /** The largest string index so far. */
  maxName = 0;
  readonly #layout: TraceFunctionLayout;
  readonly #stringLimit: number;
  readonly #names = new GrowingColumn();
  readonly #scriptNames = new GrowingColumn();
  readonly #lines = new GrowingColumn();
  readonly #columns = new GrowingColumn();

  constructor(layout: TraceFunctionLayout, stringLimit: number = Number.POSITIVE_INFINITY) {
    this.stride = layout.stride;
    this.#layout = layout;
    this.#stringLimit = stringLimit;
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { stride, name, scriptName, line, column } = this.#layout;
    if (wide.size > 0) rejectWide(wide, stride, (field) => ![name, scriptName, line, column].includes(field));
    for (let at = 0; at < length; at += stride) {
      for (const field of [name, scriptName]) {
        const text = values[at + field];
        if (text >= this.#stringLimit) throw nameFault(at + field, text, this.#stringLimit);
        this.maxName = Math.max(this.maxName, text);
      }
      this.#names.push(values[at + name]);
      this.#scriptNames.push(values[at + scriptName]);
      this.#lines.push(values[at + line]);
      this.#columns.push(values[at + column]);
    }
  }

  progress(): string {
    return `${this.#names.count} functions`;
  }

  /** What was collected. */
  columns(): TraceFunctionColumns {
    return {
      count: this.#names.count,
      names: this.#names.values(),
      scriptNames: this.#scriptNames.values(),
      lines: this.#lines.values(),
      columns: this.#columns.values(),
    };
  }
}
