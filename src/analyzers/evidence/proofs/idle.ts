import { formatBytes } from '../../../findings/byte-text.js';
import type { BallastCase } from '../../cases/ballast-case.js';
import { proof } from '../doubt.js';

export const idle = proof({
  code: 'idle',
  means: 'The pool lists them as idle, so their work is over.',
  of: ['ballast'],
  find: ({ freedBytes, ballast }: BallastCase) => freedBytes / ballast.keepers.length,
  says: (bytes) =>
    `The pool lists them as idle, and they keep ${formatBytes(bytes)} each on average through this one reference.`,
});
