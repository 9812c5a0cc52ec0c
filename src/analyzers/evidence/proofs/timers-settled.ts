import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, proof } from '../doubt.js';

export const timersSettled = proof({
  code: 'timers-settled',
  means: 'What their timers could settle is settled: the timers should have been cleared.',
  of: ['cluster'],
  find: ({ timers }: ClusterCase) => ifTrue(timers.expire && timers.areSettled),
  says: () => 'What their timers could settle is settled: nothing waits for them any more.',
});
