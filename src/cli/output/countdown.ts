import type { StatusLine } from './progress.js';

const SECOND_MS = 1000;

/** A line of progress that says how long something will still take. */
export interface Countdown {
  /**
   * Shows `<what> in 22 s<more>`, second by second; without a time `<what><more>`.
   *
   * @param dueInMs null when it is not known
   */
  start(what: string, dueInMs: number | null, more: string): void;
  /** Leaves the line as it is. */
  stop(): void;
}

export function createCountdown(status: StatusLine): Countdown {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearInterval(timer);
  return {
    start: (what, dueInMs, more) => {
      stop();
      if (dueInMs === null) return status.show(`${what}${more}`);
      const dueMs = performance.now() + dueInMs;
      const show = (): void => {
        const leftMs = Math.max(0, dueMs - performance.now());
        status.show(`${what} in ${Math.ceil(leftMs / SECOND_MS)} s${more}`);
      };
      show();
      timer = setInterval(show, SECOND_MS);
      timer.unref();
    },
    stop,
  };
}
