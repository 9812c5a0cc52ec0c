/** Combining marks and the like: they add no cell. */
const ZERO_WIDTH = /\p{Mn}|\p{Me}/u;
/** Wide and full-width characters, and pictures: two cells in every common terminal. */
const DOUBLE_WIDTH =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Terminal cells that `text` takes. It must be free of control characters and of styling. */
export function textWidth(text: string): number {
  let cells = 0;
  for (const character of text) {
    if (character < '\u0300') cells += 1;
    else if (DOUBLE_WIDTH.test(character)) cells += 2;
    else if (!ZERO_WIDTH.test(character)) cells += 1;
  }
  return cells;
}

/** The space between a number and its unit, where a line must not break. */
const GLUE = /(?<=\d) (?=(?:B|kB|MB|GB|TB)\b)|(?<=R²) /g;
/** In a text for {@link wrapText}: shown as a space, and no line breaks there. */
export const NO_BREAK_SPACE = '\u00a0';

/**
 * `text` broken at spaces into lines of at most `width` cells. A word that is longer than that stays whole on a
 * line of its own: it is a path or an expression, which people copy.
 *
 * @param hanging spaces before every line but the first; they count as part of the line
 */
export function wrapText(text: string, width: number, hanging = 0): string[] {
  const lines: string[] = [];
  let line = '';
  let cells = 0;
  for (const word of text.replace(GLUE, NO_BREAK_SPACE).split(' ')) {
    const wordCells = textWidth(word);
    const isFirst = lines.length === 0 && line === '';
    if (!isFirst && line !== '' && cells + 1 + wordCells > width) {
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
