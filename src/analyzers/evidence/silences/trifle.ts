import type { Verdict } from '../../../findings/report-schema.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { ifTrue, silence } from '../doubt.js';

/** Bytes below which growth that is neither suspicious nor related to a pool is not reported. */
const TRIFLE_BYTES = 16_000;

export const trifle = silence({
  code: 'trifle',
  means: `The finding would be a note about less than ${TRIFLE_BYTES / 1000} kB that does not belong to a pool.`,
  of: ['cluster'],
  isLate: true,
  find: ({ facts, cut }: ClusterCase, verdict: Verdict) =>
    ifTrue(verdict === 'note' && facts.leading.role === 'none' && cut.freedBytes < TRIFLE_BYTES),
  says: (_, { cut }) => `The finding would be a note about ${cut.freedBytes} bytes that do not belong to a pool.`,
});
