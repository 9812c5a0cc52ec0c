import { decodeJsonString } from '../snapshot/json-string.js';
import type { KeptWords } from './kept-words.js';

/** What the text of a string says about it. */
export const Trait = {
  /** It can be an identifier, also a private name or the `get` or `set` of one. */
  identifier: 1,
  /** It can be the name of an event or the description of a symbol. */
  phrase: 2,
  /** It stays wherever it stands; see {@link KeptWords}. */
  keptContent: 4,
  /** A profile or Node.js calls something so. */
  knownName: 8,
  /** It looks like the path or URL of a script. */
  path: 16,
  /** The name of an entry of a WeakMap, which contains the names of its key and its value. */
  weakEntry: 32,
  /** The file name of a source map. */
  mapFile: 64,
  /** What V8 calls its own structures. */
  engine: 128,
} as const;

/** Texts of V8 that decide what the strings around them are. */
export const Special = {
  none: 0,
  object: 1,
  properties: 2,
  value: 3,
  source: 4,
  name: 5,
  scopeInfo: 6,
  localNames: 7,
  global: 8,
} as const;

const SPECIALS: ReadonlyMap<string, number> = new Map<string, number>([
  ['Object', Special.object],
  ['properties', Special.properties],
  ['value', Special.value],
  ['source', Special.source],
  ['name', Special.name],
  ['system / ScopeInfo', Special.scopeInfo],
  ['(context local names)', Special.localNames],
  ['global', Special.global],
]);

/** Longer strings are contents, and names of no kind. */
const LONGEST_NAME_BYTES = 512;
const FIRST_CAPACITY = 2 ** 14;

const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const PHRASE = /^(?!.*\d\d)[\p{L}_][\p{L}\p{N}_:./ -]{0,39}$/u;
const PATH = /^(?:[a-z-]+:|\/|[A-Za-z]:\\)|\.[cm]?[jt]sx?$/;
const WEAK_ENTRY = /^\d+ \/ part of key \(/;
const ENGINE = /^(?:system \/ |\((?!code for ).*\)$)/;
const MAP_FILE = /^(?!data:)[^?#]{1,200}\.map$/;

/** What is known of the strings of a snapshot from their texts alone: some 10 bytes a string. */
export class StringFacts {
  count = 0;
  readonly #words: KeptWords;
  readonly #seed: number;
  #traits = new Uint8Array(FIRST_CAPACITY);
  #specials = new Uint8Array(FIRST_CAPACITY);
  /** By the text of a name; 0 for a string that is too long to be one. */
  #hashes = new Float64Array(FIRST_CAPACITY);

  /** @param seed of the hashes, so that nobody can make two names that have the same one */
  constructor(words: KeptWords, seed: number) {
    this.#words = words;
    this.#seed = seed;
  }

  traits(index: number): number {
    return this.#traits[index] ?? 0;
  }

  special(index: number): number {
    return this.#specials[index] ?? 0;
  }

  hash(index: number): number {
    return this.#hashes[index] ?? 0;
  }

  /** Takes the next string; see `VisitSpelling`. */
  add(bytes: Buffer, from: number, to: number, hasEscape: boolean): void {
    const index = this.count;
    this.count += 1;
    if (index === this.#traits.length) this.#grow();
    if (to - from > LONGEST_NAME_BYTES) return;
    const text = hasEscape ? decodeJsonString(bytes, from, to) : bytes.toString('utf8', from, to);
    this.#traits[index] = this.#traitsOf(text);
    this.#specials[index] = SPECIALS.get(text) ?? Special.none;
    this.#hashes[index] = this.hashOf(text);
  }

  /** The hash by which two spellings of one name are known: `x`, `get x` and `<symbol x>` are the same. */
  hashOf(text: string): number {
    const core = coreOf(text);
    // Two FNV-1a hashes with multipliers of their own, of which 53 bits are taken.
    let high = 0x811c9dc5 ^ this.#seed;
    let low = 0x1b873593 ^ this.#seed;
    for (let at = 0; at < core.length; at += 1) {
      const unit = core.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x85ebca6b);
    }
    return ((high ^ (high >>> 15)) & 0x1fffff) * 2 ** 32 + ((low ^ (low >>> 13)) >>> 0) || 1;
  }

  #traitsOf(text: string): number {
    const core = coreOf(text);
    let traits = 0;
    if (IDENTIFIER.test(core)) traits |= Trait.identifier | Trait.phrase;
    else if (PHRASE.test(core)) traits |= Trait.phrase;
    if (this.#words.isKeptContent(text)) traits |= Trait.keptContent;
    if (this.#words.isKnownName(text)) traits |= Trait.knownName;
    if (PATH.test(text)) traits |= Trait.path;
    if (WEAK_ENTRY.test(text)) traits |= Trait.weakEntry;
    if (ENGINE.test(text)) traits |= Trait.engine;
    if (MAP_FILE.test(text)) traits |= Trait.mapFile;
    return traits;
  }

  #grow(): void {
    const capacity = 2 * this.count;
    const traits = new Uint8Array(capacity);
    traits.set(this.#traits);
    this.#traits = traits;
    const specials = new Uint8Array(capacity);
    specials.set(this.#specials);
    this.#specials = specials;
    const hashes = new Float64Array(capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }
}

/** The name itself: what an accessor or a symbol is called, the path in the URL of a file. */
export function coreOf(text: string): string {
  if (text.startsWith('<symbol ') && text.endsWith('>')) return text.slice(8, -1);
  if (text.startsWith('file:///')) return text.slice('file://'.length);
  return text.startsWith('get ') || text.startsWith('set ') ? text.slice(4) : text;
}
