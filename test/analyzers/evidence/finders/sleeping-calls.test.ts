import { describe, expect, test } from 'vitest';
import { countSleepingCalls, sleepingCalls } from '../../../../src/analyzers/evidence/finders/sleeping-calls.js';
import type { HeapNode } from '../../../support/heap-dsl.js';
import { see } from './finders-support.js';
import { FILE, SleepingScene } from './sleeping-scene.js';

/** The names of the calls that go on when the timer fires. */
async function wokenBy(prepare: (scene: SleepingScene) => HeapNode): Promise<readonly string[]> {
  const scene = new SleepingScene();
  const timer = prepare(scene);
  const { view, at } = await see(scene.heap);
  return sleepingCalls(view, at(timer)).map(({ name }) => name);
}

/** The same for a timer that calls the `resolve` function of a promise. */
const wokenWith = (promise: (scene: SleepingScene) => HeapNode) =>
  wokenBy((scene) => scene.once(scene.resolve(promise(scene))));

describe('the calls that a timer wakes', () => {
  //   Timeout ──▶ resolve ──▶ Promise ◀──awaits── visit() ──▶ Promise ◀──awaits── serve() …
  test('are told with their places, the nearest first', async () => {
    const scene = new SleepingScene();
    const serve = scene.fn('serve');
    const timer = scene.once(scene.resolve(scene.awaitedBy(scene.fn('visit'), scene.awaitedBy(serve))));
    const { view, at } = await see(scene.heap);
    expect(sleepingCalls(view, at(timer))).toMatchObject([
      { name: 'visit', place: { file: FILE, line: 3 } },
      { name: 'serve', place: { file: FILE, line: 2 } },
    ]);
  });

  test('are four at most', async () => {
    const names = await wokenWith((scene) =>
      ['f', 'e', 'd', 'c', 'b', 'a'].reduce<HeapNode>(
        (promise, name) => scene.awaitedBy(scene.fn(name), promise),
        scene.heap.promise(),
      ),
    );
    expect(names).toEqual(['a', 'b', 'c', 'd']);
  });

  test('are none of a timer that fires again and again', async () => {
    const names = await wokenBy((scene) =>
      scene.once(scene.resolve(scene.awaitedBy(scene.fn('visit')))).property('_repeat', 60_000),
    );
    expect(names).toEqual([]);
  });

  test('are none of what is no timer', async () => {
    const names = await wokenBy((scene) => {
      const immediate = scene.heap.object('Immediate').property('_repeat', null);
      immediate.property('_onTimeout', scene.resolve(scene.awaitedBy(scene.fn('visit'))));
      scene.heap.global.property('immediate', immediate);
      return immediate;
    });
    expect(names).toEqual([]);
  });

  test('are those of the program, also behind one of Node.js or of unknown place', async () => {
    for (const file of ['node:timers/promises', null]) {
      const names = await wokenWith((scene) =>
        scene.awaitedBy(scene.fn('inner', file), scene.awaitedBy(scene.fn('visit'))),
      );
      expect(names).toEqual(['visit']);
    }
  });

  test('end at a call whose function is not known', async () => {
    const names = await wokenWith((scene) => {
      const outer = scene.awaitedBy(scene.fn('visit'));
      return scene.promise(scene.handler(scene.heap.object('Generator').hidden(1, outer)));
    });
    expect(names).toEqual([]);
  });
});

