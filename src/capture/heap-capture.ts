import { setTimeout as sleep } from 'node:timers/promises';

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
  /** The longest time without progress that is accepted, in milliseconds. */
  readonly stallMs?: number;
  /** More than any snapshot of this heap can have; unbounded by default. */
  readonly mostBytes?: number;
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
const COLLECT_TIMEOUT_MS = 120_000;
/** Time between two looks at a target that does not get to a collection, and the number of looks that show a loop. */
const LOOP_MS = 5_000;
const LOOP_ANSWERS = 3;
/** Longest time without progress. V8 reports the progress of a large heap far more often. */
const STALL_MS = 180_000;
const STALL_CHECK_MS = 1_000;
/** Fewer bytes are no progress: a peer may drip them, and a slow connection carries more in that time. */
const PROGRESS_BYTES = 2 ** 16;
/** How every snapshot begins. */
const BEGINNING = '{"snapshot":{';

/**
 * Collects garbage, which would otherwise be part of the snapshot.
 *
 * @throws ToolError `target-silent` when the process answers but does not get to it: it waits for the end of the current call
 */
export async function collectGarbage(session: InspectorSession): Promise<void> {
  for (let count = 0; count < COLLECTIONS; count += 1) {
    let isDone = false;
    const collected = session.send('HeapProfiler.collectGarbage', {}, { timeoutMs: COLLECT_TIMEOUT_MS }).finally(() => {
      isDone = true;
    });
    await Promise.race([collected, watchForLoop(session, () => isDone)]);
  }
}

/** A request that interrupts a loop is not answered during a collection. So this resolves never, or rejects. */
async function watchForLoop(session: InspectorSession, isDone: () => boolean): Promise<never> {
  for (let answered = 0; !isDone(); ) {
    await sleep(LOOP_MS, undefined, { ref: false });
    if (isDone()) break;
    const isAnswered = await session.send('Runtime.evaluate', { expression: '1' }, { timeoutMs: LOOP_MS }).then(
      () => true,
      () => false,
    );
    answered = isAnswered && !isDone() ? answered + 1 : 0;
    if (answered === LOOP_ANSWERS)
      throw new ToolError(
        'target-silent',
        `The target has been in one call for ${(LOOP_MS * answered) / 1000} s or more`,
        {
          hint: 'It may be in an endless loop. A CPU profile shows where.',
        },
      );
  }
  return await new Promise(() => undefined);
}

/**
 * Takes a snapshot and writes it to `path` as it comes. Numeric values are included: counters and reference counts are
 * evidence.
 *
 * @throws ToolError `output-unwritable` when the file cannot be written, `target-lost`, `target-silent`, `target-mismatch` when
 *   what is sent is no snapshot
 * @throws the signal's reason when cancelled; the target still finishes its snapshot, which is ignored
 */
export async function captureHeap(
  session: InspectorSession,
  path: string,
  { gzip = false, signal, onProgress, open, stallMs = STALL_MS, mostBytes = Infinity }: HeapCaptureOptions = {},
): Promise<CapturedHeap> {
  const file = new SnapshotFile(path, open === undefined ? { gzip } : { gzip, open });
  const startMs = performance.now();
  let share = 0;
  let isPaused = false;
  let refusal: ToolError | null = null;
  const progress = new LastProgress(startMs);
  const unlisten = session.listen(({ method, params }) => {
    if (refusal !== null) return;
    if (method === 'HeapProfiler.addHeapSnapshotChunk') {
      refusal = refusalOf(params['chunk'], file.bytes, mostBytes);
      if (refusal !== null) return look();
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
      const done = Number(params['done']) / Math.max(1, Number(params['total']));
      if (done >= 0 && done <= 1) share = done;
    } else return;
    progress.see(share, file.bytes);
    onProgress?.({ share, bytes: file.bytes });
  });
  const watch = watchFor(() => {
    // Nothing comes while the disk is waited for.
    if (isPaused) progress.wait();
    return signal?.reason ?? refusal ?? file.failure ?? progress.stall(stallMs);
  }, signal);
  const { look } = watch;
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
    look,
    stop: (): void => {
      clearInterval(timer);
      signal?.removeEventListener('abort', look);
    },
  };
}

/** When a snapshot last came further. */
class LastProgress {
  #atMs: number;
  #share = 0;
  #bytes = 0;

  constructor(startMs: number) {
    this.#atMs = startMs;
  }

  see(share: number, bytes: number): void {
    if (share <= this.#share && bytes < this.#bytes + PROGRESS_BYTES) return;
    this.#share = Math.max(share, this.#share);
    this.#bytes = bytes;
    this.wait();
  }

  wait(): void {
    this.#atMs = performance.now();
  }

  stall(stallMs: number): ToolError | null {
    const silentMs = performance.now() - this.#atMs;
    if (silentMs < stallMs) return null;
    return new ToolError('target-silent', `The snapshot has not come further for ${Math.round(silentMs / 1000)} s`, {
      hint: 'Is the target stopped, or swapping?',
    });
  }
}

/** What speaks against a part of a snapshot, or null. */
function refusalOf(chunk: unknown, bytesBefore: number, mostBytes: number): ToolError | null {
  const refuse = (what: string): ToolError =>
    new ToolError('target-mismatch', `What answers sent ${what} in place of a heap snapshot`, {
      hint: 'Is it Node.js? Give the pid, or the address that it printed as "Debugger listening on …".',
    });
  if (typeof chunk !== 'string') return refuse('something that is no text');
  if (bytesBefore === 0 && chunk !== '' && !chunk.startsWith(BEGINNING.slice(0, chunk.length)))
    return refuse('another text');
  if (bytesBefore + chunk.length > mostBytes) return refuse(`more than ${Math.round(mostBytes / 1e6)} MB`);
  return null;
}
