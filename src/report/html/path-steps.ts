import type { Finding } from '../../findings/report-schema.js';
import { html, type Markup } from './markup.js';

/** Steps that are shown at the beginning and at the end of a long path; what is between them is folded. */
const SHOWN_STEPS = 6;

/**
 * The index of the step whose reference is the one to cut; -1 where the shortest path does not go through it.
 *
 * @param label as in `brokenEdge`: `Pooled(leased).next`, `Pool.used[]`
 */
export function brokenStep(steps: readonly string[], label: string): number {
  const plain = label.replace(/\([^()]*\)(?=\.)/, '').replace(/(?:\[\]|\{\})$/, '');
  const isEntry = plain.length < label.length && /(?:\[\]|\{\})$/.test(label);
  const at = lastStepOf(steps, plain);
  if (at === -1) return /^set(?:Interval|Timeout|Immediate)\(/.test(label) && /timer/.test(steps[0] ?? '') ? 0 : -1;
  // The field leads to the collection; what is to go is the reference from the collection to its entry.
  return isEntry && at + 1 < steps.length ? at + 1 : at;
}

/** Where the reference ends: `Emitter._events.error` is one step, or one for each of its fields; -1 where the path does not have it. */
function lastStepOf(steps: readonly string[], plain: string): number {
  const fields = plain.split('.');
  // A class and its field at least.
  for (let taken = fields.length; taken >= Math.min(2, fields.length); taken--) {
    const start = fields.slice(0, taken).join('.');
    const rest = fields.slice(taken);
    const at = steps.findIndex(
      (step, index) => names(step, start) && rest.every((field, further) => endsIn(steps[index + further + 1], field)),
    );
    if (at !== -1) return at + rest.length;
  }
  return -1;
}

function names(step: string, reference: string): boolean {
  return step === reference || new RegExp(`(?:^|[( ])${escapeRegExp(reference)}(?:$|[ )])`).test(step);
}

/** Whether a step goes through the field, whatever the object is called: `Object.error → Array`. */
function endsIn(step: string | undefined, field: string): boolean {
  return step !== undefined && new RegExp(`^[^ ]*\\.${escapeRegExp(field)}(?: |$)`).test(step);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The retaining path from the root down, a step a line, with the reference to cut marked. */
export function drawPath({ path, brokenEdge }: Finding): Markup | null {
  if (path === null) return null;
  const steps = path.steps.length === 0 ? [path.folded] : path.steps;
  const broken = brokenEdge === null ? -1 : brokenStep(steps, brokenEdge.label);
  const items = steps.map(
    (step, index) =>
      html`<li class="${index === broken ? 'broken' : 'step'}"><code>${step}</code>${index === broken && html` <span class="cut">cut here</span>`}</li>`,
  );
  const isLong = steps.length > 2 * SHOWN_STEPS + 1;
  const hidden = items.slice(SHOWN_STEPS, items.length - SHOWN_STEPS);
  const list = isLong
    ? html`<ol class="path">${items.slice(0, SHOWN_STEPS)}<li class="step"><details ${broken >= SHOWN_STEPS && broken < items.length - SHOWN_STEPS && html`open`}><summary>${hidden.length} steps between</summary><ol class="path">${hidden}</ol></details></li>${items.slice(items.length - SHOWN_STEPS)}</ol>`
    : html`<ol class="path">${items}</ol>`;
  const beside =
    brokenEdge !== null && broken === -1
      ? html`<p class="quiet">The shortest path does not go through the reference to cut, <code>${brokenEdge.label}</code>.</p>`
      : null;
  const expression =
    path.expression === null ? null : html`<p class="quiet">In a console: <code>${path.expression}</code></p>`;
  return html`${list}${beside}${expression}`;
}
