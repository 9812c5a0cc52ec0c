import { createInterface } from 'node:readline';

import { ToolError } from '../../errors.js';
import type { InputStream } from '../process/io.js';

/**
 * Waits until the user presses Enter.
 *
 * @throws ToolError `usage` when standard input has ended
 * @throws the signal's reason
 */
export async function nextLine(
  stdin: InputStream & { readonly readableEnded?: boolean },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (stdin.readableEnded !== true) {
    const lines = createInterface({ input: stdin, signal });
    try {
      const { done } = await lines[Symbol.asyncIterator]().next();
      if (done !== true) return;
    } finally {
      lines.close();
    }
    signal.throwIfAborted();
  }
  throw new ToolError('usage', '--wait: expected Enter, but standard input has ended', {
    hint: 'Give --interval, --until-growth or --between where nobody sits at the terminal.',
  });
}
