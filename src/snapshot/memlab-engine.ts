import type { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ToolError } from '../errors.js';
import { openSnapshotFile } from './byte-source.js';
import type { SnapshotColumns } from './columns.js';
import { type MemlabHeap, parsedOfMemlab } from './memlab-heap.js';
import { readParsedSnapshot } from './parsed-snapshot.js';
import { type ReadSnapshotOptions, readSnapshot } from './read-snapshot.js';

type Bridge = typeof import('./memlab-bridge.js');

/**
 * memlab listens to these events as soon as it is imported: one listener would swallow Ctrl-C, another the request for
 * an inspector.
 */
const CLAIMED_EVENTS: ReadonlySet<string> = new Set(['exit', 'SIGINT', 'SIGUSR1', 'SIGUSR2']);

let loading: Promise<Bridge> | undefined;

/**
 * Reads a snapshot through `@memlab/core` into the same columns as {@link readSnapshot}: a second opinion, at some ten
 * times the time and three times the memory. Only uncompressed files; sizes of 4 GiB and more wrap around.
 *
 * Our own reader checks the file first, because memlab throws uncatchable errors inside callbacks on malformed files.
 * So both engines refuse the same files with the same messages.
 * @throws ToolError as {@link readSnapshot} does, or `engine-failed`
 */
export async function readSnapshotWithMemlab(
  path: string,
  options: ReadSnapshotOptions = {},
): Promise<SnapshotColumns> {
  const source = await openSnapshotFile(path);
  if (source.size === null || source.maxContentBytes !== source.size) {
    throw new ToolError('engine-failed', `${path}: the memlab engine reads uncompressed files only`, {
      hint: 'Decompress the file first, or leave out --engine memlab.',
    });
  }
  await readSnapshot(source, options);
  const bridge = await loadBridge();
  options.signal?.throwIfAborted();
  let heap: MemlabHeap;
  try {
    heap = await bridge.loadWithMemlab(path);
  } catch (error) {
    throw new ToolError(
      'engine-failed',
      `${path}: memlab could not load it: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: 'Leave out --engine memlab: poolscope has read the file without a fault.',
        cause: error,
      },
    );
  }
  options.signal?.throwIfAborted();
  return readParsedSnapshot(parsedOfMemlab(heap), path);
}

/** Loaded once. A failure is not remembered. */
function loadBridge(): Promise<Bridge> {
  loading ??= importTamed().catch((error: unknown) => {
    loading = undefined;
    throw new ToolError(
      'engine-failed',
      `memlab could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: 'Leave out --engine memlab, or install poolscope again.',
        cause: error,
      },
    );
  });
  return loading;
}

/**
 * Imports memlab without its side effects on the process. It creates a tree of temporary folders, which is redirected
 * to one folder and removed, and it installs signal handlers.
 */
async function importTamed(): Promise<Bridge> {
  const folder = await mkdtemp(join(os.tmpdir(), 'poolscope-memlab-'));
  const emitter: EventEmitter = process;
  const claimed: [event: string, listener: () => void][] = [];
  const note = (event: string, listener: () => void): void => {
    if (CLAIMED_EVENTS.has(event)) claimed.push([event, listener]);
  };
  emitter.on('newListener', note);
  const original = os.tmpdir;
  os.tmpdir = () => folder;
  try {
    return await import('./memlab-bridge.js');
  } finally {
    os.tmpdir = original;
    emitter.off('newListener', note);
    for (const [event, listener] of claimed) emitter.off(event, listener);
    await rm(folder, { recursive: true, force: true });
  }
}
