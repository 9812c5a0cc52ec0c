import type { GrowingCase } from '../../cases/case.js';
import { doubt } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { limitOf } from '../finders/growth-place.js';
import { GROWTH, SLOTS } from '../ground-groups.js';

export const limit = doubt({
  code: 'limit',
  means: 'A number beside most of the entries may bound them, by number or by time, and no collection has passed it.',
  of: [...GROWTH, 'dead', ...SLOTS, 'integers'],
  turn: 'facts',
  find: (c: GrowingCase, ground) => {
    if (c.type === 'cluster' && !c.restsOnGrowth) return null;
    // A place may keep the last few results of finished work on purpose. A closed connection is no result.
    if (c.type === 'cluster' && ground === 'dead' && !c.facts.isWorkDone) return null;
    const found = limitOf(c);
    // Entries that are kept after they expired are not bounded by their time to live.
    return found?.kind === 'time' && c.type === 'cluster' && c.isExpired ? null : found;
  },
  // By the text a line removes, which no number of entries and no time decides.
  bears: (_, c) => (codeOf(c)?.state === 'missed' ? 'suspect' : 'note'),
  says: ({ kind, field, value }) =>
    kind === 'entries'
      ? `${field} = ${value} may bound it: there are not as many yet.`
      : `${field} = ${value}: entries may be removed in time.`,
});
