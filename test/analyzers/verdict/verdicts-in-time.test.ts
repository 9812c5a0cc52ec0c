import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapClass, HeapMap, HeapNode } from '../../support/heap-dsl.js';
import { FILE, findingsOf, owned, repeat, START_MS, timer, verdictOf, type Work } from './verdict-support.js';

const NOTHING = () => undefined;
const PLACE = { file: FILE, line: 9, column: 1 };

/** Hub ──d──▶ Map ──▶ Row × 20 a round; `prepare` gets the Hub and its Map, `describe` each Row. */
function rows(
  prepare: (heap: HeapBuilder, hub: HeapNode, map: HeapMap) => void,
  describeRow: (row: HeapNode, heap: HeapBuilder, hub: HeapNode) => void = NOTHING,
): Work {
  let map: HeapMap;
  let hub: HeapNode;
  let rowClass: HeapClass;
  return (heap, round) => {
    if (round === 0) {
      map = heap.map();
      rowClass = heap.class('Row', { file: FILE, line: 3, column: 1 });
      hub = owned(heap, 'Hub', 'd', map);
      prepare(heap, hub, map);
    }
    repeat((index) => {
      const row = heap.object(rowClass, { size: 500 });
      describeRow(row, heap, hub);
      map.entries.set(`k${round}-${index}`, row);
    });
  };
}

describe('a timer that has not fired', () => {
  test('without one, three equal rounds are a leak', async () => {
    expect(await verdictOf(rows(NOTHING))).toMatchObject({ verdict: 'leak', label: 'Hub.d{}' });
  });

  //   Timeout ──▶ closure ──context──▶ this: Hub ──d──▶ Map
  test('may be the sweep that the series did not wait for, and the report says how long to wait', async () => {
    const findings = await findingsOf(
      rows((heap, hub) => timer(heap, heap.closure('', { place: PLACE, context: { this: hub } }), 60_000, true)),
    );
    expect(findings[0].verdict).toBe('suspect');
    const [pending] = findings[0].evidence.against.filter(({ code }) => code === 'cleanup-pending');
    expect(pending.text).toContain('/srv/app.js:10');
    expect(pending.text).toContain('take the series over more than 60 s');
  });

  test.each(['variable', 'bound'] as const)('sees the collection as a %s', async (how) => {
    const work = rows((heap, _, map) => {
      const sweep = heap.closure('sweep', { place: PLACE, ...(how === 'variable' ? { context: { map } } : {}) });
      timer(heap, how === 'bound' ? heap.bound(sweep, map) : sweep, 60_000, true);
    });
    expect(await verdictOf(work)).toMatchObject({
      verdict: 'suspect',
      against: expect.arrayContaining(['cleanup-pending']),
    });
  });

  //   2 × Timeout ──▶ closure ──context──▶ scope ──previous──▶ this: Hub ──d──▶ Map
  test('sees what a scope further out has, and so does each other one that shares that scope', async () => {
    const work = rows((heap, hub) => {
      const outer = heap.context({ this: hub });
      for (const n of [1, 2]) timer(heap, heap.closure('sweep', { context: heap.context({ n }, outer) }), 60_000, true);
    });
    const [finding] = await findingsOf(work);
    const [pending] = finding.evidence.against.filter(({ code }) => code === 'cleanup-pending');
    expect(pending.text).toMatch(/^2 timers `setInterval\(sweep\)`/);
  });

  //   Timeout ──▶ closure ──context──▶ inner: closure ──context──▶ this: Hub, as compilers make of an async function
  test('may see it through a function that it wraps', async () => {
    const work = rows((heap, hub) => {
      const inner = heap.closure('sweep', { place: PLACE, context: { this: hub } });
      timer(heap, heap.closure('', { place: PLACE, context: { inner } }), 60_000, true);
    });
    expect(await verdictOf(work)).toMatchObject({
      verdict: 'suspect',
      against: expect.arrayContaining(['cleanup-pending']),
    });
  });

  test('says nothing when it fired during the series: then it did not help', async () => {
    const work = rows((heap, hub) => timer(heap, heap.closure('', { context: { this: hub } }), 1000, true));
    expect(await verdictOf(work)).toMatchObject({ verdict: 'leak' });
  });

  test('says nothing when it sees something else', async () => {
    const work = rows((heap) =>
      timer(heap, heap.closure('', { context: { this: heap.object('Other') } }), 60_000, true),
    );
    expect(await verdictOf(work)).toMatchObject({ verdict: 'leak' });
  });

  test('says nothing when it is of Node.js itself, as the check of connections of a server is', async () => {
    const place = { file: 'node:_http_server', line: 9, column: 1 };
    const work = rows((heap, hub) => timer(heap, heap.bound(heap.closure('check', { place }), hub), 30_000, true));
    expect(await verdictOf(work)).toMatchObject({ verdict: 'leak' });
  });

  //   Timeout ──▶ closure ──context──▶ this: Connection ──d──▶ Map
  test('says nothing when it is the heartbeat of a connection that has the collection', async () => {
    const work = rows((heap, hub) => {
      const client = heap.object('Client').property('d', hub.get('d') ?? null);
      heap.global.remove('hub').property('client', client);
      timer(heap, heap.closure('', { place: PLACE, context: { this: client } }), 60_000, true);
    });
    expect(await verdictOf(work)).toMatchObject({ verdict: 'leak', label: 'Client.d{}' });
  });

  // When nobody knows how long the series took, code that never ran tells as much.
  test('is known by code that never ran, where no times are known', async () => {
    const withTimer = (words?: readonly string[]) =>
      rows((heap, hub) =>
        timer(
          heap,
          heap.closure('', { context: { this: hub }, ...(words === undefined ? {} : { words }) }),
          60_000,
          true,
        ),
      );
    expect(await verdictOf(withTimer(), { timed: false })).toMatchObject({ verdict: 'suspect' });
    expect(await verdictOf(withTimer(['sweep']), { timed: false })).toMatchObject({ verdict: 'leak' });
  });

  //   Timeout × 20 a round ──▶ closure ──context──▶ this: Hub
  test('may be one for each entry', async () => {
    const each = (ms: number) =>
      rows(NOTHING, (_, heap, hub) =>
        timer(heap, heap.closure('', { place: PLACE, context: { this: hub } }), ms, false),
      );
    expect(await verdictOf(each(30_000))).toMatchObject({ verdict: 'suspect' });
  });

  test('may be to remove what is dead, if there is one for most of dead objects', async () => {
    const dead = (timers: boolean) =>
      rows(
        (heap, hub) => timers || timer(heap, heap.closure('', { context: { this: hub } }), 30_000, false),
        (row, heap, hub) => {
          row.property('closed', true);
          if (timers) timer(heap, heap.closure('', { context: { this: hub } }), 30_000, false);
        },
      );
    expect(await verdictOf(dead(true))).toMatchObject({ verdict: 'suspect' });
    expect(await verdictOf(dead(false))).toMatchObject({ verdict: 'leak' });
  });
});

