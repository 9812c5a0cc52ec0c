import { describe, expect, test } from 'vitest';
import { HISTORY, judgeIn, KINDS, SUSPECT } from './cluster-scene.js';

//   MailClient ──reconnecting──▶ true, ──rows──▶ Array ──▶ Row × 60
const waiting = await judgeIn(({ hub }) => hub.property('reconnecting', true), { owner: 'MailClient' });

describe('a client that is about to connect again', () => {
  test.each(KINDS)('makes a suspect of %s', (kind) => {
    expect(waiting({ kind })).toBe('grown suspect: no-death, reconnecting');
  });

  test('makes a note of dead objects in a history', () => {
    expect(waiting(HISTORY)).toBe('history note: reconnecting');
  });

  test('is not asked of listeners', () => {
    expect(waiting({ kind: 'listener-pileup' })).toBe('grown leak: no-death');
  });

  test('is not looked for where it is a suspect anyway', () => {
    expect(waiting(SUSPECT)).toBe('grown suspect: no-death, short-series');
  });

  test('does not matter where something else than growth is the proof', () => {
    expect(waiting({ restsOnGrowth: false })).toBe('grown leak: no-death');
  });

  test('is none where the place lists nothing', () => {
    expect(waiting({ containers: [] })).toBe('grown leak: no-death');
  });

  test('is none where it does not say so', async () => {
    const ready = await judgeIn(({ hub }) => hub.property('reconnecting', false), { owner: 'MailClient' });
    expect(ready()).toBe('grown leak: no-death');
  });
});
