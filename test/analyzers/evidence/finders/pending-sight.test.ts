import { describe, expect, test } from 'vitest';
import type { HeapNode } from '../../../support/heap-dsl.js';
import { upTo } from './finders-support.js';
import { PLACE, pendingOf, type Waiting } from './pending-cleanup-support.js';

const sees = async (prepare: (waiting: Waiting) => unknown) => (await pendingOf(prepare)) !== null;

/** A scope with so many around it, the outermost with the given variables. */
function scopes(w: Waiting, around: number, variables: Readonly<Record<string, HeapNode>>): HeapNode {
  let scope = w.heap.context(variables);
  for (const n of upTo(around)) scope = w.heap.context({ n }, scope);
  return scope;
}

describe('a function sees a collection', () => {
  test('in a variable', async () => {
    expect(await sees((w) => w.interval(w.sees({ rows: w.map })))).toBe(true);
    expect(await sees((w) => w.interval(w.sees({ rows: w.heap.map() })))).toBe(false);
  });

  //   sweep() ──context──▶ scope ──rows──▶ ContextCell ──▶ Map
  test('in a cell that Node 26 keeps a variable in', async () => {
    const cell = (w: Waiting, content: HeapNode) => {
      const variable = w.heap.allocate('object', 'system / ContextCell').internal('state', w.heap.string('const'));
      w.interval(w.sees({ rows: variable.internal('value', content) }));
    };
    expect(await sees((w) => cell(w, w.map))).toBe(true);
    expect(await sees((w) => cell(w, w.heap.map()))).toBe(false);
  });

  //   scope ──(internal rows)──▶ Map
  test('in no other reference of a scope', async () => {
    const work = (w: Waiting) =>
      w.interval(w.heap.closure('sweep', { place: PLACE, context: w.heap.context().internal('rows', w.map) }));
    expect(await sees(work)).toBe(false);
  });

  //   sweep() ──▶ scope ──previous──▶ scope … ──previous──▶ scope {rows}
  test('in one of eight scopes around it', async () => {
    const within = (around: number) => (w: Waiting) =>
      w.interval(w.heap.closure('sweep', { place: PLACE, context: scopes(w, around, { rows: w.map }) }));
    expect(await sees(within(7))).toBe(true);
    expect(await sees(within(8))).toBe(false);
  });

  //   Timeout ──▶ first() ──▶ scope ──previous──▶ scope {rows}
  //   Timeout ──▶ second() ──▶ scope ──────────────▲
  test('whoever looked at its scopes before', async () => {
    const shared = (w: Waiting, content: HeapNode) => {
      const outer = w.heap.context({ rows: content });
      for (const name of ['first', 'second'])
        w.interval(w.heap.closure('sweep', { place: PLACE, context: w.heap.context({ name }, outer) }));
    };
    expect(await sees((w) => shared(w, w.map))).toBe(true);
    expect(await sees((w) => shared(w, w.heap.map()))).toBe(false);
  });

  //   Timeout ──▶ bound() ──▶ bound() ──▶ sweep()
  //                  └─▶ Map
  test('when it is bound to it, or gets it from the timer', async () => {
    const sweep = (w: Waiting) => w.heap.closure('sweep', { place: PLACE });
    expect(await sees((w) => w.interval(w.heap.bound(sweep(w), w.map)))).toBe(true);
    expect(await sees((w) => w.interval(w.heap.bound(w.heap.bound(sweep(w), w.hub), null)))).toBe(true);
    expect(await sees((w) => w.interval(w.heap.bound(sweep(w), w.heap.map())))).toBe(false);
    expect(await sees((w) => w.interval(sweep(w)).property('_timerArgs', w.heap.array([w.map])))).toBe(true);
    expect(await sees((w) => w.interval(sweep(w)).property('_timerArgs', w.heap.array([w.heap.map()])))).toBe(false);
  });

  //   Timeout ──▶ bound() ──▶ sweep() ──context──▶ rows: Map
  test('by its own scope, when it is bound to something else', async () => {
    expect(
      await pendingOf((w) => w.interval(w.heap.bound(w.sees({ rows: w.map }), w.heap.object('Other')))),
    ).toMatchObject({
      timer: 'setInterval(sweep)',
    });
  });

  //   Timeout ─┬─_onTimeout──▶ null
  //            └─_timerArgs──▶ [ Map ]
  test('while the timer calls it', async () => {
    const over = (w: Waiting) =>
      w.interval(w.heap.closure('sweep')).properties({ _onTimeout: null, _timerArgs: w.heap.array([w.map]) });
    expect(await sees(over)).toBe(false);
  });

  //   Timeout ──_onTimeout──▶ Object
  test('when it is one', async () => {
    expect(await sees((w) => w.interval(w.heap.object('Handler').property('rows', w.map)))).toBe(false);
  });
});

