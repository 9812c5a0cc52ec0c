/**
 * Words that Markdown, and what GitHub and GitLab make of it, leave alone: letters, digits and marks of plain English. A colon ends a
 * word at most, or it could begin a URL or an emoji; there is no at sign (`@team`), no slash, no underscore, no number sign.
 */
const PLAIN = /^[("]?[\p{L}\p{N}’'.,+%²–−→…×-]*[)"]?[:;,.?]*[)"]?$/u;
/** What is plain and would be a link all the same: `www.`, a domain, a commit, an issue. */
const LINKS = /www\.|\p{L}\.\p{L}|^[0-9a-f]{7,}$|^GH-\d/iu;
/** How a line may begin, so that it becomes no list, heading or quotation. */
const PLAIN_START = /^[\p{L}(]/u;

/**
 * Text as Markdown that shows the same characters and does nothing else: what stands between backticks, and each word that may mean
 * something to Markdown, becomes code. Names from a heap may hold anything. The text must be free of line breaks.
 */
export function inline(text: string): string {
  return text
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? codeSpan(piece) : plainText(piece, index === 0)))
    .join('');
}

function plainText(text: string, isStart: boolean): string {
  return text
    .split(' ')
    .map((word, index) => {
      if (word === '') return '';
      const isPlain = PLAIN.test(word) && !LINKS.test(word) && (!isStart || index > 0 || PLAIN_START.test(word));
      return isPlain ? word : codeSpan(word);
    })
    .join(' ');
}

/** A code span, with a fence longer than any run of backticks in it. */
export function codeSpan(text: string): string {
  // Spans that touch would become one, and an empty one is no span.
  if (text.trim() === '') return ' ';
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
