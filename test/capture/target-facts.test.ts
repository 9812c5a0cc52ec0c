import { runInNewContext } from 'node:vm';

import { describe, expect, it } from 'vitest';

import type { InspectorSession } from '../../src/capture/inspector-session.js';
import { readIdentity } from '../../src/capture/target-facts.js';
import { ToolError } from '../../src/errors.js';

const IDENTITY = { pid: 7, threadId: 0, node: '18.20.8', v8: '10', platform: 'linux', arch: 'x64', script: '/app.js' };

/** A target that gives these answers, one after the other, when it is asked whether it has started. */
function startingTarget(answers: readonly ('other' | 'starting' | 'ready' | undefined | Error)[]) {
  const asked: string[] = [];
  const expressions: string[] = [];
  const rest = [...answers];
  const session = {
    send: (_method: string, { expression }: { expression: string }) => {
      expressions.push(expression);
      asked.push(expression.includes('worker_threads') ? 'identity' : 'state');
      const value = expression.includes('worker_threads') ? IDENTITY : rest.shift();
      return value instanceof Error ? Promise.reject(value) : Promise.resolve({ result: { value } });
    },
  } as unknown as InspectorSession;
  return { session, asked, expressions };
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

  it('is asked again when the question failed in it, or was refused: a thread that starts has no context to ask in', async () => {
    const refused = new ToolError('capture-failed', 'Cannot find default execution context');
    const { session, asked } = startingTarget([undefined, refused, 'starting', 'ready']);
    expect(await readIdentity(session)).toEqual(IDENTITY);
    expect(asked).toHaveLength(5);
  });

  it('is asked again while it knows of no process yet, however long the machine takes', async () => {
    const { session, asked } = startingTarget([...Array.from({ length: 30 }, () => 'starting' as const), 'ready']);
    expect(await readIdentity(session)).toEqual(IDENTITY);
    expect(asked).toHaveLength(32);
  });

  it('is refused at once when it is another engine, or gone', async () => {
    await expect(readIdentity(startingTarget(['other']).session)).rejects.toMatchObject({ code: 'target-mismatch' });
    const gone = new ToolError('target-lost', 'gone');
    await expect(readIdentity(startingTarget([gone]).session)).rejects.toBe(gone);
  });

  it('is told from other engines by what these define', async () => {
    const { session, expressions } = startingTarget(['ready']);
    await readIdentity(session);
    const [state = ''] = expressions;
    expect(runInNewContext(state, {})).toBe('starting');
    expect(runInNewContext(state, { process: { versions: { node: '20' }, argv: [] } })).toBe('starting');
    const unready = Object.defineProperty({}, 'versions', {
      get: () => {
        throw new Error('not yet');
      },
    });
    expect(runInNewContext(state, { process: unready })).toBe('starting');
    for (const name of ['window', 'self', 'Deno']) expect(runInNewContext(state, { [name]: {} })).toBe('other');
    expect(runInNewContext(state, { process, performance, self: {} })).toBe('ready');
  });
});
