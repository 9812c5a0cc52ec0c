import { Writable } from 'node:stream';

import { Dialogue } from '../../../src/capture/dialogue.js';
import { captureHeap, collectGarbage } from '../../../src/capture/heap-capture.js';
import type { InspectorSession } from '../../../src/capture/inspector-session.js';
import { listScripts } from '../../../src/capture/script-list.js';
import { readIdentity, readMemory } from '../../../src/capture/target-facts.js';
import { watchPlaces } from '../../../src/capture/watch-places.js';
import { ToolError } from '../../../src/errors.js';
import type { FuzzTarget } from '../target.js';

const IDENTITY = {
  pid: 7,
  node: '20.20.2',
  v8: '11.3',
  platform: 'linux',
  arch: 'x64',
  script: '/app/main.js',
  threadId: 0,
};
const value = (each: unknown): string => JSON.stringify({ id: 0, result: { result: { type: 'object', value: each } } });
const EVENTS = [
  '{"method":"Debugger.scriptParsed","params":{"scriptId":"61","url":"file:///app/x.js","length":9,"startLine":0,"startColumn":0,"sourceMapURL":"x.map"}}',
  '{"method":"HeapProfiler.addHeapSnapshotChunk","params":{"chunk":"{}"}}',
  '{"method":"HeapProfiler.reportHeapSnapshotProgress","params":{"done":1,"total":2,"finished":true}}',
  '{"method":"HeapProfiler.heapStatsUpdate","params":{}}',
];

/** Messages of a target, one a line: each request gets all up to the next answer, whatever they say. The length says what is asked. */
export const inspector: FuzzTarget = {
  name: 'inspector',
  about: [
    'capture/dialogue',
    'capture/heap-capture',
    'capture/target-facts',
    'capture/script-list',
    'capture/watch-places',
  ],
  words:
    'id result value error message method params objectId exceptionDetails description scriptId url chunk done total type subtype undefined NaN Debugger.scriptParsed'.split(
      ' ',
    ),
  seeds: () => [
    Buffer.from([value('ready'), value(IDENTITY), value({ heapUsed: 1 }), ...EVENTS, value(3), value([])].join('\n')),
    Buffer.from(
      ['{"id":0,"result":{"result":{"type":"object","objectId":"1"}}}', value(5), value({ count: 1 })].join('\n'),
    ),
    Buffer.from('{"id":0,"error":{"code":-32000,"message":"no"}}'),
  ],
  run: async (input) => {
    const talk = TALKS[input.length % TALKS.length];
    try {
      await talk?.(sessionOf(input.toString('utf8').split('\n')));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
    }
  },
};

const TALKS: readonly ((session: InspectorSession) => Promise<unknown>)[] = [
  readIdentity,
  readMemory,
  collectGarbage,
  listScripts,
  (session) =>
    captureHeap(session, '/nowhere/x.heapsnapshot', { open: () => new Writable({ write: (_c, _e, done) => done() }) }),
  (session) =>
    watchPlaces(session, [{ label: 'Pool.lost{}', nodeId: 7, entryIds: [9], way: null, lines: [] }] as never, {
      loadMs: 0,
      quietMs: 0,
      handlesMs: 10,
      signal: new AbortController().signal,
    }),
];

/** A session whose target sends these lines, over and over; it ends when nothing is left. */
function sessionOf(lines: readonly string[]): InspectorSession {
  const dialogue = new Dialogue();
  let at = 0;
  const ended = Promise.resolve();
  const answer = (request: string): void => {
    const { id } = JSON.parse(request) as { id: number };
    for (let isAnswered = false; !isAnswered; ) {
      const line = lines[at];
      at += 1;
      if (line === undefined) {
        dialogue.end();
        return;
      }
      isAnswered = /"id":/.test(line);
      dialogue.receive(line.replace(/"id":\d+/, `"id":${id}`));
    }
  };
  return {
    send: (method, params = {}, options = {}) =>
      dialogue.ask((text) => queueMicrotask(() => answerOrEnd(() => answer(text), dialogue)), method, params, {
        ...options,
        timeoutMs: 5,
      }),
    listen: (listener) => dialogue.listen(listener),
    pause: () => undefined,
    resume: () => undefined,
    heardAtMs: performance.now(),
    ended,
    close: () => ended,
  };
}

/** What comes is JSON: anything else is a matter of the connection, which has a test of its own. */
function answerOrEnd(answer: () => void, dialogue: Dialogue): void {
  try {
    answer();
  } catch (error) {
    // A session ends with this, as with everything that is no message of an inspector.
    if (!(error instanceof SyntaxError || error instanceof ToolError)) throw error;
    dialogue.end();
  }
}
