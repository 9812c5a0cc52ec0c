/** Kinds of characters below 128; 0 for all others. */
const SPACE = 1;
const WORD = 2;
const SPECIAL = 3;

const KINDS = kinds();

function kinds(): Uint8Array {
  const table = new Uint8Array(128);
  for (const code of [9, 10, 11, 12, 13, 32]) table[code] = SPACE;
  for (let code = 0; code < 128; code += 1) if (/[\w$]/.test(String.fromCharCode(code))) table[code] = WORD;
  for (const character of '"\'`/()[]{}\\<-') table[character.charCodeAt(0)] = SPECIAL;
  return table;
}

const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const BACKSLASH = 92;
const BACKTICK = 96;
const DOLLAR = 36;
const SLASH = 47;
const STAR = 42;
const NEWLINE = 10;
const RETURN = 13;

/** After these words a slash begins a regular expression. */
const BEFORE_EXPRESSION = new Set(
  'await case delete do else extends in instanceof new of return throw typeof void yield'.split(' '),
);
/** After the parentheses of these a statement begins. */
const BEFORE_STATEMENT = new Set(['if', 'while', 'for', 'with']);
const LONGEST_WORD = 10;

/** Kinds of brackets that are open. */
const PAREN = 1;
const STATEMENT_PAREN = 2;
const BRACKET = 3;
const BLOCK = 4;
const LITERAL = 5;
const SUBSTITUTION = 6;

/** The place of the last token: at the beginning, and where it was a value that a slash divides. */
const NOTHING = -1;
const VALUE = -2;

/** Where the longer braces of a text end. */
export class BracePairs {
  readonly #opens: Int32Array;
  readonly #closes: Int32Array;

  /** @param opens in the order of the text */
  constructor(opens: readonly number[], closes: readonly number[]) {
    this.#opens = Int32Array.from(opens);
    this.#closes = Int32Array.from(closes);
  }

  /** Where a brace is closed that is opened there, or -1 for a short pair and for what is no brace. O(log n) */
  closeOf(open: number): number {
    const opens = this.#opens;
    let low = 0;
    let high = opens.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (opens[middle] === open) return this.#closes[middle];
      if (opens[middle] < open) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/**
 * Finds the pairs of braces of a JavaScript text in one pass, without a syntax tree: strings, templates, comments and regular expressions
 * are stepped over. Whether a slash divides is decided by the token before it, which is a guess after `}`; who uses the pairs must check
 * that what is between them can be parsed.
 *
 * @param least shorter pairs are left out
 * @returns null where brackets do not match or names have escapes
 */
export function pairBraces(text: string, least: number): BracePairs | null {
  return new Scan(text, least).run();
}

class Scan {
  readonly #text: string;
  readonly #least: number;
  readonly #opens: number[] = [];
  readonly #closes: number[] = [];
  /** What is open, and for braces the row of {@link #opens}. */
  readonly #stack: number[] = [];
  readonly #rows: number[] = [];
  #last = NOTHING;
  /** What the last closing bracket closed. */
  #closed = 0;

  constructor(text: string, least: number) {
    this.#text = text;
    this.#least = least;
  }

  run(): BracePairs | null {
    const text = this.#text;
    let at = text.startsWith('#!') ? endOfLine(text, 0) : 0;
    let plain = NOTHING;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? KINDS[code] : kindBeyond(code);
      if (kind === SPACE) continue;
      if (kind !== SPECIAL) {
        plain = at;
        continue;
      }
      if (plain !== NOTHING) this.#last = plain;
      plain = NOTHING;
      const end = this.#step(code, at);
      if (end === -1) return null;
      at = end;
    }
    return this.#stack.length === 0 ? this.#pairs() : null;
  }

  /** Steps over what begins with a special character: the place of its last character, or -1 where the text cannot be understood. */
  #step(code: number, at: number): number {
    const text = this.#text;
    switch (code) {
      case OPEN_PAREN:
        return this.#open(at, this.#isBeforeStatement() ? STATEMENT_PAREN : PAREN);
      case OPEN_BRACKET:
        return this.#open(at, BRACKET);
      case OPEN_BRACE:
        return this.#open(at, this.#mayDivide() || !this.#isBeforeLiteral() ? BLOCK : LITERAL);
      case CLOSE_PAREN: {
        const open = this.#close(at);
        return open === PAREN || open === STATEMENT_PAREN ? at : -1;
      }
      case CLOSE_BRACKET:
        return this.#close(at) === BRACKET ? at : -1;
      case CLOSE_BRACE: {
        const open = this.#close(at);
        if (open === SUBSTITUTION) return this.#template(at);
        return open === BLOCK || open === LITERAL ? at : -1;
      }
      case BACKTICK:
        return this.#template(at);
      case SLASH:
        return this.#slash(at);
      case BACKSLASH:
        return -1;
      case 60: // `<!--` is a comment in old scripts, and so is `-->` at the beginning of a line.
        this.#last = at;
        return text.startsWith('!--', at + 1) ? -1 : at;
      case 45:
        this.#last = this.#last === at - 1 && text.charCodeAt(at - 1) === code ? VALUE : at;
        return text.startsWith('->', at + 1) && /^\s*$/.test(text.slice(text.lastIndexOf('\n', at) + 1, at)) ? -1 : at;
      default:
        this.#last = VALUE;
        return endOfString(text, at, code);
    }
  }

