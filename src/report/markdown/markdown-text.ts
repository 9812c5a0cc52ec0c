/**
 * Words that Markdown, and what GitHub and GitLab make of it, leave alone: letters, digits and marks of plain English. There is no at sign
 * (`@team`), underscore, number sign or bracket, a slash only after a number (`+94/s`), and no colon, as of a URL or an emoji.
 */
const PLAIN = /^(?:[+\-−]?\d[\d.,]*\/[a-z]+|=|[\p{L}\p{N}’'.,+%²–−→…×-]+)$/u;
/** What is plain and would be a link all the same: `www.`, a domain, a commit, an issue. */
const LINKS = /www\.|\p{L}\.\p{L}|^[0-9a-f]{7,}$|^GH-\d/iu;
/** How a line may begin, so that it becomes no list, heading or quotation. */
const PLAIN_START = /^(?:\p{L}|\d[\d.,]*$)/u;
/** Opening marks, the word, closing marks. */
const WORD = /^(["(]?)(.*?)([")]?[:;,.?]*[")]?)$/su;

/**
 * Text as Markdown that shows the same characters and does nothing else: what stands between backticks, and each word that may mean
 * something to Markdown, becomes code. Names from a heap may hold anything. The text must be free of line breaks.
 */
export function inline(text: string): string {
  // Four spaces at the beginning make a block of code.
  return text
    .trimStart()
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? codeSpan(piece) : plainText(piece, index === 0)))
    .join('');
}

function plainText(text: string, isStart: boolean): string {
  const words = text.split(' ');
  const first = words.findIndex((word) => word !== '');
  return words.map((word, index) => plainWord(word, isStart && index === first)).join(' ');
}

function plainWord(word: string, isStart: boolean): string {
  if (word === '') return '';
  const [, before = '', middle = '', after = ''] = WORD.exec(word) ?? [];
  // `1.` and `1)` begin a list.
  if (isStart && (!PLAIN_START.test(middle) || (after !== '' && /\d$/.test(middle)))) return codeSpan(word);
  if (middle === '') return word;
  if (PLAIN.test(middle) && !LINKS.test(middle)) return word;
  // A call keeps its parenthesis.
  const isCall = after.startsWith(')') && count(middle, '(') > count(middle, ')');
  const name = isCall ? `${middle})` : middle;
  return before + codeSpan(name) + (isCall ? after.slice(1) : after);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** A code span, with a fence longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  // An empty one is no span.
  if (text.trim() === '') return text === '' ? '' : ' ';
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A block of code, its fence longer than any run of backticks in it. */
export function codeBlock(lines: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}text`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

/** A table of GFM. The cells are Markdown already. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => ' --- |').join('')}`, ...rows.map(line), ''];
}

/** A bar divides cells even inside code, and after a backslash that is itself escaped. */
function cell(text: string): string {
  return text.replace(/\\(?=\|)/g, '$& ').replaceAll('|', String.raw`\|`);
}

/** Blocks that are folded until somebody opens them. The summary must be fixed words. */
export function folded(summary: string, lines: readonly string[]): string[] {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}
