/** The first word of a name in camel case: `HTTP` of `HTTPAgent`, `Pool` of `PoolClient`, `X` of `X2Context`. */
const FIRST_WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/;
/** Letters whose own names begin with a vowel: ef, aitch, en. */
const SPELLED_WITH_VOWEL = /^[aefhilmnorsx]/i;
/** Abbreviations that are spelled out although they have a vowel and may be written like a word. */
const SPELLED = /^(?:ud[fp]|u?uid|ur[il]|utc|utf)$/i;
/** Beginnings with a vowel that sound like "you" or "won". */
const SOUNDS_LIKE_CONSONANT = /^(?:eu|ewe|one|once|u$|uni(?!n|m)|u[st][aeiu]|ur(?:an|in)|ubiq|uku)/i;
const SILENT_H = /^(?:hour|honest|hono|heir)/i;

/**
 * Puts "a" or "an" before a name, as its pronunciation requires.
 *
 * @example
 * withArticle('Agent'); // 'an Agent'
 * withArticle('X2Context'); // 'an X2Context': the letter is said by its name
 * withArticle('URLCache'); // 'a URLCache'
 */
export function withArticle(name: string): string {
  return `${beginsWithVowelSound(FIRST_WORD.exec(name)?.[0] ?? '') ? 'an' : 'a'} ${name}`;
}

function beginsWithVowelSound(word: string): boolean {
  if (isSpelled(word)) return SPELLED_WITH_VOWEL.test(word);
  return SILENT_H.test(word) || (/^[aeiou]/i.test(word) && !SOUNDS_LIKE_CONSONANT.test(word));
}

/** Whether a word is read letter by letter: it is all capitals, or has no vowel. */
function isSpelled(word: string): boolean {
  return /^[A-Z]+$/.test(word) || SPELLED.test(word) || !/[aeiouy]/i.test(word);
}
