import { compareText } from '../../findings/finding-order.js';
import type { Report } from '../../findings/report-schema.js';

/** Most cases that are listed as set aside: they explain why nothing was reported, and need no action. */
const MOST_SET_ASIDE = 50;

/** The cases that were set aside, each place once for each code, in a fixed order; with the limit when there are more. */
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
