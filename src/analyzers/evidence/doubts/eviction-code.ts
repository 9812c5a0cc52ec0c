import type { GrowingCase } from '../../cases/case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { type EvictionCode, findEvictionCode } from '../finders/evicting-functions.js';
import { fullestPlace, isPastLimit } from '../finders/growth-place.js';
import { GROWTH, SLOTS } from '../ground-groups.js';

const code = 'eviction-code';
const means =
  'A function adds to the collection, reads its size or a clock, and removes entries: the collection may be bounded.';

/** Where code keeps a collection within bounds, its growth will end or is at most suspicious. */
export const evictionCode = doubt({
  code,
  means,
  of: [...GROWTH, ...SLOTS, 'integers'],
  turn: 'heap',
  least: 'note',
  find: (c: GrowingCase) => {
    // A leased resource is removed when it is returned, and not by number or time.
    if (c.type === 'cluster' && !c.isMostlyDead && (c.isLent || !c.restsOnGrowth)) return null;
    return evictionOf(c);
  },
  bears: ({ isCertain }) => (isCertain ? 'note' : 'suspect'),
  says,
});

/** A collection that code cuts to a size keeps the last few dead objects on purpose. */
export const evictionOfDead = doubt({
  code,
  means,
  of: ['dead'],
  turn: 'heap',
  least: 'suspect',
  find: (c: ClusterCase) => (c.isInList ? evictionOf(c) : null),
  bears: () => 'suspect',
  says,
});

/** The code that bounds the place, unless the place exceeds its limit, which shows that the code does not work. */
function evictionOf(c: GrowingCase): EvictionCode | null {
  // What the program's text says about this place is better evidence than the names that functions on the heap mention.
  if (codeOf(c) !== null) return null;
  const place = fullestPlace(c);
  return place === null || isPastLimit(c) ? null : findEvictionCode(c.context.view, place.container);
}

function says({ source, collection, by, isCertain, function: called }: EvictionCode): string {
  const where = source === null ? '' : ` at ${source.file}:${source.line}`;
  const name = called === '' ? 'a function' : `\`${called}\``;
  const what = isCertain ? `\`${collection}\`` : 'it';
  const text =
    by === 'size'
      ? `The code of ${name}${where} adds to ${what}, reads its size and removes entries: the collection may be bounded.`
      : `The code of ${name}${where} goes through ${what}, reads a clock and removes entries: they may be removed in time.`;
  return isCertain ? text : `Perhaps: ${text}`;
}
