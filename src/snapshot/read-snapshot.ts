import type { ByteSource } from './byte-source.js';
import type { SnapshotColumns } from './columns.js';
import { FormatError, StringIndexError, toToolError } from './format-error.js';
import { SnapshotParser } from './snapshot-parser.js';

/** Options of {@link readSnapshot}. */
export interface ReadSnapshotOptions {
  /** Stops the reading between two chunks; its reason is thrown as it is. */
  readonly signal?: AbortSignal;
  /** Called after each chunk with the bytes of the input consumed so far, and all of them or `null` for a pipe. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
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
    return await readOnce(source, options, new SnapshotParser(source.maxContentBytes)).catch((error: unknown) =>
      error instanceof StringIndexError ? locateName(source, options, error) : Promise.reject(error),
    );
  } catch (error) {
    throw error instanceof FormatError ? toToolError(error, source.name) : error;
  }
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

/** Reads a file again to find the byte at which a name stands that is no string. A pipe is gone: it gets the section. */
async function locateName(
  source: ByteSource,
  { signal }: ReadSnapshotOptions,
  error: StringIndexError,
): Promise<never> {
  if (source.size !== null)
    await readOnce(source, { signal }, new SnapshotParser(source.maxContentBytes, error.stringCount));
  throw new FormatError('malformed', error.message, { section: error.section }, { cause: error });
}
