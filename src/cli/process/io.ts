/** A stream that the command line writes to: a terminal, a pipe or a file. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  /** Columns of the terminal, when it is one. */
  readonly columns?: number;
  /** Lines of the terminal, when it is one. */
  readonly rows?: number;
}

/** A stream that the command line reads from. */
export interface InputStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/** The process as the command line sees it. Passed in, so that a test runs the very same code. */
export interface CliIo {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Access it only to read from it, because the stream is created on access. */
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The working folder, absolute; unknown where nothing is to be shown relative to it. */
  readonly folder?: string;
}

/**
 * Writes `text` and waits until the stream has accepted it, so that ending the process cannot cut it off. It is no failure if
 * the reader has closed the pipe (`poolscope … | head`).
 */
export async function writeText(stream: OutputStream, text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((resolve, reject) => {
    const settle = (error: Error | null | undefined): void => {
      stream.removeListener('error', settle);
      if (error == null || isClosedPipe(error)) resolve();
      else reject(error);
    };
    stream.once('error', settle);
    stream.write(text, settle);
  });
}

/** Whether the other end of a pipe has been closed. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