describe('the promise that a timer settles', () => {
  //   Timeout ──▶ closure ──▶ scope ──resolve──▶ resolve ──▶ Promise
  test('may be that of a variable of its function', async () => {
    const names = await wokenBy((scene) => {
      const promise = scene.awaitedBy(scene.fn('visit'));
      const variables = { resolve: scene.resolve(promise), reject: scene.resolve(promise) };
      return scene.once(scene.heap.closure('', { context: variables }));
    });
    expect(names).toEqual(['visit']);
  });

  test('is not told from another one in the same scope', async () => {
    const names = await wokenBy((scene) => {
      const variables = {
        resolve: scene.resolve(scene.awaitedBy(scene.fn('visit'))),
        other: scene.resolve(scene.awaitedBy(scene.fn('serve'))),
      };
      return scene.once(scene.heap.closure('', { context: variables }));
    });
    expect(names).toEqual([]);
  });

  test('is that of a variable, not of what else the scope leads to', async () => {
    const names = await wokenBy((scene) => {
      const context = scene.heap.context({ resolve: scene.resolve(scene.awaitedBy(scene.fn('visit'))) });
      context.internal('extension', scene.resolve(scene.awaitedBy(scene.fn('serve'))));
      return scene.once(scene.heap.closure('', { context }));
    });
    expect(names).toEqual(['visit']);
  });

  test('is unknown where the timer calls no function, or one that sees nothing', async () => {
    const byObject = await wokenBy((scene) => {
      const context = scene.heap.context({ resolve: scene.resolve(scene.awaitedBy(scene.fn('visit'))) });
      return scene.once(scene.heap.object('Task').internal('context', context));
    });
    expect(byObject).toEqual([]);
    expect(await wokenBy((scene) => scene.once(scene.fn('tick')))).toEqual([]);
    expect(await wokenBy((scene) => scene.once(scene.fn('tick')).remove('_onTimeout'))).toEqual([]);
  });
});

describe('the call that awaits a promise', () => {
  test('is none where the promise has a result, whatever that leads to', async () => {
    const names = await wokenWith((scene) => {
      const answer = scene.heap.object('Answer').property('then', scene.handler(scene.call(scene.fn('visit'))));
      return scene.heap.promise(answer);
    });
    expect(names).toEqual([]);
  });

  test('is none where nobody waits', async () => {
    expect(await wokenWith((scene) => scene.heap.promise())).toEqual([]);
  });

  test('is that whose own function goes on', async () => {
    const names = await wokenWith((scene) => {
      const { heap } = scene;
      const scope = heap.context().internal('extension', scene.call(scene.fn('other')));
      return scene.promise(
        heap.object('Capability').internal('context', scope),
        heap.closure('bare'),
        heap.closure('plain', { context: {} }),
        heap.closure('listed', { context: heap.context().internal('extension', heap.object('List')) }),
        scene.handler(scene.call(scene.fn('visit'))),
      );
    });
    expect(names).toEqual(['visit']);
  });
});

describe('the promise of a call', () => {
  const behind = (prepare: (call: HeapNode, scene: SleepingScene) => unknown) =>
    wokenWith((scene) => {
      const call = scene.call(scene.fn('visit'), scene.awaitedBy(scene.fn('serve')));
      prepare(call, scene);
      return scene.promise(scene.handler(call));
    });

  test('is not told from another one that the call keeps', async () => {
    expect(await behind((call, { heap }) => call.hidden(2, heap.promise()))).toEqual(['visit']);
  });

  test('is told from other objects, and from promises in fields', async () => {
    expect(await behind((call, { heap }) => call.hidden(2, heap.object('Row')))).toEqual(['visit', 'serve']);
    expect(await behind((call, { heap }) => call.property('last', heap.promise()))).toEqual(['visit', 'serve']);
  });
});

describe('the number of timers', () => {
  test('is counted by function, each timer once', async () => {
    const scene = new SleepingScene();
    const [visit, serve] = [scene.fn('visit'), scene.fn('serve')];
    const wake = (promise: HeapNode) => scene.once(scene.resolve(promise));
    wake(scene.awaitedBy(visit, scene.awaitedBy(visit)));
    wake(scene.awaitedBy(visit));
    wake(scene.awaitedBy(serve));
    scene.once(scene.fn('tick'));
    const { view } = await see(scene.heap);
    const counted = countSleepingCalls(view).map(({ name, timers }) => [name, timers]);
    expect(counted).toEqual([
      ['visit', 2],
      ['serve', 1],
    ]);
    expect(countSleepingCalls(view)).toHaveLength(2);
  });
});
