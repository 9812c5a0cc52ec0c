import { describeByte, FormatError } from './format-error.js';
import { EscapeState } from './json-escapes.js';
import { decodeJsonString } from './json-string.js';
import { Ascii, isJsonSpace, type SectionReader } from './section-reader.js';
import { ValueSkipper } from './value-skipper.js';

const REQUIRED_SECTIONS = ['snapshot', 'nodes', 'edges', 'strings'] as const;
const OPTIONAL_SECTIONS = ['locations', 'samples', 'trace_function_infos', 'trace_tree'] as const;
const KNOWN_SECTIONS: ReadonlySet<string> = new Set([...REQUIRED_SECTIONS, ...OPTIONAL_SECTIONS]);

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

/** What is done with the sections of a snapshot. */
export interface SectionHandler {
  /** The reader for the value of a section, which begins at `offset`. @throws FormatError */
  start(section: string, offset: number): SectionReader;
  /** Called when the value was read; `offset` is behind it. */
  end(section: string, offset: number): void;
}

/**
 * Reads the top level of a heap snapshot, whose text arrives in chunks of any size: a JSON object whose keys are the
 * sections, in any order except that `snapshot`, which describes them, comes before the flat arrays. A
 * {@link SectionReader} reads each value.
 */
export class TopLevelReader {
  readonly #handler: SectionHandler;
  readonly #seen = new Set<string>();
  readonly #keyBytes: number[] = [];
  readonly #keyEscape = new EscapeState();
  #state: State = State.beforeObject;
  #section = '';
  #reader: SectionReader = new ValueSkipper('');
  #base = 0;
  #sawText = false;

  constructor(handler: SectionHandler) {
    this.#handler = handler;
  }

  /** Takes the next bytes of the text, and keeps no reference to them. @throws FormatError */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === State.inValue) {
        at = this.#reader.read(bytes, at, this.#base);
        if (this.#reader.done) {
          this.#handler.end(this.#section, this.#base + at);
          this.#state = State.afterValue;
        }
      } else {
        this.#step(bytes[at], this.#base + at);
        at++;
      }
    }
    this.#base += bytes.length;
  }

  /** Handles the end of the text. @throws FormatError when it ends too early */
  finish(): void {
    if (!this.#sawText) throw new FormatError('empty', 'expected a heap snapshot, found nothing');
    if (this.#state !== State.end) throw this.#truncated();
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
    if (KNOWN_SECTIONS.has(section) && this.#seen.has(section))
      throw new FormatError('malformed', 'expected it only once', { section, offset });
    if (KNOWN_SECTIONS.has(section)) this.#seen.add(section);
    this.#reader = this.#handler.start(section, offset);
    this.#state = State.inValue;
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
