import type { AnalyzeOptions } from '../../analyze.js';
import { escapeControls } from '../../report/escape.js';
import { formatBytes } from '../../report/units.js';
import type { OutputStream } from '../process/io.js';

/** One line that is rewritten. */
export interface StatusLine {
  show(line: string): void;
  clear(): void;
}

/** Receives progress and shows it. */
export interface Progress {
  readonly update: NonNullable<AnalyzeOptions['onProgress']>;
  /** Takes the line away again. */
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[K';

/** A line for progress; nothing at all when the stream is not a terminal. */
export function createStatusLine(stream: OutputStream): StatusLine {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let shown = '';
  const show = (line: string): void => {
    const clipped = clip(escapeControls(line), stream.columns ?? 80);
    // Most updates change no visible digit.
    if (clipped === shown) return;
    shown = clipped;
    stream.write(CLEAR_LINE + clipped);
  };
  return { show, clear: () => show('') };
}

/** Progress of an analysis. */
export function createProgress(stream: OutputStream): Progress {
  const line = createStatusLine(stream);
  return {
    update: ({ phase, file, index, total, bytes, totalBytes }) => {
      const share =
        totalBytes === null || totalBytes === 0 ? '' : ` ${Math.min(100, Math.floor((bytes / totalBytes) * 100))}%`;
      const work = phase === 'read' ? `reading${share} ${formatBytes(bytes)}` : 'analyzing';
      line.show(`[${index + 1}/${total}] ${work} ${file}`);
    },
    clear: () => line.clear(),
  };
}

/** A line that does not wrap: one that did could not be rewritten. The last column stays free. */
function clip(line: string, columns: number): string {
  return Array.from(line)
    .slice(0, Math.max(1, columns - 1))
    .join('');
}
