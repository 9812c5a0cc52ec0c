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
  | 'config-invalid'
  | 'report-invalid'
  | 'baseline-invalid'
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

/** Words for what systems say of files; other codes are shown as the system spells them. */
const TROUBLES: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  EISDIR: 'expected a file, found a folder',
  ENOTDIR: 'part of the path is a file, not a folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
};

/** Why something failed, in words that stand after a colon. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return TROUBLES[code] ?? (error instanceof Error ? error.message : String(error));
}
