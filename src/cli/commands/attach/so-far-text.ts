import type { Answer } from '../../process/analysis-process.js';

/**
 * What is known before all is: it says only what more can add to.
 *
 * @param basis what it rests on: `by the first snapshot alone`
 * @param more what comes yet, without a finding and with one
 */
export function soFarText(
  basis: string,
  { findings, headline }: Answer,
  more: { readonly clean: string; readonly found: string },
): string {
  const grave = findings.filter(({ verdict }) => verdict !== 'note');
  const [first] = grave;
  if (first === undefined) {
    const text = findings.length === 0 ? headline : 'Nothing in it calls for action.';
    return `So far, ${basis}: ${text} ${more.clean}`;
  }
  const others = grave.length === 1 ? '' : ` (and ${grave.length - 1} more)`;
  return `So far, ${basis}, suspected: ${first.headline}${others} ${more.found}`;
}
