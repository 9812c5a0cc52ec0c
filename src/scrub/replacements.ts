import { createHmac } from 'node:crypto';

/** No vowel: the letters never make a word that the analysis could know. */
const LETTERS = 'bcdfghjklmnpqrstvwxz';
/** 69 bits: two texts of one series practically never get the same replacement. */
const LENGTH = 16;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** What an event may be called, as the analysis sees it. */
const EVENT = /^(?!.*\d\d)[\p{L}_][\p{L}\p{N}_:./ -]{0,39}$/u;

/**
 * Texts in place of others: the same text gives the same replacement wherever the same key is used, and without the key nobody
 * can tell whether a guess was right. All have one length, so that nothing is said about that of the text.
 */
export class Replacements {
  readonly #key: Uint8Array;

  /** @param key secret, 16 bytes or more */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** In place of contents or a key. It is an identifier, or the name of an event, where the text is one. */
  ofContent(text: string): string {
    if (text === '') return '';
    const letters = this.#letters(text, LENGTH);
    if (IDENTIFIER.test(text)) return letters;
    return EVENT.test(text) ? `${letters.slice(0, 8)}-${letters.slice(8)}` : `~${letters}`;
  }

  /** In place of a part of a name, which begins with a capital where the name does. */
  ofName(name: string): string {
    const letters = this.#letters(name, LENGTH);
    return /^\p{Lu}/u.test(name) ? letters[0].toUpperCase() + letters.slice(1) : letters;
  }

  #letters(text: string, length: number): string {
    const digest = createHmac('sha256', this.#key).update(text, 'utf16le').digest();
    let letters = '';
    let rest = 0n;
    for (let at = 0; at < 16; at += 1) rest = (rest << 8n) | BigInt(digest[at]);
    const base = BigInt(LETTERS.length);
    while (letters.length < length) {
      letters += LETTERS[Number(rest % base)];
      rest /= base;
    }
    return letters;
  }
}
