/** Whether a text has a word that is no part of a longer one: `items`, and not `itemsByName`. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!isPartOfName(text, at - 1) && !isPartOfName(text, at + word.length)) return true;
  return false;
}

export function isPartOfName(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // Of other characters than these the parser knows whether they are letters.
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (code >= 97 && code <= 122) ||
    code === 36
  );
}

/** A text as a regular expression that matches nothing else. */
export function escape(text: string): string {
  return text.replace(/[$.*+?^{}()|[\]\\]/g, '\\$&');
}
