import { setTimeout as sleep } from 'node:timers/promises';

import { createLeaseRecorder } from '../agent/lease-recorder.js';
import type { LendingClass, RecordedClass } from '../agent/recorded.js';
import { isRecord, refused } from './dialogue.js';
import { evaluateHandle, OWN_CODE, releaseObjects } from './evaluate.js';
import type { InspectorSession } from './inspector-session.js';
import type { RecordedLeases } from './recorded-leases.js';
import type { CaptureEvent } from './series-capture.js';

const GROUP = 'poolscope-leases';
/** Handles of all functions, which are needed for a moment only. */
const SCAN_GROUP = 'poolscope-functions';
/** The name by which V8 knows the recorder: like Node.js itself it is no part of the program. */
const SCRIPT_NAME = 'node:poolscope/lease-recorder';
/** Where an agent in the process keeps its recorder. */
const AGENT = "Symbol.for('poolscope.lease-recorder')";
const BEAT_MS = 2_000;
/** The recorder disarms itself when it hears nothing for so long. */
const PATIENCE_S = 8;
/** A heap is searched for functions within it. */
const SCAN_TIMEOUT_MS = 120_000;
/** How long to wait for a target that is busy. */
const PATIENCE_TO_STOP_MS = 2_000;
const MOST_LEASES = 2_000;
/** Requests that are under way at the same time. */
const BATCH = 64;

const FIND = `
  const agent = globalThis[${AGENT}];
  if (agent !== undefined) return { recorder: agent, by: 'agent' };
  const recorder = (${createLeaseRecorder.toString()})();
  recorder.disarmWithout(${PATIENCE_S});
  return { recorder, by: 'attach' };
//# sourceURL=${SCRIPT_NAME}
`;

/** Records who checks out of the pools of a target, from now until the last snapshot of a series. */
export class LeaseTrace {
  readonly #session: InspectorSession;
  readonly #classes: readonly LendingClass[];
  #handle: string | null = null;
  #by: 'attach' | 'agent' = 'attach';
  readonly #recorded: RecordedClass[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isBeating = false;
  #scanning: Promise<void> = Promise.resolve();
  #frozen: Promise<void> | null = null;
  #failure: string | null = null;
  /** Time of the last snapshot by the clock of an agent, which records on. */
  #snapshotMs: number | null = null;

  constructor(session: InspectorSession, classes: readonly LendingClass[]) {
    this.#session = session;
    this.#classes = classes;
  }

  /** Classes that are recorded by now. */
  get classes(): readonly RecordedClass[] {
    return this.#recorded;
  }

  get failure(): string | null {
    return this.#failure;
  }

  /** Starts to record. Never fails: the reason is in {@link failure}. */
  async start(): Promise<void> {
    await this.#try(async () => {
      const handle = await evaluateHandle(this.#session, FIND, GROUP);
      this.#by = (await this.#call(handle, 'return this.by')) === 'agent' ? 'agent' : 'attach';
      this.#handle = await this.#handleOf(handle, 'return this.recorder');
      if (this.#by === 'agent') {
        const { classes } = (await this.#call(this.#handle, 'return this.status()')) as RecordedLeases;
        this.#recorded.push(...classes);
      }
      this.#timer = setInterval(() => this.#beat(), BEAT_MS);
      this.#scanning = this.#scan();
      await this.#scanning;
    });
  }

