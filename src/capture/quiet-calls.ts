import { isRecord, refused } from './dialogue.js';
import type { InspectorSession } from './inspector-session.js';

/** What a function in the target gave: a plain value, or the handle of an object. */
export interface RemoteValue {
  readonly value: unknown;
  readonly objectId: string | null;
}

/** What asking has cost the target at most. */
export interface CallCosts {
  readonly longestMs: number;
  readonly busyMs: number;
  readonly bytes: number;
}

/** A request that takes longer means that the target is stopped or overloaded. */
const PATIENCE_MS = 5_000;

/**
 * Asks a target about its objects without changing anything: a function that would have a side effect is ended by V8. Every
 * request is measured.
 */
export class QuietCalls {
  readonly #session: InspectorSession;
  #longestMs = 0;
  #busyMs = 0;
  #bytes = 0;

  constructor(session: InspectorSession) {
    this.#session = session;
  }

  get costs(): CallCosts {
    return { longestMs: Math.round(this.#longestMs), busyMs: Math.round(this.#busyMs), bytes: this.#bytes };
  }

  /** Sends any request. @throws ToolError */
  async ask(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const startMs = performance.now();
    try {
      const answer = await this.#session.send(method, params, { timeoutMs: PATIENCE_MS });
      this.#bytes += JSON.stringify(answer).length;
      return answer;
    } finally {
      const tookMs = performance.now() - startMs;
      this.#longestMs = Math.max(this.#longestMs, tookMs);
      this.#busyMs += tookMs;
    }
  }

  /** The handle of an object by its node id, or null when nothing reaches it any more. */
  async handleOf(nodeId: number, objectGroup: string): Promise<string | null> {
    const params = { objectId: String(nodeId), objectGroup };
    const answer = await this.ask('HeapProfiler.getObjectByHeapObjectId', params).catch((error: unknown) => {
      // V8's words for an id that belongs to no living object.
      if (error instanceof Error && /not available/i.test(error.message)) return null;
      throw error;
    });
    const result = answer?.['result'];
    return isRecord(result) && typeof result['objectId'] === 'string' ? result['objectId'] : null;
  }

  /** Calls a function on an object. @throws ToolError `capture-failed` when it throws, or has a side effect */
  async call(
    objectId: string,
    functionDeclaration: string,
    args: readonly ({ readonly value: unknown } | { readonly objectId: string })[],
    objectGroup?: string,
  ): Promise<RemoteValue> {
    const { result, exceptionDetails } = await this.ask('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration,
      arguments: args,
      silent: true,
      throwOnSideEffect: true,
      ...(objectGroup === undefined ? { returnByValue: true } : { objectGroup }),
    });
    if (isRecord(exceptionDetails)) {
      const { exception, text } = exceptionDetails;
      const description = isRecord(exception) ? exception['description'] : undefined;
      throw refused('Runtime.callFunctionOn', String(description ?? text).split('\n')[0] ?? '');
    }
    const { value, objectId: handle } = isRecord(result) ? result : {};
    return { value, objectId: typeof handle === 'string' ? handle : null };
  }

  /** A number that a function gives. @throws ToolError */
  async count(objectId: string, functionDeclaration: string, ...handles: readonly string[]): Promise<number> {
    const { value } = await this.call(
      objectId,
      functionDeclaration,
      handles.map((handle) => ({ objectId: handle })),
    );
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw refused('Runtime.callFunctionOn', 'it gave no number');
  }
}
