import type { Report } from '../findings/report-schema.js';
import { checkReport } from './checked-report.js';

/**
 * Characters that can mislead a terminal, an editor or a reader: C0 and C1 controls, DEL, zero-width and directional
 * marks (also those that reorder text), line and paragraph separators, the tag block, variation selectors supplement,
 * and halves of surrogate pairs.
 */
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e01ff}]/gu;

/** Maximum length of one word. Longer names are cut in the middle, where they differ least. */
const MAX_WORD_LENGTH = 100;
/** Maximum length of text that may be copied: expressions and paths of source files. */
const MAX_COPYABLE_LENGTH = 2000;
/** Fields whose value a reader may copy, so it must not be cut in the middle. */
const COPYABLE_FIELDS: ReadonlySet<string> = new Set(['expression', 'file']);

/**
 * `text` with every unsafe character spelled out as `\u{…}`. Names on a heap may come from untrusted input, so they may
 * contain terminal escape sequences.
 *
 * @example escapeControls('a\u001b[31mb'); // 'a\\u{1b}[31mb'
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON text with every unsafe character inside its strings as a `\uXXXX` escape: the same data, safe to display. */
export function escapeJsonText(json: string): string {
  return json.replace(UNSAFE, (character) =>
    // Outside strings the only unsafe character that JSON.stringify writes is the newline between items.
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, unit) => `\\u${hex4(character.charCodeAt(unit))}`).join(''),
  );
}

/** A word of any length as at most `limit` characters, its middle replaced by an ellipsis. */
export function capWord(word: string, limit: number = MAX_WORD_LENGTH): string {
  // Characters are at most as many as code units, which cost nothing to count.
  if (word.length <= limit) return word;
  const characters = Array.from(word);
  if (characters.length <= limit) return word;
  const head = Math.ceil((limit - 1) / 2);
  const tail = limit - 1 - head;
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/**
 * A copy of the report whose texts are all safe to display: control characters are spelled out and very long names cut.
 * Doing this once for the whole report ensures that no renderer misses a field.
 *
 * @throws ToolError `report-invalid` when the report does not match the published schema
 */
export function makeReportPrintable(report: Report): Report {
  return checkReport(makeTextsPrintable(report));
}

/** The same for any JSON data; the caller parses the result against its schema. */
export function makeTextsPrintable(data: object): object {
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => {
    if (typeof value === 'string') return printable(key, value);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? withPrintableKeys(value) : value;
  }) as object;
}

/** Names of fields are our own, except where a report that was read has any number of them. */
function withPrintableKeys(data: object): object {
  const entries = Object.entries(data);
  if (entries.every(([key]) => printable('', key) === key)) return data;
  return Object.fromEntries(entries.map(([key, value]) => [printable('', key), value]));
}

function printable(key: string, text: string): string {
  // Nearly all texts: a report of many findings has millions.
  if (text.length <= MAX_WORD_LENGTH && text.search(UNSAFE) === -1) return text;
  if (COPYABLE_FIELDS.has(key)) return printableWord(text, MAX_COPYABLE_LENGTH);
  return text.replace(/[^ ]+/gu, (word) => printableWord(word, MAX_WORD_LENGTH));
}

/** Of a long word only what will be seen is escaped: its middle goes anyhow. */
function printableWord(word: string, limit: number): string {
  return capWord(escapeControls(capWord(word, 2 * limit + 2)), limit);
}

function hex4(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}