  /** Follows a series: classes may be loaded between two snapshots, and the last one shows what is out. */
  event(event: CaptureEvent): void {
    if (this.#handle === null) return;
    if (event.type === 'captured' && event.round + 1 < event.snapshots)
      this.#scanning = this.#scanning.then(() => this.#try(() => this.#scan()));
    // The target handles this request right after the snapshot that it is taking.
    const isLast = 'snapshots' in event && 'round' in event && event.round + 1 === event.snapshots;
    if (isLast && (event.type === 'progress' || event.type === 'captured')) void this.#freezeOnce();
  }

  /** What is out, by the node ids of the last snapshot. Never fails. */
  async read(): Promise<RecordedLeases> {
    let found: Omit<RecordedLeases, 'by' | 'failure'> = NOTHING;
    await this.#try(async () => {
      if (this.#handle === null) return;
      await this.#freezeOnce();
      found = await this.#readAll(this.#handle);
    });
    return { ...found, by: this.#by, failure: this.#failure };
  }

  /** Restores the target. Never fails. A target that is busy with a snapshot does it after that, or when it hears nothing more. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (this.#handle === null) return;
    const frozen = this.#freezeOnce();
    // All requests are sent at once, and answered in order.
    const farewell = [frozen, ...[SCAN_GROUP, GROUP].map((group) => releaseObjects(this.#session, group))];
    await Promise.race([Promise.allSettled(farewell), sleep(PATIENCE_TO_STOP_MS, undefined, { ref: false })]);
  }

  /** Searches the functions of the target for classes that lend. */
  async #scan(): Promise<void> {
    if (this.#handle === null || this.#frozen !== null) return;
    const session = this.#session;
    const { result } = await session.send('Runtime.evaluate', {
      expression: `${OWN_CODE}Function.prototype`,
      objectGroup: SCAN_GROUP,
    });
    const { objects } = await session.send(
      'Runtime.queryObjects',
      { prototypeObjectId: objectIdOf(result), objectGroup: SCAN_GROUP },
      { timeoutMs: SCAN_TIMEOUT_MS },
    );
    // It may have been disarmed meanwhile.
    const found = await this.#call(this.#handle, 'return this.isArmed ? this.arm(functions, classes) : []', {
      parameters: 'functions, classes',
      arguments: [{ objectId: objectIdOf(objects) }, { value: this.#classes }],
    });
    await releaseObjects(session, SCAN_GROUP);
    if (Array.isArray(found)) this.#recorded.push(...(found as RecordedClass[]));
  }

  #beat(): void {
    if (this.#handle === null || this.#isBeating) return;
    this.#isBeating = true;
    const done = (): void => {
      this.#isBeating = false;
    };
    // While the target is paused for a snapshot it answers late, and its own clock stands still.
    this.#call(this.#handle, 'this.beat()', { timeoutMs: null }).then(done, done);
  }

  #freezeOnce(): Promise<void> {
    this.#frozen ??= this.#freeze();
    // A target that is gone is noticed by whoever waits for it.
    this.#frozen.catch(() => undefined);
    return this.#frozen;
  }

  /** An agent records on; what it has is read at once. */
  async #freeze(): Promise<void> {
    if (this.#handle === null) return;
    const body = this.#by === 'agent' ? 'return this.status().recordedMs' : 'this.disarm()';
    const answer = await this.#call(this.#handle, body, { timeoutMs: null });
    if (typeof answer === 'number') this.#snapshotMs = answer;
  }

