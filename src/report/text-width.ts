import { eastAsianWidth } from 'get-east-asian-width';

/** Combining marks, joiners and the like: they add no cell. */
const ZERO_WIDTH = /\p{Mn}|\p{Me}|\p{Cf}/u;
/** All characters before this one take one cell. */
const FIRST_MARK = '\u0300';

/**
 * Terminal cells that `text` takes. It must be free of control characters and of styling. Each code point counts for
 * itself: to tell clusters, `string-width` needs 50 ms of CPU time at its first call, as long as Node.js to start.
 */
export function textWidth(text: string): number {
  let cells = 0;
  for (const character of text) {
    if (character < FIRST_MARK) cells += 1;
    else if (!ZERO_WIDTH.test(character)) cells += eastAsianWidth(character.codePointAt(0) ?? 0);
  }
  return cells;
}

/** The space between a number and its unit, where a line must not break. */
const GLUE = /(?<=\d) (?=(?:B|kB|MB|GB|TB)\b)|(?<=R²) /g;
/** In a text for {@link wrapText}: shown as a space, and no line breaks there. */
export const NO_BREAK_SPACE = '\u00a0';

/**
 * `text` broken at spaces into lines of at most `width` cells. A word that is longer than that stays whole on a
 * line of its own: it is a path or an expression, which people copy. `wrap-ansi` has no hanging lines, and rewrites
 * what people copy: it composes letters with their accents, so that a path names another file.
 *
 * @param hanging spaces before every line but the first; they count as part of the line
 */
export function wrapText(text: string, width: number, hanging = 0): string[] {
  const lines: string[] = [];
  let line = '';
  let cells = 0;
  for (const word of text.replace(GLUE, NO_BREAK_SPACE).split(' ')) {
    const wordCells = textWidth(word);
    if (line !== '' && cells + 1 + wordCells > width) {
      lines.push(line);
      line = '';
    }
    if (line === '') {
      const indent = lines.length === 0 ? 0 : hanging;
      line = ' '.repeat(indent) + word;
      cells = indent + wordCells;
    } else {
      line += ` ${word}`;
      cells += 1 + wordCells;
    }
  }
  if (line !== '') lines.push(line);
  return lines.map((broken) => broken.replaceAll(NO_BREAK_SPACE, ' '));
}

/** `text` and spaces up to `width` cells. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
