import { closestMatch } from 'leven';
import type { Options } from 'yargs';

/** Least number of letters that are completed to a word: fewer match too many words. */
const SHORTEST_START = 3;
/** Options of every command. */
const COMMON_OPTIONS: Readonly<Record<string, Options>> = { help: { type: 'boolean' }, version: { type: 'boolean' } };

/**
 * The known word nearest to `word`, if it is near enough to be what was meant: at most a third of its letters differ (two of
 * four, as two swapped letters are two differences), or it is the only word that begins with `word`.
 *
 * @example
 * suggestWord('analyse', ['analyze', 'schema']); // 'analyze'
 */
export function suggestWord(word: string, known: readonly string[]): string | undefined {
  const maxDistance = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  const nearest = closestMatch(word, known.toSorted(), { maxDistance });
  if (nearest !== undefined) return nearest;
  const [longer, ...others] = word.length < SHORTEST_START ? [] : known.filter((each) => each.startsWith(word));
  return others.length === 0 ? longer : undefined;
}

/**
 * The option that was probably meant: `--format` for `--formt`, `--format json` for `--json`, `-o x` for `-ox`.
 *
 * @param word with its dashes, and with a value after `=` if there is one
 */
export function suggestOption(word: string, options: Readonly<Record<string, Options>>): string | undefined {
  const known = Object.entries({ ...options, ...COMMON_OPTIONS });
  const [, letter, attached] = /^-(\w)(.+)$/.exec(word) ?? [];
  if (known.some(([, { alias, type }]) => alias === letter && letter !== undefined && type !== 'boolean'))
    return `-${letter} ${attached}`;
  const name = word.replace(/^-+/, '').replace(/=.*/s, '');
  const [chosen] = known.filter(([, { choices = [] }]) => choices.includes(name));
  if (chosen !== undefined) return `--${chosen[0]} ${name}`;
  const names = known.flatMap(([each, { type }]) => (type === 'boolean' ? [each, `no-${each}`] : [each]));
  const nearest = suggestWord(name, names) ?? suggestWord(name.replace(/^no-/, ''), names);
  return nearest === undefined ? undefined : `--${nearest}`;
}
