import { ROW_PARSER_CODE } from './row-parser-code.js';
import { TYPES_BYTES } from './row-shapes.js';
import type { SnapshotLayout } from './snapshot-layout.js';

/** Bytes of text parsed at once; larger chunks are parsed in several windows. */
const WINDOW_BYTES = 2 ** 18;
/**
 * The parser may read this many bytes after the start of the last row. Bytes after the text are zero, so an incomplete
 * row or string is never taken for a complete one.
 */
const LOOK_AHEAD_BYTES = 96;
/** Rows parsed before they are copied to the columns: few enough to stay in the processor's second-level cache. */
const BATCH_ROWS = 2 ** 14;

const TYPES_AT = 64;
const TEXT_AT = TYPES_AT + TYPES_BYTES;
const COLUMNS_AT = TEXT_AT + WINDOW_BYTES + 2 * LOOK_AHEAD_BYTES;
const COLUMN_BYTES = BATCH_ROWS * Uint32Array.BYTES_PER_ELEMENT;
/** The spellings of strings use the space of the columns after the third, and of two more. */
const SPELLING_BYTES = 4 * COLUMN_BYTES - LOOK_AHEAD_BYTES;
const PAGE_BYTES = 2 ** 16;
const MEMORY_PAGES = Math.ceil((COLUMNS_AT + 7 * COLUMN_BYTES) / PAGE_BYTES);

/** Whole rows that were parsed. Views of memory that the next call overwrites. */
export interface ParsedEdges {
  readonly rows: number;
  readonly heads: Uint32Array;
  readonly names: Uint32Array;
  readonly maxName: number;
}

export interface ParsedNodes {
  readonly rows: number;
  readonly types: Uint8Array;
  readonly names: Uint32Array;
  readonly ids: Uint32Array;
  readonly sizes: Uint32Array;
  readonly firstEdges: Uint32Array;
  readonly maxName: number;
  readonly edges: number;
}

export interface ParsedLocations {
  readonly rows: number;
  readonly nodes: Uint32Array;
  readonly scriptIds: Uint32Array;
  readonly lines: Uint32Array;
  readonly columns: Uint32Array;
}

export interface ParsedStrings {
  readonly count: number;
  /** The spellings of all of them. */
  readonly bytes: Uint8Array;
  /** Where each ends, with `base` added. */
  readonly ends: Uint32Array;
  /** See `hashOfName`; 0 for one that is too long or has an escape. */
  readonly hashes: Uint32Array;
  /** Which of them have an escape and `mayReadLikeName`. */
  readonly escaped: Uint32Array;
}

interface Memory {
  readonly buffer: ArrayBuffer;
}

interface Exports {
  stopped(): number;
  maxName(): number;
  edgeTotal(): number;
  parseEdges(...args: number[]): number;
  parseNodes(...args: number[]): number;
  parseLocations(...args: number[]): number;
  parseStrings(...args: number[]): number;
  escapedTotal(): number;
}

/**
 * Whole rows of text to columns, in WebAssembly (`wasm/row-parser.ts`): several times as fast as the reader of numbers,
 * which takes over where a row is not in V8's usual spelling. One instance serves all snapshots: between two calls it
 * keeps only the text in its window.
 */
class RowParser {
  readonly #exports: Exports;
  readonly #memory: Memory;
  readonly #bytes: Uint8Array;
  /** Where the window begins in the chunk that was opened last, and how much of the chunk it shows. */
  #windowFrom = 0;
  #windowBytes = 0;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(exports: Exports, memory: Memory) {
    this.#exports = exports;
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  /** Sets the chunk to parse. Must be called again whenever its bytes may have changed. */
  open(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#windowBytes = 0;
  }

