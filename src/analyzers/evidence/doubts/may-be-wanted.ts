import type { BallastCase } from '../../cases/ballast-case.js';
import { doubt, ifTrue } from '../doubt.js';

export const mayBeWanted = doubt({
  code: 'may-be-wanted',
  means: 'Data that a connection keeps on purpose looks the same, if no name, table or limit beside it says so.',
  of: ['ballast'],
  turn: 'facts',
  find: (_: BallastCase) => ifTrue(true),
  bears: () => 'suspect',
  says: () => 'Data that a connection keeps on purpose looks the same, if no name, table or limit beside it says so.',
});
