import type { GrowingCase } from '../cases/case.js';
import type { ClusterCase } from '../cases/cluster-case.js';
import type { SeriesTimes } from '../cases/context.js';
import { lineOf } from '../code/code-sentence.js';
import { pendingIn } from '../evidence/doubts/cleanup-pending.js';
import { codeOf } from '../evidence/finders/code-of-case.js';
import { findExpiry } from '../objects/expiry.js';
import type { LabeledFinding } from './findings-so-far.js';

const MS_PER_SECOND = 1000;

/**
 * What the times of capture could show of the findings that are no leak, a clause each, as `Row.expiresAt could show that 60 entries
 * of Hub.rows{} are overdue`. Only what those times alone are missing for: the value of the field, the age or the delay is known.
 */
export function listUndated(found: readonly LabeledFinding[], times: SeriesTimes): string[] {
  return found.flatMap(({ finding, case: c }) => {
    if (finding.verdict === 'leak' || (c.type !== 'cluster' && c.type !== 'place')) return [];
    const codes = new Set(finding.evidence.against.map(({ code }) => code));
    if (codes.has('expires') && c.type === 'cluster' && times.nowMs() === null) return undatedExpiry(c);
    if (times.spanMs !== null) return [];
    if (codes.has('removed-by-code')) return undatedRemoval(c, finding.suspects);
    return codes.has('cleanup-pending') ? undatedTimer(c, finding.suspects) : [];
  });
}

/** A field of the entries has the time at which each expires. */
function undatedExpiry(c: ClusterCase): string[] {
  const { expiry } = c;
  if (expiry === null || expiry.atMs === null) return [];
  const { graph } = c.context.view;
  const dated = (nodes: readonly number[]) =>
    nodes.filter((node) => graph.isObject(node) && findExpiry(graph, node, null)?.field === expiry.field).length;
  // The field belongs to the suspects, or to what the collection has around each of them.
  const count = dated(c.facts.leading.nodes) || dated(c.containers[0]?.targets ?? []);
  return [`\`${expiry.field}\` could show that ${overdue(count, c.label.text)}`];
}

/** The program's code removes entries of a certain age, and in no other way. */
function undatedRemoval(c: GrowingCase, count: number): string[] {
  const bounded = codeOf(c)?.removed.filter(({ bound }) => bound !== null) ?? [];
  if (bounded.length === 0 || bounded.some(({ bound, afterMs }) => bound !== 'clock' || afterMs === null)) return [];
  const [site] = bounded;
  return [
    `the age at which ${lineOf(site)} removes entries (${seconds(site.afterMs)}) could show that ${overdue(count, c.label.text)}`,
  ];
}

/** A timer would have fired by now, had the series lasted longer than its delay. */
function undatedTimer(c: GrowingCase, count: number): string[] {
  const pending = pendingIn(c);
  if (pending === null || pending.delayMs === null) return [];
  return [
    `the delay of \`${pending.timer}\` (${seconds(pending.delayMs)}) could show that it has fired and left ${entries(count, c.label.text)} in place`,
  ];
}

function overdue(count: number, place: string): string {
  return `${entries(count, place)} ${count === 1 ? 'is' : 'are'} overdue`;
}

function entries(count: number, place: string): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'} of \`${place}\``;
}

function seconds(ms: number | null): string {
  return `${Math.ceil((ms ?? 0) / MS_PER_SECOND)} s`;
}
