import type { WebSocket } from 'ws';

import { ToolError } from '../errors.js';
import { type AskOptions, Dialogue, type InspectorEvent, type InspectorResult } from './dialogue.js';

/** An inspector session with one isolate: the main thread of a process, or one of its workers. */
export interface InspectorSession {
  /**
   * Sends a request and waits for the response.
   *
   * @throws ToolError `target-lost` when the connection ends, `target-silent` when no response comes in time,
   *   `capture-failed` when the target refuses
   */
  send(method: string, params?: object, options?: AskOptions): Promise<InspectorResult>;
  /** Calls `listener` with every event. @returns a function that removes the listener */
  listen(listener: (event: InspectorEvent) => void): () => void;
  /** Stops reading from the connection until `resume`, for a disk that is slower than the target. */
  pause(): void;
  resume(): void;
  /** Time of the last received message, by `performance.now()`. */
  readonly heardAtMs: number;
  /** Resolves when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Closes the session. Never fails: if the target does not respond within two seconds, the connection is dropped. */
  close(): Promise<void>;
}

const OPEN_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Opens a session over a WebSocket. Messages are handed on one at a time, so memory use does not depend on what the
 * target sends.
 *
 * @throws ToolError `target-unreachable`
 */
export async function openInspectorSession(url: string): Promise<InspectorSession> {
  // Loaded only when a session is opened.
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 0, handshakeTimeout: OPEN_TIMEOUT_MS });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) =>
      reject(
        new ToolError('target-unreachable', `${url}: no session could be opened: ${error.message}`, {
          hint: 'Is it the address that the target printed as "Debugger listening on …"?',
          cause: error,
        }),
      ),
    );
  });
  return sessionOver(socket);
}

function sessionOver(socket: WebSocket): InspectorSession {
  const dialogue = new Dialogue();
  let heardAtMs = performance.now();
  socket.on('message', (data) => {
    heardAtMs = performance.now();
    dialogue.receive(String(data));
  });
  // After an error the socket emits 'close' too, which is handled.
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      dialogue.end();
      resolve();
    });
  });
  return {
    send: (method, params = {}, options = {}) => dialogue.ask((text) => socket.send(text), method, params, options),
    listen: (listener) => dialogue.listen(listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    get heardAtMs() {
      return heardAtMs;
    },
    ended,
    close: async () => {
      const timer = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
      // A paused socket does not notice that the other end closes.
      socket.resume();
      socket.close();
      await ended;
      clearTimeout(timer);
    },
  };
}