describe('a time in the entries', () => {
  const at = (field: string, ms: number) => rows(NOTHING, (row) => row.property(field, ms));

  test('that is still to come says that they go, whatever the field is called', async () => {
    expect(await verdictOf(at('till', START_MS + 300_000))).toMatchObject({
      verdict: 'note',
      against: ['no-death', 'expires'],
    });
  });

  test('that is over says nothing, when the field may tell when they came', async () => {
    expect(await verdictOf(at('seen', START_MS - 5000))).toMatchObject({ verdict: 'leak' });
  });

  test('that is over, in a field that tells when they go, speaks for the leak', async () => {
    const [finding] = await findingsOf(at('expiresAt', START_MS - 5000));
    expect(finding.verdict).toBe('leak');
    expect(finding.evidence.for.map(({ code }) => code)).toContain('expired');
  });

  test('is no time when it is a number of another size', async () => {
    expect(await verdictOf(at('size', 300_000))).toMatchObject({ verdict: 'leak' });
  });

  test('is unknown when the time of the snapshot is unknown, and then only names count', async () => {
    expect(await verdictOf(at('till', START_MS + 300_000), { timed: false })).toMatchObject({ verdict: 'leak' });
    expect(await verdictOf(at('expiresAt', START_MS + 300_000), { timed: false })).toMatchObject({ verdict: 'note' });
  });
});

describe('a timer that fires once, late', () => {
  //   Timeout ──▶ closure ──▶ scope ─┬─ task ──▶ Task
  //                                  └─ done ──▶ closure ──▶ scope ──▶ Promise ──▶ result, or a reaction
  const waiting = (result: (heap: HeapBuilder) => HeapNode, ms = 3_600_000): Work => {
    let shared: HeapNode;
    let task: HeapClass;
    return (heap, round) => {
      if (round === 0) {
        shared = heap.shared('');
        task = heap.class('Task', { file: FILE, line: 3, column: 1 });
      }
      repeat(() => {
        const promise = heap.promise(result(heap));
        const done = heap.closure('', { context: heap.context().hidden(1, promise) });
        const callback = heap.closure('', { context: { task: heap.object(task, { size: 500 }), done } });
        timer(heap, callback.internal('shared', shared), ms, false);
      });
    };
  };

  test('is a leak when what it could settle is settled: it should have been cleared', async () => {
    expect(await verdictOf(waiting((heap) => heap.object('Answer')))).toMatchObject({ verdict: 'leak' });
  });

  test('is a suspect while something waits for it', async () => {
    expect(await verdictOf(waiting((heap) => heap.object('system / PromiseReaction')))).toMatchObject({
      verdict: 'suspect',
    });
  });

  test('is none when it fires soon', async () => {
    expect(['none', 'note']).toContain((await verdictOf(waiting((heap) => heap.object('Answer'), 30_000))).verdict);
  });
});
