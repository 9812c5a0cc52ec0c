import { once } from 'node:events';

import { ToolError } from '../../errors.js';
import type { InputStream } from '../process/io.js';

/**
 * Waits until somebody presses Enter.
 *
 * @throws ToolError `usage` when there is nobody: standard input has ended
 * @throws the signal's reason
 */
export async function nextLine(stdin: InputStream, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const end = (): void => ended.abort();
  stdin.once('end', end);
  try {
    stdin.resume();
    for (;;) {
      const [chunk] = await once(stdin, 'data', { signal: either });
      if (String(chunk).includes('\n')) return;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new ToolError('usage', '--wait: expected Enter, but standard input has ended', {
      hint: 'Give --interval, --until-growth or --between where nobody sits at the terminal.',
      cause: error,
    });
  } finally {
    stdin.removeListener('end', end);
    stdin.pause();
  }
}
