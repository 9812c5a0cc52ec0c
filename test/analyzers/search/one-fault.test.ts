import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { findingsOf, owned, repeat, type Work } from '../verdict/verdict-support.js';

const EVENTS = ['open', 'close', 'lost'];

/** Places and leading classes of the findings, the first one first. */
async function toldOf(work: Work): Promise<(readonly [string | undefined, string | undefined, readonly string[]])[]> {
  const findings = await findingsOf(work);
  return findings.map(({ brokenEdge, classes }) => [
    brokenEdge?.label,
    classes[0]?.name,
    brokenEdge?.also.map(({ label }) => label) ?? [],
  ]);
}

interface Emitter {
  /** A scope of the one function that adds listeners. */
  readonly scope: (variables: Record<string, HeapNode>) => HeapNode;
  /** Adds a listener; those to one event are of one function. */
  readonly on: (event: string, scope: HeapNode) => void;
}

/** Bus ──_events──▶ { open: Array, close: Array, lost: Array }, to which each round adds. */
function emitter(add: (heap: HeapBuilder, bus: Emitter) => void): Work {
  let bus: Emitter;
  return (heap, round) => {
    if (round === 0) {
      const info = heap.allocate('code', 'system / ScopeInfo');
      const lists = new Map(EVENTS.map((event) => [event, { list: heap.array(), shared: heap.shared('') }] as const));
      const events = heap.object('Object');
      for (const [event, { list, shared }] of lists) {
        events.property(event, list);
        heap.global.property(`code of ${event}`, heap.closure('').internal('shared', shared));
      }
      owned(heap, 'Bus', '_events', events);
      bus = {
        scope: (variables) => heap.context(variables).internal('scope_info', info),
        on: (event, context) => {
          const { list, shared } = lists.get(event) ?? {};
          if (list !== undefined && shared !== undefined)
            list.push(heap.closure('', { context }).internal('shared', shared));
        },
      };
    }
    add(heap, bus);
  };
}

describe('several listeners on one emitter', () => {
  //   Bus ──open──▶ [closure] ─┐
  //       ──close─▶ [closure] ─┼▶ scope ──self──▶ Session × 20 a round
  //       ──lost──▶ [closure] ─┘
  test('are one finding about the object that they are of', async () => {
    const told = await toldOf(
      emitter((heap, { scope, on }) =>
        repeat(() => {
          const own = scope({ self: heap.object('Session', { size: 400 }) });
          for (const event of EVENTS) on(event, own);
        }),
      ),
    );
    expect(told).toEqual([['Bus._events.close[]', 'Session', ['Bus._events.lost[]', 'Bus._events.open[]']]]);
  });

  //   Bus ──open──▶ [closure] ──▶ scope ──self──▶ Session, ──close──▶ [closure] ──▶ scope ──self──▶ Job
  test('are a finding each where they are of different objects', async () => {
    const told = await toldOf(
      emitter((heap, { scope, on }) =>
        repeat(() => {
          on('open', scope({ self: heap.object('Session', { size: 400 }) }));
          on('close', scope({ self: heap.object('Job', { size: 400 }) }));
        }),
      ),
    );
    expect(told.map(([place, name]) => [place, name])).toEqual([
      ['Bus._events.open[]', 'Session'],
      ['Bus._events.close[]', 'Job'],
    ]);
  });

  //   the same, and all of a round lead to one Batch of that round
  test('are a finding each where they share an object of all', async () => {
    const told = await toldOf(
      emitter((heap, { scope, on }) => {
        const batches = Array.from({ length: 2 }, () => heap.object('Batch', { size: 90_000 }));
        repeat((index) => {
          const batch = batches[index % 2];
          on('open', scope({ batch, self: heap.object('Session', { size: 400 }) }));
          on('close', scope({ batch, self: heap.object('Job', { size: 400 }) }));
        });
      }),
    );
    expect(told.map(([, name]) => name)).toEqual(expect.arrayContaining(['Session', 'Job']));
  });
});

/** Desk ──rows──▶ Array ──▶ className ──part──▶ Tag ◀──part── className ◀── Array ◀──rows── Shelf, 20 a round */
function twoLists(bytesOfEntry: number, bytesOfTag: number): Work {
  const lists: ReturnType<HeapBuilder['array']>[] = [];
  return (heap, round) => {
    if (round === 0) {
      for (const owner of ['Desk', 'Shelf']) {
        const list = heap.array();
        lists.push(list);
        owned(heap, owner, 'rows', list);
      }
    }
    repeat(() => {
      const tag = heap.object('Tag', { size: bytesOfTag });
      lists[0].push(heap.object('Order', { size: bytesOfEntry }).property('tag', tag));
      lists[1].push(heap.object('Bill', { size: bytesOfEntry }).property('tag', tag));
    });
  };
}

describe('two lists whose entries share an object each', () => {
  test('are a finding each where the entries weigh more', async () => {
    const told = await toldOf(twoLists(500, 40));
    expect(told.map(([place]) => place)).toEqual(expect.arrayContaining(['Desk.rows[]', 'Shelf.rows[]']));
  });

  test('are one finding with both references where the entries are but ways to what they share', async () => {
    const told = await toldOf(twoLists(40, 500));
    expect(told.map(([place, , also]) => [place, also])).toEqual([['Desk.rows[]', ['Shelf.rows[]']]]);
  });
});

describe('dead objects in a field that V8 keeps in a store', () => {
  //   Hub ──calls──▶ Array ──▶ Call ──channel──▶ Channel (closed), Call ──properties──▶ store ──▶ Channel
  test('are the matter of what lists their owners', async () => {
    let list: ReturnType<HeapBuilder['array']>;
    const told = await toldOf((heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'calls', list);
      }
      repeat(() => {
        const channel = heap.object('Channel').property('closed', true);
        const store = heap.allocate('hidden', 'system / PropertyArray').internal('0', channel);
        list.push(heap.object('Call', { size: 400 }).property('channel', channel).internal('properties', store));
      });
    });
    expect(told.map(([place]) => place)).toEqual(['Hub.calls[]']);
  });
});
