import { ArrayStrings } from './array-strings.js';
import type { SnapshotColumns } from './columns.js';
import { ColumnsBuilder } from './columns-builder.js';
import { FormatError, StringIndexError, toToolError } from './format-error.js';
import { RowError, type RowSink, type WideNumbers } from './row-sink.js';
import { readLayout } from './snapshot-layout.js';

/** The text of a snapshot after `JSON.parse`, or as another engine holds it. */
export interface ParsedSnapshot {
  /** The `snapshot` section, with `meta`. */
  readonly snapshot: unknown;
  readonly nodes: Iterable<number>;
  readonly edges: Iterable<number>;
  readonly locations?: Iterable<number>;
  readonly samples?: readonly number[];
  readonly strings: readonly string[];
}

const UINT32_MAX = 2 ** 32 - 1;

/**
 * Columns of a snapshot that was parsed already. Sizes and ids of 4 GiB and more wrap around, and stacks of allocations are left out.
 *
 * @param name for messages
 * @throws ToolError when it is no heap snapshot
 */
export function readParsedSnapshot(parsed: ParsedSnapshot, name: string): SnapshotColumns {
  try {
    const builder = new ColumnsBuilder(readLayout(parsed.snapshot));
    fill(builder.sinkOf('nodes'), toUint32Array(parsed.nodes));
    fill(builder.sinkOf('edges'), toUint32Array(parsed.edges));
    fill(builder.sinkOf('locations'), toUint32Array(parsed.locations ?? []));
    const samples = parsed.samples ?? [];
    const wide = new Map(
      samples.flatMap((value, index): [number, number][] => (value > UINT32_MAX ? [[index, value]] : [])),
    );
    fill(builder.sinkOf('samples'), Uint32Array.from(samples), wide);
    return builder.build(new ArrayStrings(parsed.strings));
  } catch (error) {
    throw toToolError(asFormatError(error), name);
  }
}

/** @throws whatever is no fault of the snapshot */
function asFormatError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  if (error instanceof RowError) return new FormatError('malformed', error.message);
  if (error instanceof StringIndexError)
    return new FormatError('malformed', error.message, { section: error.section }, { cause: error });
  throw error;
}

function fill(sink: RowSink | null, values: Uint32Array, wide: WideNumbers = new Map()): void {
  if (sink === null) return;
  sink.accept(values, values.length - (values.length % sink.stride), wide);
  sink.finish?.();
}

function toUint32Array(values: Iterable<number>): Uint32Array {
  return values instanceof Uint32Array ? values : Uint32Array.from(values);
}
