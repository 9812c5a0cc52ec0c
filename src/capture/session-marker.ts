import { evaluate, evaluateHandle, releaseObjects } from './evaluate.js';
import type { InspectorSession } from './inspector-session.js';

const GROUP = 'poolscope';
const WATCH_MS = 1_000;

/** The attaching process, as the target sees it. */
export interface Attacher {
  /** Its pid in the target's pid namespace, or null when the target cannot see it. */
  readonly pid: number | null;
}

/**
 * One object in the target that only the session's handle keeps alive. When the object is collected, the target knows
 * that the session has ended. When its node id changes, the session knows that V8 has renumbered the objects.
 */
export interface SessionMarker {
  /** The object's node id in snapshots, or 0 before the first snapshot and after V8 has discarded the ids. */
  readNodeId(): Promise<number>;
  /** Releases the object and stops the watch. */
  release(): Promise<void>;
}

/**
 * Runs in the target once a second while a session is attached. It closes the inspector that the session opened if the
 * attaching process is killed before it can do so. It checks whether that process exists, if the target can see it. The
 * weak reference to the marker works in any case, but only after a garbage collection. The timer does not keep the
 * target alive.
 */
const watchSource = (attacher: number | null): string => `
  const inspector = load('inspector');
  const watch = (reference) => {
    const isGone = () => {
      if (reference.deref() === undefined) return true;
      try { return ${attacher ?? 0} !== 0 && process.kill(${attacher ?? 0}, 0) !== true; }
      catch (error) { return error.code === 'ESRCH'; }
    };
    let wasGone = false;
    const timer = setInterval(() => {
      if (!isGone()) return;
      // The process may just be closing its connection, so it must be missing twice in a row.
      if (!wasGone) return void (wasGone = true);
      clearInterval(timer);
      inspector.close();
    }, ${WATCH_MS});
    timer.unref();
    return timer;
  };
  const marker = {};
  Object.defineProperty(marker, 'stop', { value: clearInterval.bind(null, watch(new WeakRef(marker))) });
  return marker;`;

/** Creates the marker in the target, and with `closesInspector` the watch. */
export async function placeSessionMarker(
  session: InspectorSession,
  { attacher, closesInspector }: { readonly attacher: Attacher; readonly closesInspector: boolean },
): Promise<SessionMarker> {
  const source = closesInspector ? watchSource(attacher.pid) : 'return { stop() {} };';
  const objectId = await evaluateHandle(session, source, GROUP);
  return {
    readNodeId: async () => {
      const { heapSnapshotObjectId } = await session.send('HeapProfiler.getHeapObjectId', { objectId });
      return Number(heapSnapshotObjectId) || 0;
    },
    release: async () => {
      await session.send('Runtime.callFunctionOn', { objectId, functionDeclaration: 'function () { this.stop(); }' });
      await releaseObjects(session, GROUP);
    },
  };
}

/**
 * Tells the target to close its inspector, which ends all sessions, this one included. Closing this session at the same
 * time may crash the target.
 */
export async function requestClose(session: InspectorSession): Promise<void> {
  const body = `const inspector = load('inspector'); setTimeout(() => inspector.close(), 20); return true;`;
  await evaluate(session, body);
}
