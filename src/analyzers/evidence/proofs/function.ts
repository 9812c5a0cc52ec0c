import type { BallastCase } from '../../cases/ballast-case.js';
import { proof } from '../doubt.js';

export const functionOnWay = proof({
  code: 'function',
  means: 'A function of the program is on the path to the data, such as a listener that was not removed.',
  of: ['ballast'],
  find: ({ functionOnWay: way }: BallastCase) => way,
  says: ({ file, line }) => `A function at ${file}:${line} is on the path to it.`,
});
