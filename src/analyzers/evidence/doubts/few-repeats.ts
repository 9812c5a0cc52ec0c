import type { PlaceCase } from '../../cases/place-case.js';
import { doubt } from '../doubt.js';

/** Mean references to one target from which the same objects are certainly added again and again. */
const REPEATS_FOR_PROOF = 4;

export const fewRepeats = doubt({
  code: 'few-repeats',
  means: 'Each object is listed only a few times: some may be listed twice on purpose.',
  of: ['repeated'],
  turn: 'facts',
  find: ({ repeats }: PlaceCase) => (repeats < REPEATS_FOR_PROOF ? repeats : null),
  bears: () => 'suspect',
  says: (repeats) =>
    `Each object is listed ${repeats.toFixed(1)} times on average: some may be listed twice on purpose.`,
});
