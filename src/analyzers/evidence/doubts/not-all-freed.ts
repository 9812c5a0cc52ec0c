import { formatCount } from '../../../findings/count-text.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import type { Remainder } from '../../cut/remainder.js';
import { doubt } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

/** Most references that the sentence names. */
const MOST_NAMES = 3;

/** Lowers nothing: whoever reads that a cut frees a part asks for the rest. */
export const notAllFreed = doubt({
  code: 'not-all-freed',
  means: 'The cut frees some of them only; the sentence says what else holds the others.',
  of: CLUSTER,
  turn: 'last',
  find: (c: ClusterCase) => c.remainder,
  bears: () => 'leak',
  says: (remainder, { facts: { leading } }) => {
    const all = leading.nodes.length;
    return `The cut frees ${formatCount(all - remainder.left)} of the ${formatCount(all)}: the other ${formatCount(remainder.left)} ${remainder.left === 1 ? 'is' : 'are'} held by ${holdersOf(remainder)} as well.`;
  },
});

function holdersOf({ labels, unnamed }: Remainder): string {
  const names = labels.slice(0, MOST_NAMES).map(({ text }) => text);
  const more = labels.length - names.length;
  const parts = [
    ...names,
    ...(more > 0 ? [`${more} other references`] : []),
    ...(unnamed > 0 ? ['what has no name in the heap'] : []),
  ];
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
}
