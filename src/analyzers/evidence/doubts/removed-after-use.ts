import type { FindingKind } from '../../../findings/report-schema.js';
import type { GrowingCase } from '../../cases/case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { lineOf } from '../../code/code-sentence.js';
import type { RemovalSite } from '../../code/place-code.js';
import { doubt } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { COUNTED_PLACES } from '../ground-groups.js';

const KINDS: readonly FindingKind[] = [...BARE_GROWTH_KINDS, 'listener-pileup'];

/** A function that takes its own entry out again on every way has not ended yet: it may only take long, or hang. */
export const removedAfterUse = doubt({
  code: 'removed-after-use',
  means:
    'The function that adds an entry removes it again on every way: those that are there belong to calls that have not ended.',
  of: [{ ground: 'grown', kinds: KINDS }, ...COUNTED_PLACES],
  turn: 'heap',
  least: 'suspect',
  find: (c: GrowingCase): RemovalSite | null => {
    const code = codeOf(c);
    if (code?.state !== 'removed' || code.removed.length === 0) return null;
    const adders = new Set(code.added.map(functionOf));
    return code.removed.every((site) => adders.has(functionOf(site))) ? code.removed[0] : null;
  },
  bears: () => 'suspect',
  says: (site) => `${lineOf(site)} removes each entry when the function that added it ends, on every way.`,
});

function functionOf({ file, function: name }: { readonly file: string; readonly function: string | null }): string {
  return `${file} ${name}`;
}