  async #readAll(handle: string): Promise<Omit<RecordedLeases, 'by' | 'failure'>> {
    const status = (await this.#call(handle, 'return this.status()')) as Omit<
      RecordedLeases,
      'by' | 'failure' | 'leases' | 'omittedLeases'
    >;
    const taken = await this.#handleOf(handle, 'return this.taken');
    const entries = await this.#entriesOf(taken);
    if (entries === null) return { ...status, leases: [], omittedLeases: 0 };
    // Methods of arrays are missing in what V8 gives.
    const pick = (name: 'key' | 'value'): string =>
      `return Array.prototype.slice.call(this, 0, ${MOST_LEASES}).map((entry) => entry.${name})`;
    const total = Number(await this.#call(entries, 'return this.length'));
    const values = await this.#call(entries, pick('value'));
    const read = (await this.#call(handle, 'return this.read(values)', {
      parameters: 'values',
      arguments: [{ value: values }],
    })) as [number, number][];
    const keys = await this.#elementsOf(await this.#handleOf(entries, pick('key')));
    const nodeIds = await this.#nodeIdsOf(keys);
    const sinceMs = this.#snapshotMs === null ? 0 : Math.max(0, status.recordedMs - this.#snapshotMs);
    const leases = read
      .map(([age, place], index) => ({
        nodeId: nodeIds[index] ?? 0,
        place: place === -1 ? null : place,
        ageMs: age - sinceMs,
      }))
      // What was taken after the snapshot is not in it.
      .filter(({ nodeId, ageMs }) => nodeId > 0 && ageMs >= 0)
      .sort((a, b) => b.ageMs - a.ageMs || a.nodeId - b.nodeId);
    const omittedLeases = Math.max(0, total - MOST_LEASES);
    return { ...status, recordedMs: status.recordedMs - sinceMs, leases, omittedLeases };
  }

  async #entriesOf(weakMap: string): Promise<string | null> {
    const { internalProperties } = await this.#session.send('Runtime.getProperties', {
      objectId: weakMap,
      ownProperties: true,
    });
    const rows = (Array.isArray(internalProperties) ? internalProperties : []) as readonly unknown[];
    const entries = rows.find((row) => isRecord(row) && row['name'] === '[[Entries]]');
    const value = isRecord(entries) ? entries['value'] : null;
    return isRecord(value) && typeof value['objectId'] === 'string' ? value['objectId'] : null;
  }

  /** Handles of the elements of an array, in their order. */
  async #elementsOf(array: string): Promise<(string | null)[]> {
    const { result } = await this.#session.send('Runtime.getProperties', { objectId: array, ownProperties: true });
    const elements: (string | null)[] = [];
    for (const property of (Array.isArray(result) ? result : []) as readonly unknown[]) {
      if (!isRecord(property) || !/^\d+$/.test(String(property['name']))) continue;
      const { value } = property;
      elements[Number(property['name'])] =
        isRecord(value) && typeof value['objectId'] === 'string' ? value['objectId'] : null;
    }
    return elements;
  }

  async #nodeIdsOf(handles: readonly (string | null)[]): Promise<number[]> {
    const ids: number[] = [];
    for (let start = 0; start < handles.length; start += BATCH) {
      const batch = handles.slice(start, start + BATCH).map(async (objectId) => {
        if (objectId === null) return 0;
        const { heapSnapshotObjectId } = await this.#session.send('HeapProfiler.getHeapObjectId', { objectId });
        return Number(heapSnapshotObjectId) || 0;
      });
      ids.push(...(await Promise.all(batch)));
    }
    return ids;
  }

  async #call(objectId: string, body: string, options: CallOptions = {}): Promise<unknown> {
    return (await this.#run(objectId, body, { ...options, returnByValue: true }))['value'];
  }

  async #handleOf(objectId: string, body: string): Promise<string> {
    return objectIdOf(await this.#run(objectId, body, {}));
  }

  async #run(
    objectId: string,
    body: string,
    { parameters = '', arguments: args = [], timeoutMs, returnByValue = false }: CallOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { result, exceptionDetails } = await this.#session.send(
      'Runtime.callFunctionOn',
      {
        objectId,
        functionDeclaration: `${OWN_CODE}function (${parameters}) { ${body} }`,
        arguments: args,
        silent: true,
        ...(returnByValue ? { returnByValue } : { objectGroup: GROUP }),
      },
      timeoutMs === undefined ? {} : { timeoutMs },
    );
    if (isRecord(exceptionDetails)) {
      const { exception, text } = exceptionDetails;
      const description = isRecord(exception) ? exception['description'] : undefined;
      throw refused('Runtime.callFunctionOn', String(description ?? text).split('\n')[0] ?? '');
    }
    return isRecord(result) ? result : {};
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failure ??= error instanceof Error ? error.message : String(error);
    }
  }
}

interface CallOptions {
  readonly parameters?: string;
  readonly arguments?: readonly object[];
  /** No bound when null. */
  readonly timeoutMs?: number | null;
  readonly returnByValue?: boolean;
}

const NOTHING: Omit<RecordedLeases, 'by' | 'failure'> = {
  recordedMs: 0,
  checkouts: 0,
  releases: 0,
  unseen: 0,
  kept: 0,
  classes: [],
  places: [],
  leases: [],
  omittedLeases: 0,
};

function objectIdOf(value: unknown): string {
  if (isRecord(value) && typeof value['objectId'] === 'string') return value['objectId'];
  throw refused('Runtime.callFunctionOn', 'it gave no object');
}
