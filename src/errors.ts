/** Stable codes of everything poolscope can refuse. Scripts may rely on them; texts may change. */
export type ToolErrorCode =
  | 'usage'
  | 'file-not-found'
  | 'file-unreadable'
  | 'input-is-directory'
  | 'input-empty'
  | 'snapshot-malformed'
  | 'snapshot-truncated'
  | 'snapshot-too-large'
  | 'engine-failed'
  | 'profile-invalid'
  | 'report-invalid'
  | 'output-unwritable'
  | 'target-not-found'
  | 'target-unreachable'
  | 'target-mismatch'
  | 'target-silent'
  | 'target-lost'
  | 'attach-refused'
  | 'capture-unsafe'
  | 'capture-failed'
  | 'load-failed';

/** Options of {@link ToolError}. */
export interface ToolErrorOptions {
  /** What the user can do about it, one sentence. */
  readonly hint?: string;
  /** The underlying error, for `--debug` and library users. */
  readonly cause?: unknown;
}

/**
 * A failure that is not a bug of poolscope: bad input, bad usage, a file that cannot be written.
 * The message says what was expected and where (file, section, byte offset); `hint` says what to do.
 * The command line prints both without a stack trace and exits with code 2.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ToolErrorCode;
  readonly hint: string | undefined;

  constructor(code: ToolErrorCode, message: string, options: ToolErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
