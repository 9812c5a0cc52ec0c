import { describe, expect, it, vi } from 'vitest';

import { installLastHandler } from '../../../src/cli/process/last-handler.js';

function install() {
  const listeners = new Map<string, (error: unknown) => void>();
  const exits: number[] = [];
  const written: string[] = [];
  const interrupt = new AbortController();
  const hasFailed = installLastHandler(
    { on: (event, listener) => listeners.set(event, listener), exit: (code) => void exits.push(code) },
    interrupt,
    (line) => void written.push(line),
  );
  return {
    hasFailed,
    exits,
    written,
    interrupt,
    fail: (event: string, error: unknown) => listeners.get(event)?.(error),
  };
}

describe('what nobody caught', () => {
  it.each(['uncaughtException', 'unhandledRejection'])('is told in one line, and ends the run: %s', (event) => {
    vi.useFakeTimers();
    try {
      const { hasFailed, exits, written, interrupt, fail } = install();
      expect(hasFailed()).toBe(false);
      fail(event, new TypeError('no\nsuch\u001b[31m thing'));
      expect(written).toEqual([
        'poolscope: internal error: TypeError: no such [31m thing. Please report it, with the command and what led to it.\n',
      ]);
      expect([hasFailed(), interrupt.signal.aborted, exits]).toEqual([true, true, []]);
      vi.advanceTimersByTime(10_000);
      expect(exits).toEqual([2]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is told once, and may be anything', () => {
    const { written, fail } = install();
    const hostile = {
      toString: () => {
        throw new Error('no text');
      },
    };
    fail('uncaughtException', hostile);
    fail('uncaughtException', new Error('another'));
    expect(written).toEqual([
      'poolscope: internal error: unknown. Please report it, with the command and what led to it.\n',
    ]);
  });
});
