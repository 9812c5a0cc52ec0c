import { compareFindings } from '../../findings/finding-order.js';
import type { Finding } from '../../findings/report-schema.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { labelText } from '../labels/label-text.js';
import type { LabeledFinding } from './findings-so-far.js';

/**
 * Ranked findings, but for listeners to `error`: `events.once` and its like add one beside the listener that was meant, so that
 * both leak alike. The one that was meant is put first.
 */
export function rankFindings(findings: readonly LabeledFinding[]): Finding[] {
  const ranked = [...findings].sort((a, b) => compareFindings(a.finding, b.finding));
  const companions = ranked.filter((each) => ranked.some((other) => isCompanion(each, other)));
  for (const companion of companions) {
    ranked.splice(ranked.indexOf(companion), 1);
    const meant = ranked.findLastIndex((other) => isCompanion(companion, other));
    ranked.splice(meant + 1, 0, companion);
  }
  return ranked.map(({ finding }) => finding);
}

/** Field in which Node's EventEmitter keeps its listeners, by event. */
const EVENTS = '_events';

/** Whether one is about the `error` listeners of what the other is about other listeners of, as many of them. */
function isCompanion(one: LabeledFinding, other: LabeledFinding): boolean {
  if (one.label === null || other.label === null) return false;
  if (eventOf(one.label) !== 'error' || eventOf(other.label) === 'error') return false;
  return (
    emitterOf(one.label) === emitterOf(other.label) &&
    one.finding.verdict === other.finding.verdict &&
    one.finding.suspects === other.finding.suspects
  );
}

/** The name of the event whose listeners the label is about; null when it is about none. */
function eventOf({ parts }: EdgeLabel): string | null {
  const at = parts.findIndex(({ name }) => name === EVENTS);
  return at === -1 ? null : (parts[at + 1]?.name ?? null);
}

/** What the listeners are added to; null when it is no place of listeners. */
function emitterOf({ owner, parts }: EdgeLabel): string | null {
  const at = parts.findIndex(({ name }) => name === EVENTS);
  return at === -1 ? null : labelText(owner, parts.slice(0, at));
}
