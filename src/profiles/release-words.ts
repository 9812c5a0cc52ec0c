import { splitWords } from './vocabulary.js';

/** Verbs of methods that give back what an object has, the most certain first. */
const VERBS = 'release relinquish return give put check free finish done end close dispose destroy'.split(' ');
/** Of these verbs each means something else without its second word: `giveBack`, `putBack`, `checkIn`. */
const NEEDED: ReadonlyMap<string, string> = new Map([
  ['give', 'back'],
  ['put', 'back'],
  ['check', 'in'],
]);
/** What may follow the verb. Whatever else follows is only a part of what the object has: `closeStatement`. */
const OBJECTS = new Set(
  'back in to pool async now self conn connection client session lease resource runner handle it'.split(' '),
);

/** How certainly a method of this name gives back what its object has: 0 for the most certain; -1 when the name does not say so. */
export function releaseRank(name: string): number {
  const [verb = '', ...rest] = splitWords(name.replace(/^<symbol Symbol\.(?:async)?dispose>$/i, 'dispose'));
  const rank = VERBS.indexOf(verb);
  const needed = NEEDED.get(verb);
  if (rank === -1 || (needed !== undefined && rest[0] !== needed)) return -1;
  return rest.every((word) => OBJECTS.has(word)) ? rank : -1;
}
