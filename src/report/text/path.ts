import type { FindingPath } from '../../findings/report-schema.js';
import { textWidth } from '../text-width.js';
import { type Layout, layRow } from './layout.js';

/** Maximum width of a row's label. */
const MARGIN = 14;
const ARROW = '→ ';

/** A retaining path under `label`: on one line when it fits, otherwise one step per line. Repeated steps are already folded. */
export function layPath(layout: Layout, label: string, path: FindingPath): string[] {
  const strength = path.strength === 'strong' ? '' : ` (${STRENGTH_TEXT[path.strength]})`;
  const whole = path.folded + strength;
  if (textWidth(whole) <= layout.width - MARGIN || path.steps.length < 2) return layRow(layout, label, whole);
  const steps = joinEngineSteps(
    path.steps.map((step, index) => (index === 0 ? step : ARROW + step.replace(/^→ ?/, ''))),
  );
  const last = steps.length - 1;
  return steps.flatMap((step, index) => {
    const text = step === steps[last] ? step + strength : step;
    return layRow(layout, index === 0 ? label : '', text, { hanging: 4 });
  });
}

/** Steps that a short path shows from each end, where there is room. */
export const SHORT_STEPS = 3;

/** A retaining path in two lines or so: its beginning and its end, of so many steps each. */
export function layShortPath(layout: Layout, label: string, path: FindingPath, ends = SHORT_STEPS): string[] {
  const strength = path.strength === 'strong' ? '' : ` (${STRENGTH_TEXT[path.strength]})`;
  const steps = path.steps.map((step) => step.replace(/^→ ?/, ''));
  const hidden = steps.length - 2 * ends;
  const shown = hidden < 2 ? steps : [...steps.slice(0, ends), `… ${hidden} more`, ...steps.slice(-ends)];
  return layRow(layout, label, shown.join(` ${ARROW}`) + strength, { hanging: 2 });
}

const STRENGTH_TEXT = {
  ephemeron: 'held through a WeakMap entry',
  'job-scoped': 'held only until the running job ends',
  debugger: 'held only by the stack or a debugger',
  weak: 'held only weakly',
} as const satisfies Record<Exclude<FindingPath['strength'], 'strong'>, string>;

/**
 * Joins the steps from the root into the program into one row: they are structures of V8 and Node.js, which the program
 * cannot change.
 */
function joinEngineSteps(steps: readonly string[]): string[] {
  const isEngine = (step: string): boolean => /^(→ )?(Node \/ |system \/ |\()/.test(step);
  const end = steps.findIndex((step) => !isEngine(step));
  return end < 2 ? [...steps] : [steps.slice(0, end).join(' '), ...steps.slice(end)];
}
