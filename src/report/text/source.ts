import type { Source } from '../../findings/report-schema.js';
import type { Layout } from './layout.js';

/** A place in a file, as sites and sources have it. */
type Place = Pick<Source, 'file' | 'line' | 'column'>;

/** `src/pool.ts:12:3`, as editors and terminals accept it: a path, not a URL, where it is a file of this machine. */
export function formatSource({ file, line, column }: Place): string {
  return `${file.replace(/^file:\/\/(?=\/)/, '')}:${line}:${column}`;
}

/** ` at src/pool.ts:12:3`, or nothing. */
export function at(source: Source | null): string {
  return source === null ? '' : ` at ${formatSource(source)}`;
}

/** Before a place: the beginning of a line, a space, a parenthesis, or the end of a color. */
const BEFORE = String.raw`(?<=^|[\s(]|\u001b\[\d{1,3}m)`;
/** Not after a place: more of a name or a column. */
const AFTER = String.raw`(?![\w:])`;

/**
 * `lines` with each of these places as a link to its file, where the terminal follows links. The visible text stays the same.
 * A sentence has places in short, as `pool.ts:12`, and `:14` for another line of that file.
 */
export function linkPlaces({ theme, absolute }: Layout, lines: readonly string[], places: readonly Place[]): string[] {
  const urls = new Map<string, string>();
  for (const place of places) {
    const { file, line } = place;
    const path = absolute?.get(file) ?? file;
    if (!isAbsolute(path)) continue;
    const url = urlOf({ ...place, file: path });
    // Of two files of one name the first keeps it: the one with the line to fix.
    for (const text of [formatSource(place), `${file.replace(/^.*\//s, '')}:${line}`, `:${line}`])
      if (!urls.has(text)) urls.set(text, url);
  }
  if (urls.size === 0) return [...lines];
  const texts = [...urls.keys()].sort((a, b) => b.length - a.length).map(escapeForPattern);
  const pattern = new RegExp(`${BEFORE}(?:${texts.join('|')})${AFTER}`, 'g');
  return lines.map((line) => line.replace(pattern, (text) => theme.link(text, urls.get(text) ?? '')));
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Only such a file can be opened from any folder. Two slashes may be the name of another machine, which a link must not contact. */
function isAbsolute(file: string): boolean {
  return /^(?:file:\/\/)?\/(?![\\/])/.test(file);
}

/** With the line in the fragment, where terminals look for it that hand it to an editor. Everything else is percent-encoded. */
function urlOf({ file, line }: Place): string {
  const path = file.replace(/^file:\/\//, '');
  return `file://${path.split('/').map(encodeURIComponent).join('/')}#${line}`;
}
