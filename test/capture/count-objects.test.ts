import { Session } from 'node:inspector/promises';
import { afterEach, describe, expect, it } from 'vitest';

import { countObjects } from '../../src/capture/count-objects.js';
import type { InspectorSession } from '../../src/capture/inspector-session.js';
import { ToolError } from '../../src/errors.js';

let own: Session;
afterEach(() => own?.disconnect());

/** A session of this process with itself. */
function ownSession(): InspectorSession {
  own = new Session();
  own.connect();
  const post = own.post.bind(own) as (method: string, params: object) => Promise<object>;
  return {
    send: async (method, params = {}) => ({ ...(await post(method, params)) }),
    listen: (listener) => {
      const hear = (message: unknown): void => listener(message as Parameters<typeof listener>[0]);
      own.on('inspectorNotification', hear);
      return () => void own.off('inspectorNotification', hear);
    },
    pause: () => undefined,
    resume: () => undefined,
    heardAtMs: 0,
    ended: new Promise(() => undefined),
    close: () => Promise.resolve(),
  };
}

const refusing = (code: 'capture-failed' | 'target-lost'): InspectorSession => ({
  ...ownSession(),
  send: (method) =>
    method.startsWith('HeapProfiler.start')
      ? Promise.reject(new ToolError(code, 'no'))
      : Promise.resolve({ result: { value: 0 } }),
});

describe('counting the objects of a heap', () => {
  it('sees the objects that are added', async () => {
    const before = await countObjects(ownSession());
    const kept = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    const after = await countObjects(ownSession());
    const added = (after?.objects ?? 0) - (before?.objects ?? 0);
    expect(added).toBeGreaterThan(kept.length * 0.9);
    expect(added).toBeLessThan(kept.length * 1.5);
    expect(after?.slowness).toBeGreaterThanOrEqual(1);
  });

  it('gives nothing where that is refused, and fails where the target is gone', async () => {
    expect(await countObjects(refusing('capture-failed'))).toBeNull();
    await expect(countObjects(refusing('target-lost'))).rejects.toMatchObject({ code: 'target-lost' });
  });
});
