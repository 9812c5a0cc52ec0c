import { ToolError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import type { ColumnMemory } from './column-memory.js';
import type { SnapshotColumns } from './columns.js';
import { FormatError, StringIndexError, toToolError } from './format-error.js';
import { SnapshotParser } from './snapshot-parser.js';

/** Options of {@link readSnapshot}. */
export interface ReadSnapshotOptions {
  /** Stops reading between two chunks; its reason is thrown unchanged. */
  readonly signal?: AbortSignal;
  /** Called after each chunk with the bytes of the input consumed so far, and all of them or `null` for a pipe. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
  /**
   * Called with the node and edge counts of the header, before memory is allocated for them. Throwing ends the reading.
   */
  readonly onCounts?: (counts: SnapshotCounts) => void;
  /** Memory for the columns: see `ReusedMemory` for reading several snapshots in turn. New memory when absent. */
  readonly memory?: ColumnMemory;
}

/** The counts in a snapshot's header. */
export interface SnapshotCounts {
  readonly nodeCount: number;
  readonly edgeCount: number;
}

/**
 * Reads a heap snapshot into columns, in one pass and without ever holding its text.
 *
 * @example
 * ```ts
 * const columns = await readSnapshot(await openSnapshotFile('app.heapsnapshot'));
 * console.log(columns.nodeCount, columns.strings.get(columns.nodeNames[0]));
 * ```
 *
 * @throws ToolError when the input is no whole, well-formed snapshot: `input-empty`, `snapshot-truncated`,
 *   `snapshot-malformed`, `snapshot-too-large`, or one of the source's own
 */
export async function readSnapshot(source: ByteSource, options: ReadSnapshotOptions = {}): Promise<SnapshotColumns> {
  try {
    return await readOnce(
      source,
      options,
      new SnapshotParser(source.maxContentBytes, undefined, options.onCounts, options.memory),
    ).catch((error: unknown) =>
      error instanceof StringIndexError ? locateName(source, options, error) : Promise.reject(error),
    );
  } catch (error) {
    throw error instanceof FormatError ? toToolError(error, source.name) : error;
  }
}

/**
 * Nodes and edges of a snapshot in a file, from its header: the first kilobytes are read. null for a pipe and for a
 * file that is not a snapshot; reading it reports the error.
 */
export async function readSnapshotCounts(source: ByteSource): Promise<SnapshotCounts | null> {
  if (source.size === null) return null;
  let counts: SnapshotCounts | null = null;
  const seen = new Error('the header was read');
  const parser = new SnapshotParser(source.maxContentBytes, undefined, (layout) => {
    counts = layout;
    throw seen;
  });
  try {
    for await (const chunk of source.chunks()) parser.push(chunk);
  } catch (error) {
    if (error !== seen && !(error instanceof FormatError) && !(error instanceof ToolError)) throw error;
  }
  return counts;
}

async function readOnce(
  source: ByteSource,
  options: ReadSnapshotOptions,
  parser: SnapshotParser,
): Promise<SnapshotColumns> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  for await (const chunk of source.chunks(signal)) {
    signal?.throwIfAborted();
    parser.push(chunk);
    onProgress?.(source.bytesConsumed, source.size);
  }
  signal?.throwIfAborted();
  return parser.finish();
}

/**
 * Reads a file again to find the byte offset of a name that is not the index of a string. A pipe cannot be read again,
 * so its error names only the section.
 */
async function locateName(
  source: ByteSource,
  { signal }: ReadSnapshotOptions,
  error: StringIndexError,
): Promise<never> {
  if (source.size !== null)
    await readOnce(source, { signal }, new SnapshotParser(source.maxContentBytes, error.stringCount));
  throw new FormatError('malformed', error.message, { section: error.section }, { cause: error });
}
