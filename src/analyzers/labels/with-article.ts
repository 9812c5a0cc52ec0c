/** The first word of a name in camel case: `HTTP` of `HTTPAgent`, `Pool` of `PoolClient`, `X` of `X2Context`. */
const FIRST_WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/;
/** Letters whose own names begin with a vowel: ef, aitch, en. */
const SPELLED_WITH_VOWEL = /^[aefhilmnorsx]/i;
/** What is spelled out although it has a vowel and is written like a word. */
const SPELLED = /^(?:ud[fp]|u?uid|ur[il]|utc|utf)$/i;
/** Words that begin with a vowel and sound like "you" or "won", and words whose h is silent. */
const SOUNDS_LIKE_CONSONANT = /^(?:eu|ewe|one|once|u$|uni(?!n|m)|u[st][aeiu]|ur(?:an|in)|ubiq|uku)/i;
const SILENT_H = /^(?:hour|honest|hono|heir)/i;

/**
 * A name with the article that fits how it is said.
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

/** Capitals alone, or nothing that could be said as a word. */
function isSpelled(word: string): boolean {
  return /^[A-Z]+$/.test(word) || SPELLED.test(word) || !/[aeiouy]/i.test(word);
}
