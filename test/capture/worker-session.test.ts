import { describe, expect, it } from 'vitest';

import type { InspectorEvent } from '../../src/capture/dialogue.js';
import type { InspectorSession } from '../../src/capture/inspector-session.js';
import { openWorkerSession } from '../../src/capture/worker-session.js';

interface Told {
  /** The number that the protocol gives, in the order in which it tells of workers. */
  readonly workerId: string;
  readonly title: string;
}

/** A process that tells of workers, and notes for which session each message is. */
function processWith(workers: readonly Told[]): { readonly session: InspectorSession; readonly asked: unknown[] } {
  const listeners = new Set<(event: InspectorEvent) => void>();
  const asked: unknown[] = [];
  const session: InspectorSession = {
    send: (method, params = {}) => {
      if (method === 'NodeWorker.enable') {
        for (const { workerId, title } of workers) {
          const workerInfo = { workerId, title, url: 'file:///job.js', type: 'worker' };
          for (const listener of listeners) {
            listener({
              method: 'NodeWorker.attachedToWorker',
              params: { sessionId: `session of ${title}`, workerInfo },
            });
          }
        }
      } else asked.push('sessionId' in params ? params.sessionId : null);
      return Promise.resolve({});
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pause: () => undefined,
    resume: () => undefined,
    heardAtMs: 0,
    ended: new Promise(() => undefined),
    close: () => Promise.resolve(),
  };
  return { session, asked };
}

/** The protocol tells of the youngest first. */
const TWO = [
  { workerId: '1', title: '[worker 12] mail' },
  { workerId: '2', title: '[worker 1] search' },
];

async function sessionOf(workers: readonly Told[], wanted: string): Promise<unknown> {
  const { session, asked } = processWith(workers);
  const worker = await openWorkerSession(session, wanted);
  worker.send('Runtime.enable', {}, { timeoutMs: 1 }).catch(() => undefined);
  return asked[0];
}

describe('a worker', () => {
  it('is found by the number of its thread, whatever the protocol calls it', async () => {
    expect(await sessionOf(TWO, '1')).toBe('session of [worker 1] search');
    expect(await sessionOf(TWO, '12')).toBe('session of [worker 12] mail');
  });

  it('is found by a part of its name, and without one when it is the only one', async () => {
    expect(await sessionOf(TWO, 'mai')).toBe('session of [worker 12] mail');
    expect(await sessionOf(TWO.slice(0, 1), '')).toBe('session of [worker 12] mail');
  });

  it('has the number of the protocol where its title has none', async () => {
    expect(await sessionOf([{ workerId: '3', title: 'Worker' }], '3')).toBe('session of Worker');
  });

  it('is asked for when several match or none does: a list, by number', async () => {
    const list = '  1  [worker 1] search  file:///job.js\n  12  [worker 12] mail  file:///job.js';
    const hint = `Name one by its number with --worker:\n${list}`;
    await expect(sessionOf(TWO, '')).rejects.toMatchObject({ message: '2 workers of the target match', hint });
    await expect(sessionOf(TWO, '2')).rejects.toMatchObject({ message: 'The target has no worker called 2', hint });
    await expect(sessionOf([], '')).rejects.toMatchObject({ message: 'The target has no worker threads' });
  });
});
