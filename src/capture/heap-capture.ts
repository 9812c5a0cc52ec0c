import { ToolError } from '../errors.js';
import type { InspectorSession } from './inspector-session.js';
import { type OpenStream, SnapshotFile } from './snapshot-file.js';

/** The progress of a snapshot. */
export interface HeapProgress {
  /** The part of the heap that V8 has processed, 0 to 1. V8 writes the file after that. */
  readonly share: number;
  /** Bytes written so far. */
  readonly bytes: number;
}

/** Options of {@link captureHeap}. */
export interface HeapCaptureOptions {
  readonly gzip?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: HeapProgress) => void;
  /** Opens the output stream; a test passes one that simulates a full disk. */
  readonly open?: OpenStream;
  /** The longest silence of the target that is accepted, in milliseconds. */
  readonly stallMs?: number;
}

/** A snapshot that was written. */
export interface CapturedHeap {
  readonly path: string;
  /** Bytes of the snapshot, unpacked. */
  readonly bytes: number;
  /** Bytes on disk. */
  readonly fileBytes: number;
  /** Time from the request to the end of the response. The target was paused for at most this long. */
  readonly pauseMs: number;
}

/** V8 takes two: the first one runs finalizers, the second frees what they held. */
const COLLECTIONS = 2;
/** Enough for a full collection of many gigabytes. */
const COLLECT_TIMEOUT_MS = 300_000;
/** Longest time between two messages. V8 reports the progress of a large heap far more often. */
const STALL_MS = 600_000;
const STALL_CHECK_MS = 1_000;

/** Collects garbage, which would otherwise be part of the snapshot. */
export async function collectGarbage(session: InspectorSession): Promise<void> {
  for (let count = 0; count < COLLECTIONS; count += 1) {
    await session.send('HeapProfiler.collectGarbage', {}, { timeoutMs: COLLECT_TIMEOUT_MS });
  }
}

/**
 * Takes a snapshot and writes it to `path` as it comes. Numeric values are included: counters and reference counts are
 * evidence.
 *
 * @throws ToolError `output-unwritable` when the file cannot be written, `target-lost`, `target-silent`
 * @throws the signal's reason when cancelled; the target still finishes its snapshot, which is ignored
 */
export async function captureHeap(
  session: InspectorSession,
  path: string,
  { gzip = false, signal, onProgress, open, stallMs = STALL_MS }: HeapCaptureOptions = {},
): Promise<CapturedHeap> {
  const file = new SnapshotFile(path, open === undefined ? { gzip } : { gzip, open });
  let share = 0;
  let isPaused = false;
  const unlisten = session.listen(({ method, params }) => {
    if (method === 'HeapProfiler.addHeapSnapshotChunk') {
      // Chunks that were already on their way arrive after a pause.
      if (!file.write(String(params['chunk'])) && !isPaused) {
        isPaused = true;
        session.pause();
        void file.drain().then(() => {
          isPaused = false;
          session.resume();
        });
      }
    } else if (method === 'HeapProfiler.reportHeapSnapshotProgress') {
      share = Number(params['done']) / Math.max(1, Number(params['total']));
    } else return;
    onProgress?.({ share: Math.min(1, share), bytes: file.bytes });
  });
  const startMs = performance.now();
  const watch = watchFor(() => signal?.reason ?? file.failure ?? stalled(session, startMs, stallMs), signal);
  try {
    const answer = session.send(
      'HeapProfiler.takeHeapSnapshot',
      { reportProgress: true, captureNumericValue: true },
      { timeoutMs: null },
    );
    await Promise.race([answer, watch.trouble]);
    const pauseMs = performance.now() - startMs;
    unlisten();
    const fileBytes = await file.commit();
    return { path, bytes: file.bytes, fileBytes, pauseMs };
  } catch (error) {
    unlisten();
    await file.discard();
    throw error;
  } finally {
    watch.stop();
  }
}

/** Rejects when `findTrouble` returns an error. It is called at intervals, and at once when the signal is aborted. */
function watchFor(findTrouble: () => unknown, signal: AbortSignal | undefined) {
  let fail: (reason: unknown) => void = () => undefined;
  const trouble = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Prevents an unhandled rejection when nothing awaits the promise any more.
  trouble.catch(() => undefined);
  const look = (): void => {
    const reason = findTrouble();
    if (reason !== null && reason !== undefined) fail(reason);
  };
  const timer = setInterval(look, STALL_CHECK_MS);
  signal?.addEventListener('abort', look);
  if (signal?.aborted === true) look();
  return {
    trouble,
    stop: (): void => {
      clearInterval(timer);
      signal?.removeEventListener('abort', look);
    },
  };
}

function stalled(session: InspectorSession, startMs: number, stallMs: number): ToolError | null {
  const silentMs = performance.now() - Math.max(startMs, session.heardAtMs);
  if (silentMs < stallMs) return null;
  return new ToolError('target-silent', `Nothing came from the target for ${Math.round(silentMs / 1000)} s`, {
    hint: 'Is it stopped, or swapping?',
  });
}
