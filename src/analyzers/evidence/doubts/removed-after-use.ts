import type { FindingKind } from '../../../findings/report-schema.js';
import type { GrowingCase } from '../../cases/case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { FEW_PER_ROUND } from '../../cases/thresholds.js';
import { lineOf } from '../../code/code-sentence.js';
import type { RemovalSite } from '../../code/place-code.js';
import { doubt } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { fullestPlace } from '../finders/growth-place.js';
import { countSleepingCalls } from '../finders/sleeping-calls.js';
import { COUNTED_PLACES } from '../ground-groups.js';

/** Least share of the entries that must be waiting. */
const NEARLY_ALL = 0.9;

const KINDS: readonly FindingKind[] = [...BARE_GROWTH_KINDS, 'listener-pileup'];

/** A function that takes its own entry out again on every way has not ended yet: it may only take long, or hang. */
export const removedAfterUse = doubt({
  code: 'removed-after-use',
  means:
    'The function that adds an entry removes it again on every path: existing entries belong to calls that have not ended.',
  of: [{ ground: 'grown', kinds: KINDS }, ...COUNTED_PLACES],
  turn: 'heap',
  least: 'suspect',
  find: (c: GrowingCase): RemovalSite | null => {
    const code = codeOf(c);
    if (code?.state !== 'removed' || code.removed.length === 0) return null;
    const adders = new Set(code.added.map(functionOf));
    return code.removed.every((site) => adders.has(functionOf(site))) ? code.removed[0] : null;
  },
  bears: (_, c) => (isAsleep(c) ? 'note' : 'suspect'),
  says: (site, c) =>
    `${lineOf(site)} removes each entry when the function that added it ends, on every path${isAsleep(c) ? ', and these functions wait for timers that fire once' : ''}.`,
});

/** Whether nearly every entry belongs to a call that sleeps until a timer fires, and then ends. */
function isAsleep(c: GrowingCase): boolean {
  const { view, code, series } = c.context;
  const place = fullestPlace(c);
  const added = codeOf(c)?.added ?? [];
  if (place === null) return false;
  const entries = series[series.length - 1].containerEntries.get(view.graph.nodeIds[place.container]) ?? place.entries;
  let sleeping = 0;
  for (const { name, place: fn, timers } of countSleepingCalls(view)) {
    const called = functionOf({ file: fn.file, function: name });
    if (added.some((site) => functionOf(site) === called) && code.endsAfterAwait(fn)) sleeping += timers;
  }
  return sleeping >= entries * NEARLY_ALL && entries - sleeping < FEW_PER_ROUND * c.rounds;
}

function functionOf({ file, function: name }: { readonly file: string; readonly function: string | null }): string {
  return `${file} ${name}`;
}