  /** Edges from position `from` of the open chunk on; none when the rows are not of the usual kind, or at the chunk's end. */
  parseEdges(from: number, rows: number, layout: SnapshotLayout, types: Uint8Array, maxName: number): ParsedEdges {
    const { textFrom, last } = this.#show(from);
    this.#bytes.set(types, TYPES_AT);
    const capacity = Math.min(rows, BATCH_ROWS);
    const [heads, names] = [0, 1].map(columnAt);
    const count = this.#exports.parseEdges(
      textFrom,
      last,
      capacity,
      heads,
      names,
      TYPES_AT,
      layout.nodes.stride,
      layout.nodeCount,
      maxName,
    );
    return {
      rows: count,
      heads: this.#column(0, count),
      names: this.#column(1, count),
      maxName: this.#exports.maxName(),
    };
  }

  /** Nodes from position `from` of the open chunk on; see {@link parseEdges}. */
  parseNodes(
    from: number,
    rows: number,
    layout: SnapshotLayout,
    types: Uint8Array,
    { maxName, edges }: { maxName: number; edges: number },
  ): ParsedNodes {
    const { textFrom, last } = this.#show(from);
    this.#bytes.set(types, TYPES_AT);
    const { stride, traceNodeId } = layout.nodes;
    const capacity = Math.min(rows, BATCH_ROWS);
    const [typesAt, names, ids, sizes, firstEdges] = [0, 1, 2, 3, 4].map(columnAt);
    const count = this.#exports.parseNodes(
      textFrom,
      last,
      capacity,
      stride,
      traceNodeId,
      TYPES_AT,
      typesAt,
      names,
      ids,
      sizes,
      firstEdges,
      maxName,
      edges,
    );
    return {
      rows: count,
      types: this.#bytes.subarray(typesAt, typesAt + count),
      names: this.#column(1, count),
      ids: this.#column(2, count),
      sizes: this.#column(3, count),
      firstEdges: this.#column(4, count),
      maxName: this.#exports.maxName(),
      edges: this.#exports.edgeTotal() >>> 0,
    };
  }

  /** Locations from position `from` of the open chunk on; see {@link parseEdges}. */
  parseLocations(from: number, layout: SnapshotLayout): ParsedLocations {
    const { textFrom, last } = this.#show(from);
    const [nodes, scriptIds, lines, columns] = [0, 1, 2, 3].map(columnAt);
    const rows = this.#exports.parseLocations(
      textFrom,
      last,
      BATCH_ROWS,
      layout.nodes.stride,
      layout.nodeCount,
      nodes,
      scriptIds,
      lines,
      columns,
    );
    return {
      rows,
      nodes: this.#column(0, rows),
      scriptIds: this.#column(1, rows),
      lines: this.#column(2, rows),
      columns: this.#column(3, rows),
    };
  }

  /**
   * Strings from position `from` of the open chunk on, where the first of them begins behind its quote; see
   * {@link parseEdges}.
   *
   * @param room most bytes that their spellings may have
   * @param base is added to where they end
   */
  parseStrings(from: number, room: number, base: number): ParsedStrings {
    const { textFrom, last } = this.#show(from);
    const most = Math.min(room - LOOK_AHEAD_BYTES, SPELLING_BYTES);
    const [ends, hashes, escaped, out] = [0, 1, 2, 3].map(columnAt);
    const exports = this.#exports;
    const count = exports.parseStrings(textFrom, last, out, out + most, ends, hashes, escaped, BATCH_ROWS, base);
    const bytes = count === 0 ? 0 : this.#column(0, count)[count - 1] - base;
    return {
      count,
      bytes: this.#bytes.subarray(out, out + bytes),
      ends: this.#column(0, count),
      hashes: this.#column(1, count),
      escaped: this.#column(2, exports.escapedTotal()),
    };
  }

  /** Position in the open chunk behind the last row that was parsed. */
  get stoppedAt(): number {
    return this.#exports.stopped() - TEXT_AT + this.#windowFrom;
  }

  /**
   * Moves the window when too little of it is left, and returns where in memory the rows begin and where the last may
   * begin.
   */
  #show(from: number): { textFrom: number; last: number } {
    const shown = this.#windowFrom + this.#windowBytes;
    if (
      this.#windowBytes === 0 ||
      from < this.#windowFrom ||
      (shown - from < LOOK_AHEAD_BYTES && shown < this.#chunk.length)
    ) {
      const part = this.#chunk.subarray(from, from + WINDOW_BYTES);
      this.#bytes.set(part, TEXT_AT);
      this.#bytes.fill(0, TEXT_AT + part.length, TEXT_AT + part.length + LOOK_AHEAD_BYTES);
      this.#windowFrom = from;
      this.#windowBytes = part.length;
    }
    return {
      textFrom: TEXT_AT + from - this.#windowFrom,
      last: TEXT_AT + this.#windowBytes,
    };
  }

  #column(index: number, rows: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, columnAt(index), rows);
  }
}

function columnAt(index: number): number {
  return COLUMNS_AT + index * COLUMN_BYTES;
}

let shared: RowParser | null | undefined;

/** The parser, or null where the engine has no WebAssembly, or none with vector instructions. */
export function findRowParser(): RowParser | null {
  shared ??= makeRowParser();
  return shared;
}

export type { RowParser };

/** The part of the WebAssembly interface used here: TypeScript has its types only in the DOM library. */
interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number }) => Memory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  validate(code: Uint8Array): boolean;
}

function makeRowParser(): RowParser | null {
  const api: unknown = Reflect.get(globalThis, 'WebAssembly');
  const code = Buffer.from(ROW_PARSER_CODE, 'base64');
  if (!isWebAssembly(api) || !api.validate(code)) return null;
  const memory = new api.Memory({ initial: MEMORY_PAGES });
  const { exports } = new api.Instance(new api.Module(code), { env: { memory } });
  return isParser(exports) ? new RowParser(exports, memory) : null;
}

function isWebAssembly(api: unknown): api is WebAssemblyApi {
  return typeof api === 'object' && api !== null && 'validate' in api;
}

function isParser(exports: object): exports is Exports {
  return [
    'stopped',
    'maxName',
    'edgeTotal',
    'parseEdges',
    'parseNodes',
    'parseLocations',
    'parseStrings',
    'escapedTotal',
  ].every((name) => typeof Reflect.get(exports, name) === 'function');
}
