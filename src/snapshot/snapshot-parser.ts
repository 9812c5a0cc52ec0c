import { type ColumnMemory, NEW_MEMORY } from './column-memory.js';
import type { SnapshotColumns } from './columns.js';
import { ColumnsBuilder } from './columns-builder.js';
import { describeByte, FormatError } from './format-error.js';
import { HeaderReader } from './header-reader.js';
import { EscapeState } from './json-escapes.js';
import { decodeJsonString } from './json-string.js';
import { NumberArrayReader } from './number-array-reader.js';
import { Ascii, isJsonSpace, type SectionReader } from './section-reader.js';
import type { SnapshotLayout } from './snapshot-layout.js';
import { StringBlocks } from './string-blocks.js';
import { StringsReader } from './strings-reader.js';
import { ValueSkipper } from './value-skipper.js';

const REQUIRED_SECTIONS = ['snapshot', 'nodes', 'edges', 'strings'] as const;
const OPTIONAL_SECTIONS = ['locations', 'samples', 'trace_function_infos', 'trace_tree'] as const;

/** Maximum length of a key. No known section has a longer one. */
const MAX_KEY_BYTES = 256;

const State = {
  beforeObject: 0,
  firstKey: 1,
  key: 2,
  inKey: 3,
  afterKey: 4,
  inValue: 5,
  afterValue: 6,
  end: 7,
} as const;
type State = (typeof State)[keyof typeof State];

/**
 * Parses the text of a heap snapshot that arrives in chunks of any size, in one pass.
 *
 * The top level is a JSON object whose keys are the sections, in any order except that `snapshot`, which describes
 * them, comes before the flat arrays. A {@link SectionReader} reads each value.
 */
export class SnapshotParser {
  readonly #maxContentBytes: number;
  readonly #stringLimit: number | undefined;
  readonly #onLayout: (layout: SnapshotLayout) => void;
  readonly #memory: ColumnMemory;
  readonly #strings: StringBlocks;
  readonly #seen = new Map<string, number>();
  readonly #keyBytes: number[] = [];
  readonly #keyEscape = new EscapeState();
  #builder: ColumnsBuilder | null = null;
  #state: State = State.beforeObject;
  #section = '';
  #reader: SectionReader = new ValueSkipper('');
  #base = 0;
  #sawText = false;

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
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === State.inValue) {
        at = this.#reader.read(bytes, at, this.#base);
        if (this.#reader.done) this.#endSection(this.#base + at);
      } else {
        this.#step(bytes[at], this.#base + at);
        at++;
      }
    }
    this.#base += bytes.length;
  }

  /**
   * Handles the end of the text. @throws FormatError when it ends too early, StringIndexError when a name is not the
   * index of a string
   */
  finish(): SnapshotColumns {
    if (!this.#sawText) throw new FormatError('empty', 'expected a heap snapshot, found nothing');
    if (this.#state !== State.end || this.#builder === null) throw this.#truncated();
    return this.#builder.build(this.#strings);
  }

  #step(byte: number, offset: number): void {
    if (this.#state === State.inKey) {
      this.#stepKey(byte, offset);
      return;
    }
    if (isJsonSpace(byte)) return;
    switch (this.#state) {
      case State.beforeObject:
        this.#sawText = true;
        if (byte !== Ascii.openBrace) throw notASnapshot(`expected "{", found ${describeByte(byte)}`, offset);
        this.#state = State.firstKey;
        break;
      case State.firstKey:
      case State.key:
        if (byte === Ascii.quote) this.#state = State.inKey;
        else if (byte === Ascii.closeBrace && this.#state === State.firstKey) this.#endObject(offset);
        else throw fault(`expected the name of a section, found ${describeByte(byte)}`, offset);
        break;
      case State.afterKey:
        if (byte !== Ascii.colon) throw fault(`expected ":", found ${describeByte(byte)}`, offset);
        this.#startSection(offset);
        break;
      case State.afterValue:
        if (byte === Ascii.comma) this.#state = State.key;
        else if (byte === Ascii.closeBrace) this.#endObject(offset);
        else throw fault(`expected "," or "}", found ${describeByte(byte)}`, offset);
        break;
      default:
        throw fault(`expected the end of the file, found ${describeByte(byte)}`, offset);
    }
  }

  #stepKey(byte: number, offset: number): void {
    if (this.#keyEscape.pending > 0) {
      if (!this.#keyEscape.take(byte)) throw fault(`expected a JSON escape, found ${describeByte(byte)} in it`, offset);
    } else if (byte === Ascii.backslash) {
      this.#keyEscape.open();
    } else if (byte === Ascii.quote) {
      this.#section = decodeJsonString(Buffer.from(this.#keyBytes), 0, this.#keyBytes.length);
      this.#keyBytes.length = 0;
      this.#state = State.afterKey;
      return;
    }
    if (this.#keyBytes.length < MAX_KEY_BYTES) this.#keyBytes.push(byte);
  }

  #startSection(offset: number): void {
    const section = this.#section;
    const isKnown =
      REQUIRED_SECTIONS.some((name) => name === section) || OPTIONAL_SECTIONS.some((name) => name === section);
    if (isKnown && this.#seen.has(section))
      throw new FormatError('malformed', 'expected it only once', { section, offset });
    this.#seen.set(section, offset);
    this.#reader = this.#readerOf(section, offset);
    this.#state = State.inValue;
  }

  #readerOf(section: string, offset: number): SectionReader {
    switch (section) {
      case 'snapshot':
        return new HeaderReader();
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

  #endSection(offset: number): void {
    if (this.#reader instanceof HeaderReader) {
      const layout = this.#reader.layout();
      this.#checkRoom(layout, offset);
      this.#onLayout(layout);
      this.#builder = new ColumnsBuilder(layout, this.#stringLimit, this.#memory);
    }
    this.#state = State.afterValue;
  }

  /**
   * Refuses counts for which the text is too short, before memory is allocated for them: a number takes at least a
   * digit and a comma.
   */
  #checkRoom(layout: SnapshotLayout, offset: number): void {
    const { nodeCount, nodes, edgeCount, edges } = layout;
    const least = offset + 2 * (nodeCount * nodes.stride + edgeCount * edges.stride);
    if (least <= this.#maxContentBytes) return;
    throw new FormatError(
      'truncated',
      `${nodeCount} nodes and ${edgeCount} edges are announced, which take at least ${least} bytes, but the file can hold ${this.#maxContentBytes}`,
      { section: 'snapshot', offset },
    );
  }

  #endObject(offset: number): void {
    if (!this.#seen.has('snapshot'))
      throw notASnapshot('this is JSON, but no heap snapshot: it has no section "snapshot"', offset);
    for (const section of REQUIRED_SECTIONS) {
      if (!this.#seen.has(section))
        throw new FormatError('malformed', 'expected it, but the file does not have it', { section, offset });
    }
    this.#state = State.end;
  }

  #truncated(): FormatError {
    const offset = this.#base;
    if (this.#state !== State.inValue)
      return new FormatError('truncated', 'the file ends between two sections', { offset });
    const section = this.#section;
    return new FormatError('truncated', `the file ends in the middle, after ${this.#reader.progress()}`, {
      section,
      offset,
    });
  }
}

function fault(message: string, offset: number): FormatError {
  return new FormatError('malformed', message, { offset });
}

function notASnapshot(message: string, offset: number): FormatError {
  return new FormatError('not-a-snapshot', message, { offset });
}
