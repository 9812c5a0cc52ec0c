import { type ColumnMemory, NEW_MEMORY } from './column-memory.js';
import type { SnapshotColumns } from './columns.js';
import { ColumnsBuilder } from './columns-builder.js';
import { FormatError } from './format-error.js';
import { HeaderReader } from './header-reader.js';
import { NumberArrayReader } from './number-array-reader.js';
import type { SectionReader } from './section-reader.js';
import type { SnapshotLayout } from './snapshot-layout.js';
import { StringBlocks } from './string-blocks.js';
import { StringsReader } from './strings-reader.js';
import { TopLevelReader } from './top-level-reader.js';
import { ValueSkipper } from './value-skipper.js';

/** Parses the text of a heap snapshot that arrives in chunks of any size, in one pass. */
export class SnapshotParser {
  readonly #maxContentBytes: number;
  readonly #stringLimit: number | undefined;
  readonly #onLayout: (layout: SnapshotLayout) => void;
  readonly #memory: ColumnMemory;
  readonly #strings: StringBlocks;
  readonly #topLevel = new TopLevelReader({
    start: (section, offset) => this.#readerOf(section, offset),
    end: (section, offset) => this.#endSection(section, offset),
  });
  #header: HeaderReader | null = null;
  #builder: ColumnsBuilder | null = null;

  /**
   * @param maxContentBytes maximum size of the text, when it is known beforehand
   * @param stringLimit number of strings, when it is known beforehand
   * @param onLayout called with the header's counts, before memory is allocated for them; may throw
   * @param memory memory for the columns
   */
  constructor(
    maxContentBytes: number = Number.POSITIVE_INFINITY,
    stringLimit?: number,
    onLayout: (layout: SnapshotLayout) => void = () => undefined,
    memory: ColumnMemory = NEW_MEMORY,
  ) {
    this.#maxContentBytes = maxContentBytes;
    this.#stringLimit = stringLimit;
    this.#onLayout = onLayout;
    this.#memory = memory;
    this.#strings = new StringBlocks(memory);
  }

  /** Takes the next bytes of the text, and keeps no reference to them. @throws FormatError */
  push(bytes: Uint8Array): void {
    this.#topLevel.push(bytes);
  }

  /**
   * Handles the end of the text. @throws FormatError when it ends too early, StringIndexError when a name is not the
   * index of a string
   */
  finish(): SnapshotColumns {
    this.#topLevel.finish();
    if (this.#builder === null) throw new FormatError('empty', 'expected a heap snapshot, found nothing');
    return this.#builder.build(this.#strings);
  }

  #readerOf(section: string, offset: number): SectionReader {
    switch (section) {
      case 'snapshot':
        this.#header = new HeaderReader();
        return this.#header;
      case 'strings':
        this.#strings.expect(this.#builder?.namedStrings ?? 0);
        return new StringsReader(this.#strings);
      case 'nodes':
      case 'edges':
      case 'locations':
      case 'samples':
      case 'trace_function_infos': {
        const sink = this.#builderFor(section, offset).sinkOf(section);
        return sink === null ? new ValueSkipper(section) : new NumberArrayReader(sink);
      }
      case 'trace_tree':
        return this.#builderFor(section, offset).traceTree ?? new ValueSkipper(section);
      default:
        return new ValueSkipper(section);
    }
  }

  #builderFor(section: string, offset: number): ColumnsBuilder {
    if (this.#builder !== null) return this.#builder;
    throw new FormatError('malformed', 'expected section "snapshot" before it', { section, offset });
  }

  #endSection(section: string, offset: number): void {
    if (section !== 'snapshot' || this.#header === null) return;
    const layout = this.#header.layout();
    checkRoom(layout, offset, this.#maxContentBytes);
    this.#onLayout(layout);
    this.#builder = new ColumnsBuilder(layout, this.#stringLimit, this.#memory);
  }
}

/**
 * Refuses counts for which the text is too short, before memory is allocated for them: a number takes at least a
 * digit and a comma.
 *
 * @param offset where the header ends
 * @throws FormatError
 */
export function checkRoom(layout: SnapshotLayout, offset: number, maxContentBytes: number): void {
  const { nodeCount, nodes, edgeCount, edges } = layout;
  const least = offset + 2 * (nodeCount * nodes.stride + edgeCount * edges.stride);
  if (least <= maxContentBytes) return;
  throw new FormatError(
    'truncated',
    `${nodeCount} nodes and ${edgeCount} edges are announced, which take at least ${least} bytes, but the file can hold ${maxContentBytes}`,
    { section: 'snapshot', offset },
  );
}
