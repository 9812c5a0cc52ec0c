import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** V8 takes two: the first one runs finalizers, the second frees what they held. */
const COLLECTIONS = 2;

/** The names that a series gives to its files. */
const SNAPSHOT_NAME = /^\d+\.heapsnapshot(\.part)?$/;

/** What {@link SnapshotSeries.capture} wrote. */
export interface CapturedSnapshot {
  readonly path: string;
  readonly bytes: number;
  readonly durationMs: number;
}

/**
 * Snapshots of this process as `0.heapsnapshot`, `1.heapsnapshot` … in one folder. They are taken through one
 * inspector session for the whole series, because V8 numbers the objects anew for each session.
 */
export class SnapshotSeries {
  private readonly folder: string;
  private readonly inspector = new Session();
  private count = 0;

  /** Creates the folder, and removes a series that lies there: leftovers would be read as part of the new one. */
  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      if (SNAPSHOT_NAME.test(name)) rmSync(join(folder, name));
    }
    this.inspector.connect();
  }

  /** Collects garbage and writes the next snapshot. The file has its final name only once it is whole. */
  async capture(): Promise<CapturedSnapshot> {
    const start = Date.now();
    const path = join(this.folder, `${this.count}.heapsnapshot`);
    this.count += 1;
    const part = `${path}.part`;
    const file = openSync(part, 'w');
    let failure: unknown = null;
    const onChunk = (message: { params: { chunk: string } }): void => {
      try {
        if (failure === null) writeFileSync(file, message.params.chunk);
      } catch (error) {
        failure = error;
      }
    };
    this.inspector.on('HeapProfiler.addHeapSnapshotChunk', onChunk);
    try {
      await this.collectGarbage();
      await this.takeSnapshot();
    } finally {
      this.inspector.off('HeapProfiler.addHeapSnapshotChunk', onChunk);
      closeSync(file);
    }
    if (failure !== null) throw failure;
    renameSync(part, path);
    return { path, bytes: statSync(path).size, durationMs: Date.now() - start };
  }

  /** Ends the inspector session, and with it the validity of the ids. */
  close(): void {
    this.inspector.disconnect();
  }

  private async collectGarbage(): Promise<void> {
    for (let i = 0; i < COLLECTIONS; i += 1) {
      // A WeakRef keeps its target until the job ends in which it was read: let that job end first.
      await nextTurn();
      await new Promise<void>((resolve, reject) => {
        this.inspector.post('HeapProfiler.collectGarbage', (error) => (error === null ? resolve() : reject(error)));
      });
    }
  }

  private async takeSnapshot(): Promise<void> {
    // `captureNumericValue` puts small integers into the snapshot: counters and reference counts are evidence.
    const parameters = { reportProgress: false, captureNumericValue: true };
    // From Node 22 on the snapshot is taken later, and waiting for it does not keep the process alive.
    const keepAlive = setInterval(() => undefined, 1000);
    try {
      await new Promise<void>((resolve, reject) => {
        this.inspector.post('HeapProfiler.takeHeapSnapshot', parameters, (error) =>
          error === null ? resolve() : reject(error),
        );
      });
    } finally {
      clearInterval(keepAlive);
    }
  }
}
