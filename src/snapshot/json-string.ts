const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Decodes the inside of a JSON string literal, `bytes[start … end-1]`: UTF-8 and escapes, lone surrogates
 * (`\ud83d` with nothing behind it) included. Never throws: bytes that are no UTF-8 become U+FFFD, and an
 * unescaped control character stands for itself.
 */
export function decodeJsonString(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex: string | undefined, simple: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return SIMPLE_ESCAPES[simple ?? ''] ?? simple ?? '';
  });
}
