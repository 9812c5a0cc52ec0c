import type { AnalyzeOptions } from '../../analyze.js';
import { escapeControls } from '../../report/escape.js';
import { textWidth } from '../../report/text-width.js';
import { formatBytes } from '../../report/units.js';
import type { CliIo } from '../process/io.js';

/** One line that is rewritten. */
export interface StatusLine {
  show(line: string): void;
  clear(): void;
}

/** Receives progress and shows it. */
export interface Progress {
  readonly update: NonNullable<AnalyzeOptions['onProgress']>;
  /** Removes the line. */
  clear(): void;
}

const CLEAR_LINE = '\r\u001b[K';

/** A line for progress on stderr. It shows nothing if stderr is no terminal, or one that cannot rewrite a line. */
export function createStatusLine({ stderr: stream, env }: Pick<CliIo, 'stderr' | 'env'>): StatusLine {
  if (stream.isTTY !== true || env['TERM'] === 'dumb') return { show: () => undefined, clear: () => undefined };
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
export function createProgress(io: Pick<CliIo, 'stderr' | 'env'>): Progress {
  const line = createStatusLine(io);
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

/** Cuts a line so that it does not wrap, as a wrapped line could not be rewritten. The last column stays free. */
function clip(line: string, columns: number): string {
  let clipped = '';
  for (const character of line) {
    if (textWidth(clipped + character) >= Math.max(2, columns)) break;
    clipped += character;
  }
  return clipped;
}
