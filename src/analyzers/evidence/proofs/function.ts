import type { BallastCase } from '../../cases/ballast-case.js';
import { proof } from '../doubt.js';

export const functionOnWay = proof({
  code: 'function',
  means: 'A function of the program is on the way to what is kept: a listener that was left on, say.',
  of: ['ballast'],
  find: ({ functionOnWay: way }: BallastCase) => way,
  says: ({ file, line }) => `A function at ${file}:${line} is on the way to it.`,
});
