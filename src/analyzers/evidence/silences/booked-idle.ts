import type { ClusterCase } from '../../cases/cluster-case.js';
import { isBookedIdle } from '../../cases/cluster-leases.js';
import { ifTrue, silence } from '../doubt.js';

export const bookedIdle = silence({
  code: 'booked-idle',
  means: 'A pool lists them as idle: they are its stock.',
  of: ['cluster'],
  find: ({ facts, isMostlyDead, context }: ClusterCase) =>
    ifTrue(
      (!isMostlyDead || facts.isWorkDone) &&
        (facts.isIdle || isBookedIdle(context.idleFacts, facts, context.population.birth)),
    ),
  says: () => 'A pool lists them as idle: they are its stock.',
});
