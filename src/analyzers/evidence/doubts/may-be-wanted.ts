import type { BallastCase } from '../../cases/ballast-case.js';
import { doubt, ifTrue } from '../doubt.js';

export const mayBeWanted = doubt({
  code: 'may-be-wanted',
  means: 'What a connection keeps on purpose looks alike, where no name, table or limit beside it says so.',
  of: ['ballast'],
  turn: 'facts',
  find: (_: BallastCase) => ifTrue(true),
  bears: () => 'suspect',
  says: () => 'What a connection keeps on purpose looks alike, where no name, table or limit beside it says so.',
});
