import { FormatError } from './format-error.js';
import type { SectionReader } from './section-reader.js';
import { readLayout, type SnapshotLayout } from './snapshot-layout.js';
import { ValueSkipper } from './value-skipper.js';

/** Maximum size of a header. Usual headers have about 2 kB. */
const MAX_HEADER_BYTES = 16 * 2 ** 20;

/** Collects the `snapshot` section, the only one that is read as a JavaScript value. */
export class HeaderReader implements SectionReader {
  readonly #extent = new ValueSkipper('snapshot');
  readonly #pieces: Buffer[] = [];
  #length = 0;
  #offset = -1;

  get done(): boolean {
    return this.#extent.done;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    if (this.#offset < 0) this.#offset = base + from;
    const end = this.#extent.read(bytes, from, base);
    this.#length += end - from;
    if (this.#length > MAX_HEADER_BYTES) throw this.#fault(`expected at most ${MAX_HEADER_BYTES} bytes`);
    this.#pieces.push(Buffer.from(bytes.subarray(from, end)));
    return end;
  }

  progress(): string {
    return `${this.#length} bytes`;
  }

  /** The section as it is, once `done` is true. @throws FormatError */
  value(): unknown {
    try {
      return JSON.parse(Buffer.concat(this.#pieces).toString('utf8'));
    } catch (error) {
      throw this.#fault('expected valid JSON', error);
    }
  }

  /** The layout, once `done` is true. @throws FormatError */
  layout(): SnapshotLayout {
    const header = this.value();
    try {
      return readLayout(header);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new FormatError(error.fault, error.message, { section: 'snapshot', offset: this.#offset });
    }
  }

  #fault(message: string, cause?: unknown): FormatError {
    return new FormatError('malformed', message, { section: 'snapshot', offset: this.#offset }, { cause });
  }
}