  #open(at: number, kind: number): number {
    this.#stack.push(kind);
    if (kind >= BLOCK) {
      this.#rows.push(this.#opens.length);
      this.#opens.push(at);
      this.#closes.push(-1);
    }
    this.#last = at;
    return at;
  }

  #close(at: number): number {
    const kind = this.#stack.pop() ?? 0;
    if (kind >= BLOCK) {
      const row = this.#rows.pop() ?? 0;
      if (kind !== SUBSTITUTION && at - this.#opens[row] >= this.#least) this.#closes[row] = at;
    }
    this.#closed = kind;
    this.#last = at;
    return kind;
  }

  #template(from: number): number {
    const text = this.#text;
    for (let at = from + 1; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) at += 1;
      else if (code === BACKTICK) {
        this.#last = VALUE;
        return at;
      } else if (code === DOLLAR && text.charCodeAt(at + 1) === OPEN_BRACE) return this.#open(at + 1, SUBSTITUTION);
    }
    return -1;
  }

  #slash(at: number): number {
    const text = this.#text;
    const next = text.charCodeAt(at + 1);
    if (next === SLASH) return endOfLine(text, at) - 1;
    if (next === STAR) {
      const end = text.indexOf('*/', at + 2);
      return end === -1 ? -1 : end + 1;
    }
    if (this.#mayDivide()) {
      this.#last = at;
      return at;
    }
    this.#last = VALUE;
    return endOfRegExp(text, at);
  }

  /** Whether a slash after the last token divides. */
  #mayDivide(): boolean {
    const last = this.#last;
    if (last === VALUE) return true;
    if (last === NOTHING) return false;
    const code = this.#text.charCodeAt(last);
    switch (code) {
      case CLOSE_PAREN:
        return this.#closed !== STATEMENT_PAREN;
      case CLOSE_BRACKET:
        return true;
      case CLOSE_BRACE:
        return this.#closed === LITERAL;
      case 43: // `n++ / 2`
        return this.#text.charCodeAt(last - 1) === code;
      case 46: // `1. / 2`
        return /\d/.test(this.#text[last - 1] ?? '');
      default:
        return isWordCode(code) && !BEFORE_EXPRESSION.has(this.#lastWord());
    }
  }

  /** Whether a brace after the last token, which is no value, begins a literal of an object. */
  #isBeforeLiteral(): boolean {
    const last = this.#last;
    if (last < 0) return false;
    const code = this.#text.charCodeAt(last);
    if (isWordCode(code)) return !/^(?:do|else)$/.test(this.#lastWord());
    // `=>`, `)`, `;`, `{`, `}`: a block.
    return !/[>);{}]/.test(this.#text[last]);
  }

  #isBeforeStatement(): boolean {
    return this.#last >= 0 && BEFORE_STATEMENT.has(this.#lastWord());
  }

  /** The word that ends at the last token; '' for a field, and for longer ones than keywords. */
  #lastWord(): string {
    const text = this.#text;
    let start = this.#last + 1;
    while (start > 0 && this.#last - start < LONGEST_WORD && isWordCode(text.charCodeAt(start - 1))) start -= 1;
    const isField = text[start - 1] === '.' && text[start - 2] !== '.';
    return isField ? '' : text.slice(start, this.#last + 1);
  }

  #pairs(): BracePairs {
    const kept = this.#opens.map((_, row) => row).filter((row) => this.#closes[row] !== -1);
    return new BracePairs(
      kept.map((row) => this.#opens[row]),
      kept.map((row) => this.#closes[row]),
    );
  }
}

function kindBeyond(code: number): number {
  return isSpace(code) ? SPACE : WORD;
}

function isWordCode(code: number): boolean {
  return code < 128 ? KINDS[code] === WORD : !isSpace(code);
}

/** White space and ends of lines beyond ASCII. */
function isSpace(code: number): boolean {
  return code >= 160 && (code === 160 || code === 0xfeff || (code >= 0x1680 && /\s/.test(String.fromCharCode(code))));
}

/** The place of the line's end, or the text's. */
function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === RETURN || code === 0x2028 || code === 0x2029) return at;
  }
  return text.length;
}

/** The place of the closing quote, or -1. */
function endOfString(text: string, from: number, quote: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === BACKSLASH) {
      at += 1;
      if (text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE) at += 1;
    } else if (code === NEWLINE || code === RETURN) return -1;
  }
  return -1;
}

/** The place of the closing slash, or -1. */
function endOfRegExp(text: string, from: number): number {
  let isInClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === OPEN_BRACKET) isInClass = true;
    else if (code === CLOSE_BRACKET) isInClass = false;
    else if (code === SLASH && !isInClass) return at;
    else if (code === NEWLINE || code === RETURN) return -1;
  }
  return -1;
}
