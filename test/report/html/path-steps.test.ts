import { describe, expect, it } from 'vitest';

import { brokenStep } from '../../../src/report/html/path-steps.js';

describe('the step of a path that is to be cut', () => {
  it.each([
    ['a field', ['globalThis.app', 'App.top → Pooled', 'Pooled.next → Pooled'], 'Pooled(leased).next', 2],
    ['the entry of a collection', ['Pool.used → Array', 'Array[3] → Lease'], 'Pool.used[]', 1],
    ['a folded run', ['App.top → Pooled', '(Pooled.next → Pooled) × 20'], 'Pooled.next', 1],
    // Emitter ─._events→ Object ─.error→ Array ─[7]→ listener
    [
      'one field of a field',
      ['App.bus → Emitter', 'Emitter._events → Object', 'Object.error → Array', 'Array[7] → listener()'],
      'Emitter._events.error[]',
      3,
    ],
    ['a timer', ['running timer (setInterval 5 s at a.ts:8)', 'Timeout._onTimeout → f()'], 'setInterval(f)', 0],
    ['a field that only begins alike', ['Pooled.nextOf → Pooled'], 'Pooled.next', -1],
    [
      'another event of the same emitter',
      ['Emitter._events → Object', 'Object.errors → Array'],
      'Emitter._events.error[]',
      -1,
    ],
    [
      'fields that do not follow each other',
      ['Emitter._events → Object', 'Object.x → Y', 'Object.error → Array'],
      'Emitter._events.error',
      -1,
    ],
    ['a name without a field', ['globalThis.app'], 'other', -1],
  ])('is found for %s', (_what, steps, label, step) => {
    expect(brokenStep(steps, label)).toBe(step);
  });
});
