import { Readable, Writable } from 'node:stream';

import type { CliIo, InputStream, OutputStream } from '../../src/cli/process/io.js';

/** What a fake process is given. */
export interface FakeIoOptions {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether stdout and stderr are terminals. */
  readonly tty?: boolean;
  readonly columns?: number;
  /** What comes in on stdin; a terminal when left out. */
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** Makes every write to stdout fail so. */
  readonly stdoutError?: Error;
}

/** A process that keeps what is written to it. */
export interface FakeIo extends CliIo {
  readonly written: { stdout: string; stderr: string };
}

/** A process without a process: the command line cannot tell the difference. */
export function createFakeIo(options: FakeIoOptions): FakeIo {
  const written = { stdout: '', stderr: '' };
  const terminal = options.tty === true ? { isTTY: true, columns: options.columns ?? 80 } : {};
  const stream = (name: 'stdout' | 'stderr', failure: Error | undefined): OutputStream =>
    Object.assign(
      new Writable({
        decodeStrings: false,
        write: (chunk, _encoding, done) => {
          if (failure === undefined) written[name] += String(chunk);
          done(failure);
        },
      }),
      terminal,
    );
  const stdin: InputStream = Object.assign(
    Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    options.stdin === undefined ? { isTTY: true } : {},
  );
  return {
    argv: options.argv,
    // A terminal says what it is.
    env: { ...(options.tty === true ? { TERM: 'xterm-256color' } : {}), ...options.env },
    stdin,
    stdout: stream('stdout', options.stdoutError),
    stderr: stream('stderr', undefined),
    signal: options.signal ?? new AbortController().signal,
    written,
  };
}
