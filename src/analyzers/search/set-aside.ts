import { compareText } from '../../findings/finding-order.js';
import type { Report } from '../../findings/report-schema.js';

/** What was set aside is listed up to this number: it explains a silence, it is nothing to act on. */
const MOST_SET_ASIDE = 50;

/** What was set aside, each place once under each code, in a fixed order; with the limit when there is more. */
export function listSetAside(all: Report['setAside']): {
  readonly setAside: Report['setAside'];
  readonly limit: Report['limitsReached'];
} {
  const byKey = new Map(all.map((item) => [`${item.code} ${item.label}`, item]));
  const sorted = [...byKey.values()].sort((a, b) => compareText(a.code, b.code) || compareText(a.label, b.label));
  if (sorted.length <= MOST_SET_ASIDE) return { setAside: sorted, limit: [] };
  const text = `${sorted.length} places were set aside; the first ${MOST_SET_ASIDE} are listed.`;
  return {
    setAside: sorted.slice(0, MOST_SET_ASIDE),
    limit: [{ limit: 'set-aside', value: MOST_SET_ASIDE, text }],
  };
}
