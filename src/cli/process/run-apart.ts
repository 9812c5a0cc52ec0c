import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import process from 'node:process';

/** Longer output is no report that could be shown. */
const MOST_CHARACTERS = 64 * 2 ** 20;

/**
 * Runs this program once more, in a process of its own that yields to all others: whatever happens to it, this one goes on.
 * Never fails.
 *
 * @param argv arguments after the program's name
 * @param signal ends it
 * @returns what it wrote to stdout, or null when it failed or was ended
 */
export async function runApart(argv: readonly string[], signal: AbortSignal): Promise<string | null> {
  const [, program = ''] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, program, ...argv], {
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const end = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  yieldToOthers(child.pid);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (text.length > MOST_CHARACTERS) end();
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', end);
  return code === 0 || code === 1 ? text : null;
}

function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or the system has no priorities.
  }
}
