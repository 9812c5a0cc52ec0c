import type { EdgeLabel } from './edge-label.js';
import { targetEventOf } from './label-questions.js';

/** Fields in which an EventEmitter of Node.js, and packages that copy it, keep listeners by event. */
const STORES = new Set(['_events', '<symbol events>', '<symbol kEvents>']);

/** Whether a label lies in what an emitter keeps its listeners in: no line of the emitter's class says who listens. */
export function isOfListenerStore(label: EdgeLabel): boolean {
  return (
    targetEventOf(label) !== null || label.parts.some(({ kind, name }) => kind === 'field' && STORES.has(name ?? ''))
  );
}
