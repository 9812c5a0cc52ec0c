import { compareFindings } from '../../findings/finding-order.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { labelText } from '../labels/label-text.js';
import type { LabeledFinding } from './findings-so-far.js';

/**
 * Sorts findings by what to act on first. `events.once` and similar helpers add an `error` listener along with the listener
 * that the program asked for, so both leak in equal number. The finding about the `error` listeners is put second.
 */
export function rankFindings(findings: readonly LabeledFinding[]): LabeledFinding[] {
  const ranked = [...findings].sort((a, b) => compareFindings(a.finding, b.finding));
  const companions = ranked.filter((each) => ranked.some((other) => isCompanion(each, other)));
  for (const companion of companions) {
    ranked.splice(ranked.indexOf(companion), 1);
    const meant = ranked.findLastIndex((other) => isCompanion(companion, other));
    ranked.splice(meant + 1, 0, companion);
  }
  return ranked;
}

/** Field in which Node's EventEmitter keeps its listeners, by event. */
const EVENTS = '_events';

/** Whether `one` is about the `error` listeners of an emitter, and `other` about as many other listeners of the same emitter. */
function isCompanion(one: LabeledFinding, other: LabeledFinding): boolean {
  if (one.label === null || other.label === null) return false;
  if (eventOf(one.label) !== 'error' || eventOf(other.label) === 'error') return false;
  return (
    emitterOf(one.label) === emitterOf(other.label) &&
    one.finding.verdict === other.finding.verdict &&
    one.finding.suspects === other.finding.suspects
  );
}

/** The event whose listeners the label names; null when it names none. */
function eventOf({ parts }: EdgeLabel): string | null {
  const at = parts.findIndex(({ name }) => name === EVENTS);
  return at === -1 ? null : (parts[at + 1]?.name ?? null);
}

/** The emitter whose listeners the label names; null when it names none. */
function emitterOf({ owner, parts }: EdgeLabel): string | null {
  const at = parts.findIndex(({ name }) => name === EVENTS);
  return at === -1 ? null : labelText(owner, parts.slice(0, at));
}
