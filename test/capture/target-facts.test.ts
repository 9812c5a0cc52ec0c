import { describe, expect, it } from 'vitest';

import type { InspectorSession } from '../../src/capture/inspector-session.js';
import { readIdentity } from '../../src/capture/target-facts.js';
import { ToolError } from '../../src/errors.js';

const IDENTITY = { pid: 7, threadId: 0, node: '18.20.8', v8: '10', platform: 'linux', arch: 'x64', script: '/app.js' };

/** A target that gives these answers, one after the other, when it is asked whether it has started. */
function startingTarget(answers: readonly ('other' | 'starting' | 'ready' | Error)[]) {
  const asked: string[] = [];
  const rest = [...answers];
  const session = {
    send: (_method: string, { expression }: { expression: string }) => {
      asked.push(expression.includes('worker_threads') ? 'identity' : 'state');
      const value = expression.includes('worker_threads') ? IDENTITY : rest.shift();
      return value instanceof Error ? Promise.reject(value) : Promise.resolve({ result: { value } });
    },
  } as unknown as InspectorSession;
  return { session, asked };
}

describe('who answers', () => {
  it('is not asked to load anything before it has set itself up', async () => {
    const { session, asked } = startingTarget(['starting', 'starting', 'ready']);
    expect(await readIdentity(session)).toEqual(IDENTITY);
    expect(asked).toEqual(['state', 'state', 'state', 'identity']);
  });

  it('is asked again when a question came too early to be answered', async () => {
    const { session } = startingTarget([new ToolError('target-silent', 'nothing'), 'ready']);
    expect(await readIdentity(session)).toEqual(IDENTITY);
  });

  it('is asked again while it knows of no process yet', async () => {
    const { session } = startingTarget(['other', 'other', 'starting', 'ready']);
    expect(await readIdentity(session)).toEqual(IDENTITY);
  });

  it('is refused when it is still not Node.js after a second, at once when it is gone', async () => {
    await expect(
      readIdentity(startingTarget(Array.from({ length: 50 }, () => 'other' as const)).session),
    ).rejects.toMatchObject({ code: 'target-mismatch' });
    const gone = new ToolError('target-lost', 'gone');
    await expect(readIdentity(startingTarget([gone]).session)).rejects.toBe(gone);
  });
});
