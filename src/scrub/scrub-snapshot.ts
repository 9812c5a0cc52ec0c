import { randomInt } from 'node:crypto';
import type { Profile } from '../profiles/profile-schema.js';
import type { ByteSource } from '../snapshot/byte-source.js';
import { FormatError, toToolError } from '../snapshot/format-error.js';
import { KeptWords } from './kept-words.js';
import { NameReplacer } from './name-replacer.js';
import { Replacements } from './replacements.js';
import { SpokenNames } from './spoken-names.js';
import { type Survey, surveySnapshot } from './survey.js';
import { writeScrubbed } from './write-scrubbed.js';

/** What is replaced, besides the contents of strings. */
export interface ScrubOptions {
  /** Secret, 16 bytes or more. Snapshots that are scrubbed with one key stay comparable. */
  readonly key: Uint8Array;
  /** Also numbers: the copy has none, as a snapshot that was taken without numeric values. */
  readonly numbers?: boolean;
  /** Also names of classes, properties, functions, variables and files. */
  readonly names?: boolean;
  /** Texts of scripts will be handed on with the copy, so that their beginnings in the heap stay. */
  readonly sources?: boolean;
  /** Profiles of the user: the states and names that they speak of stay. */
  readonly profiles?: readonly Profile[];
  readonly signal?: AbortSignal;
}

/** Copies snapshots of one series without contents: see `docs/scrub.md` for what stays. */
export class Scrubber {
  readonly #options: ScrubOptions;
  readonly #words: KeptWords;
  readonly #replacements: Replacements;
  readonly #names: NameReplacer | null;
  readonly #spoken = new SpokenNames();
  readonly #seed = randomInt(2 ** 32);

  constructor(options: ScrubOptions) {
    this.#options = options;
    this.#words = new KeptWords(options.profiles);
    this.#replacements = new Replacements(options.key);
    this.#names = options.names === true ? new NameReplacer(this.#replacements, this.#words) : null;
  }

  /**
   * Reads what the code of the program calls things. To be called with each snapshot of a series before the first is
   * scrubbed, so that a name stays in all of them or in none.
   *
   * @throws ToolError when the input is no whole, well-formed snapshot
   */
  async learn(source: ByteSource): Promise<void> {
    await this.#survey(source);
  }

  /**
   * The scrubbed snapshot. Memory is bounded by some 3 bytes a node and 15 a string. The source is read four times.
   *
   * @throws ToolError as {@link learn}
   */
  async *scrub(source: ByteSource): AsyncGenerator<Buffer, void, undefined> {
    const survey = await this.#survey(source);
    try {
      yield* writeScrubbed(source, survey, {
        spoken: this.#spoken,
        replacements: this.#replacements,
        names: this.#names,
        numbers: this.#options.numbers ?? false,
        sources: this.#options.sources ?? false,
        signal: this.#options.signal,
      });
    } catch (error) {
      throw error instanceof FormatError ? toToolError(error, source.name) : error;
    }
  }

  /** The name of something outside of a snapshot, such as a path in a sidecar, as it reads in the copies. */
  name(text: string): string {
    return this.#names === null ? text : this.#names.replace(text);
  }

  async #survey(source: ByteSource): Promise<Survey> {
    try {
      const survey = await surveySnapshot(source, {
        words: this.#words,
        seed: this.#seed,
        numbers: this.#options.numbers ?? false,
        sources: this.#options.sources ?? false,
        signal: this.#options.signal,
      });
      this.#spoken.add(survey.strings, survey.uses);
      return survey;
    } catch (error) {
      throw error instanceof FormatError ? toToolError(error, source.name) : error;
    }
  }
}
