import { ToolError } from '../errors.js';
import { Dialogue, isRecord } from './dialogue.js';
import type { InspectorSession, PatientSession } from './inspector-session.js';

/** A worker thread of a target. */
interface WorkerThread {
  /** `worker.threadId` */
  readonly id: string;
  /** `[worker 1] name` */
  readonly title: string;
  readonly url: string;
}

/**
 * Opens a session with one worker thread, inside the session with its process. Pausing is that of the outer session.
 *
 * @param wanted thread id, or a part of the title or of the URL; an empty text for the only worker there is
 * @throws ToolError `target-not-found` with the list of workers when none or several match
 */
export async function openWorkerSession(outer: InspectorSession, wanted: string): Promise<PatientSession> {
  const workers = new Map<string, WorkerThread>();
  const unlisten = outer.listen(({ method, params }) => {
    const { sessionId, workerInfo } = params;
    if (method !== 'NodeWorker.attachedToWorker' || !isRecord(workerInfo)) return;
    const { workerId, title, url } = workerInfo;
    const id = threadIdIn(String(title)) ?? String(workerId);
    workers.set(String(sessionId), { id, title: String(title), url: String(url) });
  });
  // The target announces all running workers before it answers.
  await outer.send('NodeWorker.enable', { waitForDebuggerOnStart: false });
  unlisten();
  const matching = [...workers].filter(([, worker]) => matches(worker, wanted));
  const [found] = matching;
  if (found === undefined || matching.length > 1) throw notOne([...workers.values()], matching.length, wanted);
  return sessionWithin(outer, found[0]);
}

/** The thread id in a worker's title. The protocol numbers workers differently: in the order of their announcement. */
function threadIdIn(title: string): string | undefined {
  return /^\[worker (\d+)\]/.exec(title)?.[1];
}

function matches({ id, title, url }: WorkerThread, wanted: string): boolean {
  return /^\d+$/.test(wanted) ? id === wanted : title.includes(wanted) || url.includes(wanted);
}

function notOne(workers: readonly WorkerThread[], matching: number, wanted: string): ToolError {
  if (workers.length === 0) return new ToolError('target-not-found', 'The target has no worker threads');
  const list = [...workers]
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ id, title, url }) => `  ${id}  ${title}${url === '' ? '' : `  ${url}`}`)
    .join('\n');
  const message =
    matching === 0 ? `The target has no worker called ${wanted}` : `${matching} workers of the target match`;
  return new ToolError('target-not-found', message, { hint: `Name one by its number with --worker:\n${list}` });
}

/** A session whose messages are sent as text inside messages of the process's session. */
function sessionWithin(outer: InspectorSession, sessionId: string): PatientSession {
  const dialogue = new Dialogue();
  let reason: ToolError | null = null;
  const ended = new Promise<void>((resolve) => {
    const end = (why: ToolError | null): void => {
      reason ??= why;
      dialogue.end(why);
      resolve();
    };
    outer.listen(({ method, params }) => {
      if (params['sessionId'] !== sessionId) return;
      if (method === 'NodeWorker.receivedMessageFromWorker') dialogue.receive(String(params['message']));
      else if (method === 'NodeWorker.detachedFromWorker') end(workerEnded());
    });
    void outer.ended.then(() => end(outer.reason ?? null));
  });
  return {
    // The outer response only confirms that the message was forwarded.
    send: (method, params = {}, options = {}) =>
      dialogue.ask(
        (message) => outer.send('NodeWorker.sendMessageToWorker', { sessionId, message }, options),
        method,
        params,
        options,
      ),
    listen: (listener) => dialogue.listen(listener),
    pause: () => outer.pause(),
    resume: () => outer.resume(),
    get heardAtMs() {
      return outer.heardAtMs;
    },
    get reason() {
      return reason;
    },
    get isWaiting() {
      return dialogue.isWaiting;
    },
    interrupt: (why) => dialogue.interrupt(why),
    ended,
    // Closing this session leaves the outer one open.
    close: () => Promise.resolve(),
  };
}

function workerEnded(): ToolError {
  return new ToolError('target-lost', 'The worker thread ended while it was attached to', {
    hint: 'Attach to one that lasts; --worker lists them when it is given a name that none has.',
  });
}