describe('a function that wraps another one', () => {
  //   Timeout ──▶ closure ──▶ scope {inner} ──▶ sweep() ──▶ scope … ──previous──▶ scope {rows}
  const wrapping = (around: number) => (w: Waiting) => {
    const inner = w.heap.closure('sweep', { context: scopes(w, around, { rows: w.map }) });
    w.interval(w.sees({ inner }, ''));
  };

  test('sees what that one sees, in one of eight scopes', async () => {
    expect(await sees(wrapping(0))).toBe(true);
    expect(await sees(wrapping(7))).toBe(true);
    expect(await sees(wrapping(8))).toBe(false);
  });

  //   Timeout ──▶ closure ──▶ scope ──previous──▶ scope {inner} ──▶ sweep() ──▶ scope {rows}
  test('has it in its own scope, not further out', async () => {
    const further = (w: Waiting) => {
      const outer = w.heap.context({ inner: w.sees({ rows: w.map }) });
      w.interval(w.heap.closure('', { place: PLACE, context: w.heap.context({ n: 1 }, outer) }));
    };
    expect(await sees(further)).toBe(false);
  });

  //   scope ──(internal inner)──▶ sweep(),  scope ──inner──▶ Object ──context──▶ scope {rows}
  test('has it in a variable, and it is a function', async () => {
    const hidden = (w: Waiting) =>
      w.interval(
        w.heap.closure('', { place: PLACE, context: w.heap.context().internal('inner', w.sees({ rows: w.map })) }),
      );
    const record = (w: Waiting) =>
      w.interval(w.sees({ inner: w.heap.object('Task').internal('context', w.heap.context({ rows: w.map })) }, ''));
    expect(await sees(hidden)).toBe(false);
    expect(await sees(record)).toBe(false);
  });

  //   Timeout ──▶ closure ──▶ scope {first, second}      the second one sees the Map
  test('may wrap several', async () => {
    const both = (w: Waiting) =>
      w.interval(w.sees({ first: w.sees({ n: w.heap.object('N') }), second: w.sees({ rows: w.map }) }, ''));
    expect(await sees(both)).toBe(true);
  });
});

describe('whoever sees the owner sees the collection', () => {
  //   Timeout ──▶ sweep() ──▶ this: Hub ──rows──▶ Map
  test('through the first object of a class of its own', async () => {
    expect(await sees((w) => w.interval(w.sees({ this: w.hub })))).toBe(true);
  });

  //   App ──hub──▶ Hub ──rows──▶ Map
  test('but not through what has that object', async () => {
    const app = (w: Waiting) => {
      const node = w.heap.object('App').property('hub', w.hub);
      w.heap.global.remove('hub').property('app', node);
      w.interval(w.sees({ app: node }));
    };
    expect(await sees(app)).toBe(false);
  });

  //   App ──state──▶ Object ──rows──▶ Map
  test.each(['Object', 'Map', 'Set', 'Array', ''])('through what has a plain one: %s', async (name) => {
    const plain = (w: Waiting) => {
      const state = w.heap.object(name).property('rows', w.map);
      const app = w.heap.object('App').property('state', state);
      w.heap.global.remove('hub').property('app', app);
      w.interval(w.sees({ app }));
    };
    expect(await sees(plain)).toBe(true);
  });

  //   App ──list──▶ Array ──elements──▶ store ──0──▶ Map      a store is no object
  test('through the store of an array', async () => {
    const stored = (w: Waiting) => {
      const elements = w.heap.allocate('array', '(object elements)').internal('0', w.map);
      const list = w.heap.object('Array').internal('elements', elements);
      w.heap.global.remove('hub').property('app', w.heap.object('App').property('list', list));
      w.interval(w.sees({ list }));
    };
    expect(await sees(stored)).toBe(true);
  });

  //   Top ──▶ Object ──▶ Object ──▶ Object ──▶ Object ──▶ Map
  test('through five references, and no more', async () => {
    const deep = (between: number) => (w: Waiting) => {
      let node: HeapNode = w.map;
      for (const _ of upTo(between)) node = w.heap.object('Object').property('part', node);
      const top = w.heap.object('Top').property('part', node);
      w.heap.global.remove('hub').property('top', top);
      w.interval(w.sees({ top }));
    };
    expect(await sees(deep(4))).toBe(true);
    expect(await sees(deep(5))).toBe(false);
  });

  //   App ──read──▶ read() ──context──▶ scope {rows} ◀──context── sweep() ◀── Timeout
  test('through the scope that has it, but not through whoever has the function', async () => {
    const scope = (hasApp: boolean) => (w: Waiting) => {
      const context = w.heap.context({ rows: w.map });
      const app = w.heap.object('App').property('read', w.heap.closure('read', { context }));
      w.heap.global.remove('hub').property('app', app);
      w.interval(
        hasApp ? w.sees({ app }) : w.heap.closure('sweep', { place: PLACE, context: w.heap.context({}, context) }),
      );
    };
    expect(await sees(scope(false))).toBe(true);
    expect(await sees(scope(true))).toBe(false);
  });

  //   App ──connect──▶ connect() ──rows──▶ Map
  test('through a function that has it in a property, but not through whoever has that', async () => {
    const property = (hasApp: boolean) => (w: Waiting) => {
      const connect = w.heap.closure('connect').property('rows', w.map);
      const app = w.heap.object('App').property('connect', connect);
      w.heap.global.remove('hub').property('app', app);
      w.interval(w.sees(hasApp ? { app } : { connect }));
    };
    expect(await sees(property(false))).toBe(true);
    expect(await sees(property(true))).toBe(false);
  });

  //   Hub ──rows──▶ Cache (extends Map)
  test('through what has a collection of a class of its own', async () => {
    expect(await pendingOf((w) => w.interval(w.sees({ this: w.hub })), { collection: 'Cache' })).not.toBeNull();
  });
});
