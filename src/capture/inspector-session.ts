import type { WebSocket } from 'ws';

import { ToolError } from '../errors.js';
import { type AskOptions, Dialogue, type InspectorEvent, type InspectorResult, noProtocol } from './dialogue.js';

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
  /** Resolves when the session is over, for whatever reason: nothing is answered any more. */
  readonly ended: Promise<void>;
  /** Why it is over, where that is known. */
  readonly reason?: ToolError | null;
  /** Closes the session. Never fails: if the target does not respond in time, by default two seconds, the connection is dropped. */
  close(timeoutMs?: number): Promise<void>;
}

/** A session whose open requests can be given up. */
export interface PatientSession extends InspectorSession {
  /** Whether a request waits for its answer. */
  readonly isWaiting: boolean;
  /** Rejects the open requests; later ones may be answered. */
  interrupt(reason: ToolError): void;
}

const OPEN_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2_000;
/**
 * Longest message. The longest that is asked for is the text of a script, of which 32 MiB are read at most; an event may hold a
 * script in its URL.
 */
const MOST_MESSAGE_BYTES = 128 * 2 ** 20;

/** Finds out why a connection has ended; null when it is unknown. It takes no longer than a second. */
export type ExplainEnd = () => Promise<ToolError | null>;

/**
 * Opens a session over a WebSocket. Messages are handed on one at a time, so memory use does not depend on what the
 * target sends.
 *
 * @throws ToolError `target-unreachable`
 */
export async function openInspectorSession(url: string, explainEnd?: ExplainEnd): Promise<PatientSession> {
  // Loaded only when a session is opened.
  const { WebSocket } = await import('ws');
  const options = { perMessageDeflate: false, maxPayload: MOST_MESSAGE_BYTES, handshakeTimeout: OPEN_TIMEOUT_MS };
  const socket = new WebSocket(url, options);
  const { session, isOpen } = sessionOver(socket, explainEnd);
  await isOpen.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('target-unreachable', `${url}: no session could be opened: ${reason}`, {
      hint: 'Is it the address that the target printed as "Debugger listening on …"?',
      cause: error,
    });
  });
  return session;
}

/** Listens at once: the first message may come together with the answer that opens the connection. */
function sessionOver(socket: WebSocket, explainEnd: ExplainEnd = () => Promise.resolve(null)) {
  const dialogue = new Dialogue();
  let heardAtMs = performance.now();
  let reason: ToolError | null = null;
  let isOver = false;
  let resolveEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });
  const end = (why: ToolError | null): void => {
    if (isOver) return;
    isOver = true;
    reason = why;
    dialogue.end(why);
    resolveEnded();
  };
  const isOpen = new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    // Stays: after an error the socket emits 'close' too.
    socket.on('error', (error) => {
      reject(error);
      if ('code' in error && String(error.code).startsWith('WS_ERR_'))
        end(noProtocol(`what no WebSocket sends: ${error.message}`));
    });
  });
  socket.on('message', (data, isBinary) => {
    heardAtMs = performance.now();
    // What is still under way when the session is over tells nothing more.
    if (isOver) return;
    try {
      if (isBinary) throw noProtocol('bytes instead of text');
      dialogue.receive(String(data));
    } catch (error) {
      end(error instanceof ToolError ? error : noProtocol(String(error)));
      socket.terminate();
    }
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
      if (!isOver) void explainEnd().then(end, () => end(null));
    });
  });
  const unlisten = dialogue.listen(({ method }) => {
    if (method !== 'NodeRuntime.waitingForDisconnect') return;
    unlisten();
    end(programEnded());
  });
  const session: PatientSession = {
    send: (method, params = {}, options = {}) => dialogue.ask((text) => socket.send(text), method, params, options),
    listen: (listener) => dialogue.listen(listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    get heardAtMs() {
      return heardAtMs;
    },
    get reason() {
      return reason;
    },
    get isWaiting() {
      return dialogue.isWaiting;
    },
    interrupt: (why) => dialogue.interrupt(why),
    ended,
    close: async (timeoutMs = CLOSE_TIMEOUT_MS) => {
      const timer = setTimeout(() => socket.terminate(), timeoutMs);
      // A paused socket does not notice that the other end closes.
      socket.resume();
      socket.close();
      await closed;
      clearTimeout(timer);
    },
  };
  return { session, isOpen };
}

/**
 * Has the runtime say when its program has ended. A process with a debugger stays until that leaves, and answers nothing
 * useful any more. Runtimes that cannot do that refuse, which is no failure.
 */
export async function announceEnd(session: InspectorSession): Promise<void> {
  const method = 'NodeRuntime.notifyWhenWaitingForDisconnect';
  await session.send(method, { enabled: true }).catch((error: unknown) => {
    if (!(error instanceof ToolError) || error.code !== 'capture-failed') throw error;
  });
}

function programEnded(): ToolError {
  return new ToolError(
    'target-lost',
    'The process ended while it was attached to: its program exited, or an error was not caught',
    {
      hint: 'Its own output says which. A connection that was closed during the pause of a snapshot may be the cause.',
    },
  );
}
