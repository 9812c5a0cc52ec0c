import { BUILTIN_PROFILES } from '../profiles/builtin-profiles.js';
import { NODE_CLASSES } from '../profiles/node-core.js';
import type { Profile } from '../profiles/profile-schema.js';
import { STATE_TEXTS } from '../profiles/state-words.js';
import { RETRY_STATES } from '../profiles/vocabulary.js';

/** Events of Node.js: names in tables that V8 keeps as dictionaries. */
const EVENTS =
  'abort change clientError close connect connection data disconnect drain end error exit finish handshake lookup message open pause ping pipe pong ready readable request response resume secureConnect session socket stream timeout unpipe upgrade warning newListener removeListener'.split(
    ' ',
  );

/** Texts by which V8 itself calls a value. */
const ENGINE_TEXTS =
  'true false null undefined the_hole uninitialized (concatenated|string) (sliced|string) symbol private|symbol bigint'
    .split(' ')
    .map((text) => text.replace('|', ' '));

/** What `process.version` looks like. */
const VERSION = /^v\d+\.\d+\.\d+(?:-[a-z]+\d{0,8})?$/;

/**
 * Words that stay wherever they stand, because the analysis reads them: the values of a closed list, none of which can be a
 * secret.
 */
export class KeptWords {
  readonly #contents: ReadonlySet<string>;
  readonly #names: ReadonlySet<string>;

  /** @param profiles the states and fields that these speak of stay as well */
  constructor(profiles: readonly Profile[] = []) {
    const contents = new Set([...STATE_TEXTS, ...RETRY_STATES]);
    const names = new Set([...EVENTS, ...NODE_CLASSES]);
    for (const profile of [...BUILTIN_PROFILES, ...profiles]) collect(profile, contents, names);
    this.#contents = new Set([...contents].map((text) => text.toLowerCase()).concat(ENGINE_TEXTS, ''));
    this.#names = names;
  }

  /** Whether a string with this text stays: a word for a state, or one by which V8 calls a value. */
  isKeptContent(text: string): boolean {
    return text.length <= 32 && (this.#contents.has(text.toLowerCase()) || VERSION.test(text));
  }

  /** Whether a profile or Node.js calls a class, a field or an event so. */
  isKnownName(text: string): boolean {
    return this.#names.has(text);
  }
}

/** Adds the texts that a profile compares values with, and the classes and fields that it names. */
function collect(profile: Profile, contents: Set<string>, names: Set<string>): void {
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'equals' || key === 'oneOf' || key === 'notEquals') contents.add(value);
      else for (const part of [value, ...value.split('.')]) names.add(part);
    } else if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (typeof value === 'object' && value !== null)
      for (const [inner, item] of Object.entries(value)) if (!TEXTS_FOR_READERS.has(inner)) visit(item, inner);
  };
  visit(profile, '');
}

const TEXTS_FOR_READERS = new Set(['name', 'library', 'words', '$schema']);
