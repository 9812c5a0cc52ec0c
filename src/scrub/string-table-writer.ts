import { FormatError } from '../snapshot/format-error.js';
import { decodeJsonString } from '../snapshot/json-string.js';
import type { Decisions } from './decisions.js';
import type { NameReplacer } from './name-replacer.js';
import type { Output } from './output.js';
import type { Replacements } from './replacements.js';
import type { SpokenNames } from './spoken-names.js';
import { type StringFacts, Trait } from './string-facts.js';
import type { Survey } from './survey.js';
import { Mark, Use } from './uses.js';

/** The name of an entry of a WeakMap: the names of its key and its value are in it. */
const WEAK_ENTRY = /^(\d+ \/ part of key \()(.*)( @\d+\) -> value \()(.*)( @\d+\) pair in WeakMap \(table @\d+\))$/s;
const NUMBER = /^-?(?:\d|Infinity$)|^NaN$/;
const DATA_URL = /^data:/i;
/** User and password, and the query, of a URL. */
const URL_SECRETS = /(?<=^[a-z][a-z\d+.-]*:\/\/)[^/?#@]*@|(?<=^[a-z][a-z\d+.-]*:.*)[?].*$/i;

interface TableOptions {
  readonly spoken: SpokenNames;
  readonly replacements: Replacements;
  readonly names: NameReplacer | null;
  readonly sources: boolean;
}

/**
 * Writes the table of strings. Where one string is both a name, which stays, and contents, which do not, the contents get a
 * string of their own behind the others.
 */
export class StringTableWriter {
  readonly #strings: StringFacts;
  readonly #uses: Uint16Array;
  readonly #marks: Uint8Array;
  readonly #decisions: Decisions;
  readonly #options: TableOptions;
  readonly #out: Output;
  /** By index of a string that is both: the index that its contents get, or 0. */
  readonly #apart: Uint32Array;
  /** Further strings by their number behind the table: those of {@link #apart}, in the order of their index. */
  readonly #further: string[] = ['', '?'];
  #index = 0;

  constructor({ strings, uses, marks }: Survey, decisions: Decisions, options: TableOptions, out: Output) {
    this.#strings = strings;
    this.#uses = uses;
    this.#marks = marks;
    this.#decisions = decisions;
    this.#options = options;
    this.#out = out;
    this.#apart = new Uint32Array(strings.count);
    let next = strings.count + this.#further.length;
    for (let index = 0; index < strings.count; index += 1) {
      if ((uses[index] & Use.content) === 0 || !decisions.isKept(index)) continue;
      this.#apart[index] = next;
      next += 1;
    }
  }

  /** The name of a node in the copy. */
  nameOf(node: number, name: number): number {
    const mark = this.#marks[node] ?? 0;
    // Only nodes that are contents are marked so.
    if ((mark & Mark.content) === 0) return name;
    if ((mark & Mark.source) !== 0) return this.#options.sources ? name : this.#strings.count;
    if (this.#decisions.isKeptContent(name, mark)) return name;
    if ((mark & Mark.number) !== 0) return this.#strings.count + 1;
    const apart = this.#apart[name] ?? 0;
    return apart === 0 ? name : apart;
  }

  /** Takes the next string of the table; see `VisitSpelling`. */
  write(bytes: Buffer, from: number, to: number, hasEscape: boolean): void {
    const index = this.#index;
    this.#index += 1;
    if (index >= this.#strings.count)
      throw new FormatError('malformed', 'the file was changed while it was read', { section: 'strings' });
    this.#out.text(index === 0 ? '' : ',\n');
    if (!this.#decisions.isUsed(index)) {
      this.#out.text('""');
      return;
    }
    const isKept = this.#decisions.isKept(index);
    const isPlain = isKept && this.#options.names === null && !this.#mayHoldContents(index);
    if (isPlain) {
      this.#out.text('"');
      this.#out.copy(bytes, from, to);
      this.#out.text('"');
    }
    if (isPlain && this.#apart[index] === 0) return;
    const text = hasEscape ? decodeJsonString(bytes, from, to) : bytes.toString('utf8', from, to);
    if (!isPlain) this.#out.text(JSON.stringify(isKept ? this.#keptText(text, index) : this.#replaced(text)));
    if (this.#apart[index] !== 0) this.#further.push(this.#options.replacements.ofContent(text));
  }

  /** Writes the strings behind the table. */
  finish(): void {
    if (this.#index !== this.#strings.count)
      throw new FormatError('malformed', 'the file was changed while it was read', { section: 'strings' });
    for (const text of this.#further) {
      this.#out.text(this.#index === 0 ? '' : ',\n');
      this.#out.text(JSON.stringify(text));
      this.#index += 1;
    }
  }

  #mayHoldContents(index: number): boolean {
    return (this.#strings.traits(index) & (Trait.weakEntry | Trait.path)) !== 0;
  }

  #keptText(text: string, index: number): string {
    if ((this.#strings.traits(index) & Trait.weakEntry) !== 0) return this.#weakEntry(text);
    if (DATA_URL.test(text)) return `data:,${this.#options.replacements.ofContent(text)}`;
    const safe = (this.#strings.traits(index) & Trait.path) !== 0 ? text.replace(URL_SECRETS, '') : text;
    const isEngine =
      (this.#uses[index] & Use.engine) !== 0 || ((this.#uses[index] & Use.keptContent) !== 0 && NUMBER.test(safe));
    return this.#options.names === null || isEngine ? safe : this.#options.names.replace(safe);
  }

  /** A key's name in place of the name of a property, also within that of a symbol. */
  #replaced(text: string): string {
    const { replacements } = this.#options;
    const [, before = '', core = text, behind = ''] = /^(<symbol )(.*)(>)$/s.exec(text) ?? [];
    return `${before}${replacements.ofContent(core)}${behind}`;
  }

  #weakEntry(text: string): string {
    const [, ...parts] = WEAK_ENTRY.exec(text) ?? [];
    // V8 cuts long names off.
    if (parts.length === 0) return this.#options.replacements.ofContent(text);
    return parts.map((part, at) => (at % 2 === 1 ? this.#weakName(part) : part)).join('');
  }

  #weakName(name: string): string {
    const { spoken, names, replacements } = this.#options;
    const isKnown = spoken.has(this.#strings.hashOf(name)) || /^(?:system \/ .*|\(.*\)|)$/.test(name);
    if (!isKnown) return replacements.ofContent(name);
    return names === null ? name : names.replace(name);
  }
}
