import { evaluate, evaluateHandle, releaseObjects } from './evaluate.js';
import type { InspectorSession } from './inspector-session.js';

const GROUP = 'poolscope';
const WATCH_MS = 1_000;

/** The process that attaches, as the target may know it. */
export interface Attacher {
  /** Its pid where the target lives, or null when it cannot be seen from there. */
  readonly pid: number | null;
}

/**
 * What a session leaves in the target while it lasts: one object, which only the session's own handle keeps alive. With
 * it the target notices when the session is gone, and we notice when V8 numbers its objects anew.
 */
export interface SessionMarker {
  /** The id of the object in snapshots, or 0 before the first one, and when the ids were thrown away since. */
  readNodeId(): Promise<number>;
  /** Lets go of the object, and takes the watch off. */
  release(): Promise<void>;
}

/**
 * Runs in the target once a second, as long as it is attached to: closes the inspector, which was opened for us, when
 * whoever attached was killed before it could do so itself. Its process is asked for when it can be seen; the weak
 * reference tells in any case, but only once garbage was collected. The timer keeps no process alive.
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
      // Not in the moment in which its connection ends.
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

/** Puts the object into the target, and with `closesInspector` the watch. */
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
 * Has the target close its inspector as soon as it can: it ends all sessions, ours among them. To end ours at the same
 * time may crash it.
 */
export async function requestClose(session: InspectorSession): Promise<void> {
  const body = `const inspector = load('inspector'); setTimeout(() => inspector.close(), 20); return true;`;
  await evaluate(session, body);
}
