import { describe, expect, it } from 'vitest';

import { Dialogue } from '../../src/capture/dialogue.js';
import type { InspectorSession } from '../../src/capture/inspector-session.js';
import { type PlaceToWatch, watchPlaces } from '../../src/capture/watch-places.js';
import { ToolError } from '../../src/errors.js';

const PLACE: PlaceToWatch = {
  label: 'Hub.rows{}',
  nodeId: 7,
  way: { kind: 'field', nodeId: 5, name: 'rows' },
  older: { from: 10, to: 40 },
  lines: [
    {
      what: 'removes',
      scriptIds: [3],
      offset: 120,
      functionEnd: 150,
      isSuspendable: false,
      place: { file: '/app/hub.js', line: 9, column: 3, function: 'sweep' },
    },
  ],
};

interface Target {
  readonly session: InspectorSession;
  /** What it was asked. */
  readonly log: string[];
}

/** Answers of a target whose collection has one entry more each time, by method; an error where it refuses. */
type Answers = Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => object | Error>>;

function fakeTarget(own: Answers = {}): Target {
  const dialogue = new Dialogue();
  const log: string[] = [];
  let entries = 100;
  const answers: Answers = {
    'HeapProfiler.getObjectByHeapObjectId': ({ objectId }) => ({ result: { objectId: `object ${objectId}` } }),
    'Runtime.callFunctionOn': ({ functionDeclaration, returnByValue }) => {
      if (returnByValue !== true) return { result: { objectId: 'handle' } };
      const text = String(functionDeclaration);
      if (text.includes('gone += 1')) return { result: { value: 2 } };
      if (!text.includes('Object.keys(c).length')) return { result: { value: 30 } };
      entries += 1;
      return { result: { value: entries } };
    },
    'Profiler.takePreciseCoverage': () => ({
      result: [
        {
          scriptId: '3',
          functions: [
            { isBlockCoverage: false, ranges: [{ startOffset: 0, endOffset: 400, count: 1 }] },
            { isBlockCoverage: false, ranges: [{ startOffset: 100, endOffset: 150, count: 6 }] },
          ],
        },
      ],
    }),
    ...own,
  };
  const session: InspectorSession = {
    send: (method, params = {}, options = {}) => {
      log.push(method);
      return dialogue.ask(
        (text) =>
          setImmediate(() => {
            const { id } = JSON.parse(text);
            const answer = answers[method]?.({ ...params }) ?? {};
            const message =
              answer instanceof Error ? { id, error: { message: answer.message } } : { id, result: answer };
            dialogue.receive(JSON.stringify(message));
          }),
        method,
        params,
        options,
      );
    },
    listen: (listener) => dialogue.listen(listener),
    pause: () => undefined,
    resume: () => undefined,
    heardAtMs: 0,
    ended: new Promise(() => undefined),
    close: () => Promise.resolve(),
  };
  return { session, log };
}

const options = (own: object = {}) => ({
  loadMs: 5,
  quietMs: 0,
  handlesMs: 10_000,
  signal: new AbortController().signal,
  ...own,
});

/** What undoes everything, in this order, whatever came before. */
const UNDONE = [
  'Profiler.stopPreciseCoverage',
  'Profiler.disable',
  'Runtime.releaseObjectGroup',
  'Runtime.releaseObjectGroup',
];

