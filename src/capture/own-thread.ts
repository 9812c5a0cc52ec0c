import { closeSync, openSync, writeSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { Writable } from 'node:stream';

import type { Attachment } from './attachment.js';
import { type InspectorEvent, type InspectorResult, refused } from './dialogue.js';
import type { InspectorSession } from './inspector-session.js';
import { placeSessionMarker } from './session-marker.js';
import { readIdentity } from './target-facts.js';

/**
 * A session of this thread with itself, without a port. V8 answers most requests before the next statement runs, so a snapshot must
 * be written to its file meanwhile: see {@link openAtOnce}.
 *
 * @throws ToolError `capture-failed` when V8 refuses
 */
export async function attachToOwnThread(): Promise<Attachment> {
  const { session, close } = openSession();
  const marker = await placeSessionMarker(session, { attacher: { pid: null }, closesInspector: false });
  const identity = await readIdentity(session);
  return {
    identity,
    pid: identity.pid,
    session,
    marker,
    detach: async () => {
      await session.send('HeapProfiler.disable').catch(() => undefined);
      await marker.release().catch(() => undefined);
      close();
      return 'left-open';
    },
  };
}

/** Opens the stream of a file that is written while `write` is called: nothing waits in the memory that a snapshot shows. */
export function openAtOnce(path: string): Writable {
  const file = openSync(path, 'wx', 0o600);
  return new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      try {
        writeSync(file, chunk);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
    destroy: (error, done) => {
      closeSync(file);
      done(error);
    },
  });
}

/** An event during the walk through the heap would run code in the thread whose heap it is, and Node.js crashes. */
function withoutProgress(params: object): object {
  return 'reportProgress' in params ? { ...params, reportProgress: false } : params;
}

function openSession(): { readonly session: InspectorSession; readonly close: () => void } {
  const listeners = new Set<(event: InspectorEvent) => void>();
  const inspector = new Session();
  inspector.connect();
  inspector.on('inspectorNotification', ({ method, params }: { method: string; params?: object }) => {
    const event = { method, params: (params ?? {}) as InspectorEvent['params'] };
    for (const listener of listeners) listener(event);
  });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const session: InspectorSession = {
    send: async (method, params = {}) => {
      try {
        return ((await inspector.post(method, withoutProgress(params))) ?? {}) as InspectorResult;
      } catch (error) {
        throw refused(method, error instanceof Error ? error.message : String(error));
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pause: () => undefined,
    resume: () => undefined,
    get heardAtMs() {
      return performance.now();
    },
    ended,
    close: () => Promise.resolve(),
  };
  const close = (): void => {
    inspector.disconnect();
    end();
  };
  return { session, close };
}
