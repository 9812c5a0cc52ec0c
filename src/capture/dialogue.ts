import { ToolError } from '../errors.js';

/** A notification from the target. */
export interface InspectorEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The result of a request. */
export type InspectorResult = Readonly<Record<string, unknown>>;

/** How long an answer may take, in milliseconds; no bound when null. */
export interface AskOptions {
  readonly timeoutMs?: number | null;
}

const ANSWER_TIMEOUT_MS = 15_000;

interface Pending {
  readonly method: string;
  readonly resolve: (result: InspectorResult) => void;
  readonly reject: (error: Error) => void;
}

/** Matches numbered requests with their responses and hands on events, independent of the transport. */
export class Dialogue {
  readonly #listeners = new Set<(event: InspectorEvent) => void>();
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #isOver = false;
  #reason: ToolError | null = null;

  /**
   * Sends a request and waits for the response. `post` sends the message text, and may fail.
   *
   * @throws ToolError `target-lost`, `target-silent`, `capture-failed`
   */
  async ask(
    post: (text: string) => unknown,
    method: string,
    params: object,
    { timeoutMs = ANSWER_TIMEOUT_MS }: AskOptions,
  ): Promise<InspectorResult> {
    if (this.#isOver) throw this.#reason ?? lost(method);
    this.#lastId += 1;
    const id = this.#lastId;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { method, resolve, reject });
        if (timeoutMs !== null) timer = setTimeout(() => reject(silent(method, timeoutMs)), timeoutMs);
        Promise.resolve(post(JSON.stringify({ id, method, params }))).catch(reject);
      });
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
    }
  }

  /** Calls `listener` with every event. @returns a function that removes the listener */
  listen(listener: (event: InspectorEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Handles a message from the target. Answers to requests that are no longer waited for are ignored.
   *
   * @throws ToolError `target-mismatch` for a message that is none of the protocol
   */
  receive(text: string): void {
    const message = parseMessage(text);
    const { id, method, params, result, error } = message;
    if (typeof id === 'number') {
      const pending = this.#pending.get(id);
      if (isRecord(error)) pending?.reject(refused(pending.method, String(error['message'])));
      else pending?.resolve(isRecord(result) ? result : {});
    } else if (typeof method === 'string') {
      const event = { method, params: isRecord(params) ? params : {} };
      for (const listener of this.#listeners) listener(event);
    } else throw noProtocol('a message with neither a number nor a method');
  }

  /** Whether a request waits for its answer. */
  get isWaiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Rejects all open requests; later ones may be answered. */
  interrupt(reason: ToolError): void {
    for (const { reject } of this.#pending.values()) reject(reason);
  }

  /** Rejects all open requests and all later ones: the connection has ended. @param reason null when none is known */
  end(reason: ToolError | null = null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reason = reason;
    for (const { method, reject } of this.#pending.values()) reject(reason ?? lost(method));
  }
}

function parseMessage(text: string): Readonly<Record<string, unknown>> {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    throw noProtocol('a message that is not JSON');
  }
  if (isRecord(message) && !Array.isArray(message)) return message;
  throw noProtocol('a message that is not a JSON object');
}

/** The error for a peer that does not speak the protocol of an inspector. */
export function noProtocol(what: string): ToolError {
  return new ToolError('target-mismatch', `What answers is no inspector of Node.js: it sent ${what}`, {
    hint: 'Give the address that the target printed as "Debugger listening on …", or its pid.',
  });
}

/** Whether a value of unknown type is an object with properties. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The error for a request that the target refused. */
export function refused(method: string, reason: string): ToolError {
  return new ToolError('capture-failed', `The target refused ${method}: ${reason}`);
}

function silent(method: string, timeoutMs: number): ToolError {
  return new ToolError('target-silent', `The target did not answer ${method} within ${timeoutMs / 1000} s`, {
    hint: 'Is it stopped, or held at a breakpoint by another debugger?',
  });
}

/** The error for a lost connection. */
export function lost(method: string): ToolError {
  return new ToolError('target-lost', `The target ended, or closed the connection, before it answered ${method}`, {
    hint: 'Look at its own output and at the kernel log: it may have run out of memory.',
  });
}
