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

const code = 'removed-after-use';
const means =
  'The function that adds an entry removes it again on every path: existing entries belong to calls that have not ended.';
const of = [{ ground: 'grown', kinds: KINDS }, ...COUNTED_PLACES] as const;

/** A function that takes its own entry out again on every path has not ended yet: it may only take long, or hang. */
export const removedAfterUse = doubt({
  code,
  means,
  of,
  turn: 'heap',
  least: 'suspect',
  find: (c: GrowingCase) => ownRemoval(c, false),
  bears: () => 'suspect',
  says: (site) => `${lineOf(site)} removes each entry when the function that added it ends, on every path.`,
});

/** The same where these calls end when a timer fires: they do not hang. */
export const removedAfterSleep = doubt({
  code,
  means,
  of,
  turn: 'heap',
  least: 'note',
  find: (c: GrowingCase) => ownRemoval(c, true),
  bears: () => 'note',
  says: (site) =>
    `${lineOf(site)} removes each entry when the function that added it ends, on every path, and these functions wait for timers that fire once.`,
});

/** The line that removes an entry in the function that added it, where no other one removes and its calls sleep, or do not; or null. */
function ownRemoval(c: GrowingCase, isOfSleepers: boolean): RemovalSite | null {
  const text = codeOf(c);
  if (text?.state !== 'removed' || text.removed.length === 0) return null;
  const adders = new Set(text.added.map(functionOf));
  const isOwn = text.removed.every((site) => adders.has(functionOf(site)));
  return isOwn && isAsleep(c) === isOfSleepers ? text.removed[0] : null;
}

/** Whether nearly every entry belongs to a call that sleeps until a timer fires, and then ends. */
function isAsleep(c: GrowingCase): boolean {
  const { view, series, code: text } = c.context;
  const place = fullestPlace(c);
  const added = codeOf(c)?.added ?? [];
  if (place === null) return false;
  const entries = series[series.length - 1].containerEntries.get(view.graph.nodeIds[place.container]) ?? place.entries;
  let sleeping = 0;
  for (const { name, place: fn, timers } of countSleepingCalls(view)) {
    const called = functionOf({ file: fn.file, function: name });
    if (added.some((site) => functionOf(site) === called) && text.endsAfterAwait(fn)) sleeping += timers;
  }
  return sleeping >= entries * NEARLY_ALL && entries - sleeping < FEW_PER_ROUND * c.rounds;
}

function functionOf({ file, function: name }: { readonly file: string; readonly function: string | null }): string {
  return `${file} ${name}`;
}
