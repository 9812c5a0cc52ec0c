import type { AnalyzeOptions } from '../analyze.js';
import { escapeControls } from '../report/escape.js';
import { formatBytes } from '../report/units.js';
import type { OutputStream } from './io.js';

/** Receives progress and shows it. */
export interface Progress {
  readonly update: NonNullable<AnalyzeOptions['onProgress']>;
  /** Takes the line away again. */
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[K';

/** Progress as one line that is rewritten; nothing at all when the stream is not a terminal. */
export function createProgress(stream: OutputStream): Progress {
  if (stream.isTTY !== true) return { update: () => undefined, clear: () => undefined };
  let shown = '';
  const show = (line: string): void => {
    // Most updates change no visible digit.
    if (line === shown) return;
    shown = line;
    stream.write(CLEAR_LINE + line);
  };
  return {
    update: ({ phase, file, index, total, bytes, totalBytes }) => {
      const share =
        totalBytes === null || totalBytes === 0 ? '' : ` ${Math.min(100, Math.floor((bytes / totalBytes) * 100))}%`;
      const work = phase === 'read' ? `reading${share} ${formatBytes(bytes)}` : 'analyzing';
      show(clip(`[${index + 1}/${total}] ${work} ${escapeControls(file)}`, stream.columns ?? 80));
    },
    clear: () => show(''),
  };
}

/** A line that does not wrap: one that did could not be rewritten. The last column stays free. */
function clip(line: string, columns: number): string {
  return Array.from(line)
    .slice(0, Math.max(1, columns - 1))
    .join('');
}
