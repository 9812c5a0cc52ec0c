import { closeSync, openSync, writeSync } from 'node:fs';
import { Session } from 'node:inspector';

/**
 * Writes snapshots of this process, with numbers. All in one inspector session, as node ids live no longer than that.
 */
export class SnapshotWriter {
  #session = new Session();
  // The loop stays alive while a snapshot is written: newer Nodes write it asynchronously.
  #alive = setInterval(() => undefined, 1000);

  constructor() {
    this.#session.connect();
  }

  /** @param {string} file */
  async write(file) {
    const descriptor = openSync(file, 'w');
    /** @param {{ params: { chunk: string } }} message */
    const write = (message) => writeSync(descriptor, message.params.chunk);
    this.#session.on('HeapProfiler.addHeapSnapshotChunk', write);
    await this.#post('HeapProfiler.collectGarbage');
    await this.#post('HeapProfiler.takeHeapSnapshot', { captureNumericValue: true });
    this.#session.off('HeapProfiler.addHeapSnapshotChunk', write);
    closeSync(descriptor);
  }

  close() {
    clearInterval(this.#alive);
    this.#session.disconnect();
  }

  /** @type {(method: string, params?: object) => Promise<unknown>} */
  #post(method, params = {}) {
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error, result) => (error === null ? resolve(result) : reject(error)));
    });
  }
}
