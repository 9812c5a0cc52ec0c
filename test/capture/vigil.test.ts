import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { PatientSession } from '../../src/capture/inspector-session.js';
import type { LocalProcess, ProcessTable } from '../../src/capture/process-table.js';
import { explainLoss, type Vigil, watchProcess } from '../../src/capture/vigil.js';

const PROCESS = { pid: 7, state: 'running', cpuMs: 10 } as LocalProcess;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A session that owes an answer, and the process behind it second by second. */
function silentSession(processes: (second: number) => Partial<LocalProcess> | null) {
  const interrupted: string[] = [];
  const startMs = performance.now();
  const session = {
    isWaiting: true,
    heardAtMs: startMs,
    interrupt: ({ message }: Error) => void interrupted.push(message),
  };
  const find = (): Promise<LocalProcess | null> => {
    const found = processes(Math.floor((performance.now() - startMs) / 1000));
    return Promise.resolve(found === null ? null : { ...PROCESS, ...found });
  };
  const table = { find } as unknown as ProcessTable;
  const vigil: Vigil = watchProcess(session as unknown as PatientSession, 7, table);
  return { session, interrupted, vigil, pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000) };
}

describe('the watch over a process that owes an answer', () => {
  it('waits for one that works, however long', async () => {
    const { interrupted, pass } = silentSession((second) => ({ cpuMs: second * 1000 }));
    await pass(100);
    expect(interrupted).toEqual([]);
  });

  it('gives one up that is stopped, after seconds', async () => {
    const { interrupted, pass } = silentSession(() => ({ state: 'stopped' }));
    await pass(2);
    expect(interrupted).toEqual([]);
    await pass(2);
    expect(interrupted[0]).toBe('Process 7 is stopped, and does not answer');
  });

  it('gives one up that has ended', async () => {
    const { interrupted, pass } = silentSession(() => null);
    await pass(3);
    expect(interrupted[0]).toBe('Process 7 ended while it was attached to');
  });

  it('gives one up that does nothing', async () => {
    const { interrupted, pass } = silentSession(() => ({ cpuMs: 10 }));
    await pass(16);
    expect(interrupted).toEqual([]);
    await pass(4);
    expect(interrupted[0]).toBe('Process 7 has not answered for 15 s, and does no work');
  });

  it('does not mind one that owes nothing', async () => {
    const { session, interrupted, pass } = silentSession(() => ({ state: 'stopped' }));
    session.isWaiting = false;
    await pass(60);
    expect(interrupted).toEqual([]);
  });
});

describe('a connection that ended', () => {
  it('is explained by the end of the process, and by nothing where it lives on', async () => {
    vi.useRealTimers();
    const ended = { find: () => Promise.resolve({ ...PROCESS, state: 'ended' }) } as unknown as ProcessTable;
    expect(await explainLoss(7, ended)).toMatchObject({ code: 'target-lost' });
    const living = { find: () => Promise.resolve(PROCESS) } as unknown as ProcessTable;
    expect(await explainLoss(7, living)).toBeNull();
  });
});