describe('watching a place of a target', () => {
  it('tells how many entries there are, how many left, and how often the code ran', async () => {
    const { session } = fakeTarget();
    const watch = await watchPlaces(session, [PLACE], options({ quietMs: 5 }));
    const [place] = watch.places;
    expect(watch.failure).toBeNull();
    expect(place).toMatchObject({ nodeId: 7, sampled: 30, gone: 2, inPlace: true, failure: null });
    // How often it is looked at depends on how fast this machine is.
    const looks = place?.entries ?? [];
    expect(looks.map(({ entries }) => entries)).toEqual(looks.map((_, index) => 101 + index));
    const quiet = looks.map((look) => look.quiet);
    expect([quiet[0], quiet.at(-1)]).toEqual([false, true]);
    expect(quiet).toEqual([...quiet].sort());
    expect(place?.lines).toMatchObject([{ what: 'removes', line: 9, reached: null }]);
    expect(place?.lines[0]?.runs).toBeGreaterThan(0);
    expect(watch.bytes).toBeGreaterThan(0);
  });

  it('lets V8 end whatever has a side effect', async () => {
    const asked: unknown[] = [];
    const { session } = fakeTarget({
      'Runtime.callFunctionOn': (params) => {
        asked.push(params['throwOnSideEffect']);
        return { result: { objectId: 'handle', value: 1 } };
      },
    });
    await watchPlaces(session, [PLACE], options());
    expect(new Set(asked)).toEqual(new Set([true]));
  });

  it('undoes everything', async () => {
    const { session, log } = fakeTarget();
    await watchPlaces(session, [PLACE], options());
    expect(log.slice(-4)).toEqual(UNDONE);
  });

  it('starts no counting where there is no code to count', async () => {
    const { session, log } = fakeTarget();
    await watchPlaces(session, [{ ...PLACE, lines: [] }], options());
    expect(log.filter((method) => method.startsWith('Profiler'))).toEqual([]);
  });

  it('takes the collection itself where its field cannot be read', async () => {
    const { session } = fakeTarget();
    const { places } = await watchPlaces(session, [{ ...PLACE, way: null }], options());
    expect(places).toMatchObject([{ inPlace: false, failure: null }]);
  });

  it('says so where nothing reaches the collection any more', async () => {
    const { session } = fakeTarget({
      'HeapProfiler.getObjectByHeapObjectId': () => new Error('Object is not available'),
    });
    const { places, failure } = await watchPlaces(session, [PLACE], options());
    expect(places).toMatchObject([{ entries: [], failure: 'the collection is no longer there' }]);
    expect(failure).toBeNull();
  });

  it('gives up one place that the target refuses, and goes on with the others', async () => {
    const { session } = fakeTarget({
      'HeapProfiler.getObjectByHeapObjectId': ({ objectId }) =>
        objectId === '8' ? new Error('Invalid heap snapshot object id') : { result: { objectId: 'object' } },
    });
    const { places } = await watchPlaces(session, [{ ...PLACE, nodeId: 8, way: null }, PLACE], options());
    expect(places[0]?.failure).toContain('Invalid heap snapshot object id');
    expect(places[1]?.failure).toBeNull();
  });

  it('looks for no more collections once that has paused the target for as long as a snapshot', async () => {
    const { session } = fakeTarget();
    const { places } = await watchPlaces(session, [PLACE, { ...PLACE, nodeId: 8 }], options({ handlesMs: -1 }));
    expect(places.map(({ failure }) => failure)).toEqual(
      new Array(2).fill('looking for it would have paused the process for too long'),
    );
  });

  it('says why it ended early when the target ends, and asks no more than it has to', async () => {
    const { session, log } = fakeTarget();
    let looks = 0;
    const ending: InspectorSession = {
      ...session,
      send: (method, params, more) => {
        if (method === 'Runtime.callFunctionOn') looks += 1;
        if (looks > 3) return Promise.reject(new ToolError('target-lost', 'The target ended'));
        return session.send(method, params, more);
      },
    };
    const { failure, places } = await watchPlaces(ending, [PLACE], options());
    expect(failure).toBe('The target ended');
    expect(places).toHaveLength(1);
    expect(log).not.toContain('Profiler.stopPreciseCoverage');
  });

  it('ends at once when it is interrupted, and undoes everything', async () => {
    const { session, log } = fakeTarget();
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 30);
    const watching = watchPlaces(session, [PLACE], options({ loadMs: 60_000, signal: interrupt.signal }));
    await expect(watching).rejects.toThrow();
    expect(log.slice(-4)).toEqual(UNDONE);
  });

  it('ends early when the old entries have left', async () => {
    const { session } = fakeTarget({
      'Runtime.callFunctionOn': ({ returnByValue }) =>
        returnByValue === true ? { result: { value: 30 } } : { result: { objectId: 'handle' } },
    });
    const { loadMs, quietMs } = await watchPlaces(session, [PLACE], options({ loadMs: 60_000, quietMs: 60_000 }));
    expect(loadMs).toBeLessThan(30_000);
    expect(quietMs).toBe(0);
  });
});
