import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, proof } from '../doubt.js';

export const timersSettled = proof({
  code: 'timers-settled',
  means: 'Everything that their timers could settle has already settled: the timers should have been cleared.',
  of: ['cluster'],
  find: ({ timers }: ClusterCase) => ifTrue(timers.expire && timers.areSettled),
  says: () => 'Everything that their timers could settle has already settled: nothing waits for them any more.',
});
