import { writeSync } from 'node:fs';

import { ExitCode } from './exit-code.js';

/** Time for what is under way, such as leaving a process that is attached to. */
const GRACE_MS = 3_000;

/** The parts of a process that the handler needs. */
export interface HandledProcess {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  exit(code: number): void;
}

/**
 * Makes anything that nobody caught end the process with the exit code of a failure: Node.js would end it with 1, which means
 * "findings" to a pipeline. One line on stderr says what it was; what is under way is ended as by Ctrl-C.
 *
 * @returns whether something was uncaught
 */
export function installLastHandler(
  { on, exit }: HandledProcess,
  interrupt: AbortController,
  write: (line: string) => void = writeToStderr,
): () => boolean {
  let hasFailed = false;
  const fail = (error: unknown): void => {
    if (hasFailed) return;
    hasFailed = true;
    write(`poolscope: internal error: ${oneLine(error)}. Please report it, with the command and what led to it.\n`);
    interrupt.abort();
    setTimeout(() => exit(ExitCode.failure), GRACE_MS).unref();
  };
  on('uncaughtException', fail);
  on('unhandledRejection', fail);
  return () => hasFailed;
}

/** An error may come from elsewhere, with any text and of any kind. */
function oneLine(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.slice(0, 500).replace(/[^\P{C}]|[\p{Zl}\p{Zp}]/gu, ' ');
  } catch {
    return 'unknown';
  }
}

function writeToStderr(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // Nobody reads it any more.
  }
}
