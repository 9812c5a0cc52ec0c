const NAME = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
/** A declaration of a class or function at the start of the text. */
const BEGINS = new RegExp(String.raw`^(?:class\s+(?!extends\b)|(?:async\s+)?function\s*\*?\s*)(${NAME})`, 'u');
/** The name between `function` and its parameters. */
const NAMED_FUNCTION = new RegExp(String.raw`(?:^|[^\p{L}\p{N}_$.])function\s*\*?\s*(${NAME})?\s*$`, 'u');
const STARTS_NAME = new RegExp(`^${NAME}`, 'u');
const CLASS_HEADER = new RegExp(
  String.raw`(?:^|[^\p{L}\p{N}_$.])class(?:\s+(?!extends\b)(${NAME}))?(?:\s[^{};]*|<[^{};]*)?$`,
  'u',
);
/** Longest header of a class that is recognized. */
const MAX_HEADER_LENGTH = 512;
/** Longest class whose beginning is searched. */
const MAX_CLASS_LENGTH = 2 ** 18;

/**
 * The name with which a class or function is declared, or null when none is found. V8 gives the place of the parameters: for a
 * class those of its constructor, or the word `class` if it has none. A source map leads to this place, or to the beginning of
 * the word or declaration before it.
 *
 * @param text of the source
 * @param line 1-based
 * @param column 1-based
 */
export function declaredName(text: string, line: number, column: number): string | null {
  const offset = offsetOf(text, line) + column - 1;
  const after = text.slice(offset, offset + 256);
  const begins = BEGINS.exec(after);
  if (begins !== null) return begins[1];
  const before = text.slice(Math.max(0, offset - MAX_CLASS_LENGTH), offset);
  const named = NAMED_FUNCTION.exec(before.slice(-256));
  if (named !== null) return named[1] ?? STARTS_NAME.exec(after)?.[0] ?? null;
  return /^constructor\b/.test(after) || /\bconstructor\s*$/.test(before.slice(-32)) ? classAround(before) : null;
}

function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', offset);
    if (end === -1) return text.length;
    offset = end + 1;
  }
  return offset;
}

/**
 * The class whose body is open at the end of the text, or null when it has no name. Braces in strings and comments count, too:
 * they can only hide the class.
 */
function classAround(text: string): string | null {
  let closed = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === '}') closed += 1;
    else if (text[at] === '{') {
      if (closed === 0) return CLASS_HEADER.exec(text.slice(Math.max(0, at - MAX_HEADER_LENGTH), at))?.[1] ?? null;
      closed -= 1;
    }
  }
  return null;
}
