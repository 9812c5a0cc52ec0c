import { ToolError } from '../../errors.js';
import { escapeControls } from '../../report/escape.js';
import { createTheme } from '../../report/theme.js';
import { REPOSITORY } from '../../version.js';
import { ExitCode } from '../process/exit-code.js';
import { type CliIo, writeText } from '../process/io.js';
import { wantsColor } from './terminal.js';

/**
 * Prints what went wrong on stderr: for a {@link ToolError}, which the user can fix, its message and hint; for any other error,
 * which is a fault of poolscope, also how to report it; nothing for Ctrl-C. Stacks are shown with `POOLSCOPE_DEBUG=1` only.
 *
 * @returns the exit code
 */
export async function printFailure(io: CliIo, error: unknown): Promise<number> {
  if (io.signal.aborted) return ExitCode.interrupted;
  const theme = createTheme({ color: wantsColor(io.stderr, io.env, undefined) });
  const lines = error instanceof ToolError ? [error.message, error.hint ?? ''] : bugReport(error);
  const [message = '', ...rest] = lines.filter((line) => line !== '').map(escapeLines);
  const debug = io.env['POOLSCOPE_DEBUG'] === '1' ? stacksOf(error).map(escapeLines) : [];
  await writeText(io.stderr, `${[`${theme.error('poolscope:')} ${message}`, ...rest, ...debug].join('\n')}\n`);
  return ExitCode.failure;
}

function bugReport(error: unknown): string[] {
  return [
    `internal error: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    'This is a fault of poolscope, not of your input. Please report it with what the same command',
    'prints under POOLSCOPE_DEBUG=1, and with the versions of poolscope and Node.js:',
    `${REPOSITORY}/issues`,
  ];
}

/** The stack of an error and of everything that caused it. */
function stacksOf(error: unknown): string[] {
  const stacks: string[] = [];
  for (let current = error; current instanceof Error && stacks.length < 10; current = current.cause) {
    stacks.push((stacks.length === 0 ? '' : 'caused by ') + (current.stack ?? current.message));
  }
  return stacks;
}

/** Escapes the names of files and texts from heaps in a message, but keeps its line breaks. */
function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}
