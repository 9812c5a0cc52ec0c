import { describe, expect, test } from 'vitest';
import { NO_CODE } from '../../../../src/analyzers/cases/context.js';
import { findTimerUse } from '../../../../src/analyzers/evidence/finders/timer-uses.js';
import { summarizeSnapshot } from '../../../../src/analyzers/series/snapshot-summary.js';
import type { HeapNode } from '../../../support/heap-dsl.js';
import { clusterCase } from '../../support/case-support.js';
import { see, upTo } from './finders-support.js';
import { FILE, SleepingScene } from './sleeping-scene.js';

const LINE = { file: FILE, line: 9, column: 1, function: null };

interface Asked {
  /** The timer that is asked about; the first one of `tick` where not given. */
  readonly timer?: HeapNode;
  readonly kind?: string;
  /** How the labels of places begin out of which the text takes an entry when the timer fires. */
  readonly removes?: readonly string[];
  /** Whether the text bounds how often the timer is started again. */
  readonly isBounded?: boolean;
  /** Functions that do not end when what they await is there. */
  readonly endless?: readonly string[];
  /** Whether the snapshot was taken without a collection. */
  readonly keepGarbage?: boolean;
  /** Classes whose objects are groups of the population. */
  readonly groups?: readonly string[];
}

/** Running timers of one function, and what may want them. */
class TimerScene extends SleepingScene {
  readonly shared = this.heap.shared('tick').internal('script_or_debug_info', this.heap.script(FILE));

  /** So many timers that call `tick` with these variables. */
  timers(count: number, variables: (index: number) => Record<string, HeapNode> = () => ({})): HeapNode[] {
    return upTo(count).map((index) => this.once(this.tick(variables(index))));
  }

  tick(variables: Record<string, HeapNode> = {}): HeapNode {
    const closure = this.heap.allocate('closure', 'tick', { place: { file: FILE, line: 99, column: 1 } });
    return closure.internal('shared', this.shared).internal('context', this.heap.context(variables));
  }

  /** `Hub ──field──▶ Map` with so many entries. */
  map(field: string, entries: number): HeapNode {
    const map = this.heap.map(upTo(entries).map((key) => [`${field} ${key}`, this.heap.object('Row')] as const));
    this.heap.global.property(`hub of ${field}`, this.heap.object('Hub').property(field, map));
    return map;
  }

  /** Calls, so many of which are the `field` of another one. */
  calls(count: number, linked: number, field = 'next'): HeapNode[] {
    const calls = upTo(count).map(() => this.heap.object('Call'));
    upTo(linked).forEach((index) => calls[(index + 1) % count].property(field, calls[index]));
    return calls;
  }
}

/** What the timers are for: the place and its entries, the call, `retries`, or null. */
async function useOf(prepare: (scene: TimerScene) => Asked): Promise<string | null> {
  const scene = new TimerScene();
  const asked = prepare(scene);
  const { timer, kind = 'timer', removes = [], isBounded = false, endless = [], groups = [] } = asked;
  const { view, at } = await see(scene.heap, { keepGarbage: asked.keepGarbage ?? false });
  const { graph } = view;
  const first = timer === undefined ? view.timers.timers[0] : at(timer);
  const nodes = groups.map((name) => upTo(graph.nodeCount).filter((node) => graph.nodeName(node) === name));
  const context = {
    view,
    series: [summarizeSnapshot(graph)],
    population: {
      groups: nodes.map((each) => ({ nodes: each })),
      groupOf: (node: number) => groups.indexOf(graph.nodeName(node)),
    },
    code: {
      ...NO_CODE,
      removalIn: ({ text }: { text: string }) => (removes.some((place) => text.startsWith(place)) ? LINE : null),
      restartBoundOf: () => (isBounded ? LINE : null),
      endsAfterAwait: ({ function: name }: { function: string }) => !endless.includes(name),
    },
  };
  const label = {
    id: 1,
    kind,
    text: 'setTimeout(tick)',
    owner: { kind: 'class', name: 'Timeout' },
    ownerNode: first,
    parts: [],
  };
  const use = findTimerUse(clusterCase({ context, label, kind: 'timer-held' }));
  switch (use?.why) {
    case 'removes':
      return `${use.place} ${use.entries}`;
    case 'awaited':
      return use.name;
    default:
      return use?.why ?? null;
  }
}

describe('timers that remove an entry each', () => {
  //   Timeout × timers ──▶ tick()      Hub ──rows──▶ Map of so many entries
  const removing = (timers: number, entries: number) =>
    useOf((scene) => {
      scene.timers(timers);
      scene.map('rows', entries);
      return { removes: ['Hub.rows{}'] };
    });

  test('want nine of ten entries to be there', async () => {
    expect(await removing(100, 90)).toBe('Hub.rows{} 90');
    expect(await removing(100, 89)).toBeNull();
  });

  test('are too many for what is there where eight a round have none', async () => {
    expect(await removing(300, 277)).toBe('Hub.rows{} 277');
    expect(await removing(300, 276)).toBeNull();
  });

  test('are not for a collection of more than five entries for four timers', async () => {
    expect(await removing(100, 125)).toBe('Hub.rows{} 125');
    expect(await removing(100, 126)).toBeNull();
  });

  test('are those of the same function that fire once', async () => {
    const use = await useOf((scene) => {
      scene.timers(10);
      for (const _ of upTo(40)) scene.once(scene.fn('other')).property('_repeat', null);
      for (const _ of upTo(40)) scene.once(scene.tick()).property('_repeat', 60_000);
      scene.map('rows', 10);
      return { removes: ['Hub.rows{}'] };
    });
    expect(use).toBe('Hub.rows{} 10');
  });

  test('must be named by the text, and so must their place', async () => {
    const beside = (removes: readonly string[]) =>
      useOf((scene) => {
        scene.timers(10);
        scene.map('rows', 10);
        scene.map('seen', 10);
        return { removes };
      });
    expect(await beside(['Hub.seen{}'])).toBe('Hub.seen{} 10');
    expect(await beside([])).toBeNull();
    const unplaced = await useOf((scene) => {
      const shared = scene.heap.shared('');
      for (const _ of upTo(10)) scene.once(scene.heap.closure('').internal('shared', shared));
      scene.map('rows', 10);
      return { removes: ['Hub.rows{}'], isBounded: true };
    });
    expect(unplaced).toBeNull();
  });

  test('may be for any of the forty oldest collections of that size', async () => {
    const among = (older: number) =>
      useOf((scene) => {
        scene.timers(4);
        for (const index of upTo(older)) scene.map(`older${index}`, 4);
        scene.map('rows', 4);
        return { removes: ['Hub.rows{}'] };
      });
    expect(await among(39)).toBe('Hub.rows{} 4');
    expect(await among(40)).toBeNull();
  });

  test.each<[string, (scene: TimerScene, rows: readonly HeapNode[]) => HeapNode]>([
    ['Hub.rows[]', ({ heap }, rows) => heap.array(rows)],
    ['Hub.rows{}', ({ heap }, rows) => heap.set(rows)],
  ])('may be for %s', async (removes, collect) => {
    const use = await useOf((scene) => {
      scene.timers(10);
      const rows = collect(
        scene,
        upTo(10).map(() => scene.heap.object('Row')),
      );
      scene.heap.global.property('hub', scene.heap.object('Hub').property('rows', rows));
      return { removes: [removes] };
    });
    expect(use).toBe(`${removes} 10`);
  });
});

describe('what lists as many objects as there are timers', () => {
  const listing = (list: (scene: TimerScene, rows: readonly HeapNode[]) => HeapNode, isInUse = true) =>
    useOf((scene) => {
      scene.timers(10);
      const rows = list(
        scene,
        upTo(10).map(() => scene.heap.object('Row')),
      );
      scene.heap.global.property('hub', scene.heap.object('Hub').property('rows', isInUse ? rows : null));
      return { removes: [''], keepGarbage: true };
    });

  test('may be any list', async () => {
    expect(await listing(({ heap }, rows) => heap.array(rows))).toBe('Hub.rows[] 10');
  });

  test('is no list of theirs where it is another object with elements', async () => {
    const ring = ({ heap }: TimerScene, rows: readonly HeapNode[]) => {
      const node = heap.object('Ring').internal('elements', heap.allocate('array', '(object elements)'));
      rows.forEach((row, index) => node.element(index, row));
      return node;
    };
    expect(await listing(ring)).toBeNull();
  });

  test('is no list of theirs where it is garbage', async () => {
    expect(await listing(({ heap }, rows) => heap.array(rows), false)).toBeNull();
  });
});

describe('timers that are given objects in a chain', () => {
  //   Timeout ──▶ tick() ──▶ scope ──call──▶ Call ◀──next── Call …
  const linked = (calls: number, links: number, field = 'next') =>
    useOf((scene) => {
      const all = scene.calls(calls, links, field);
      scene.timers(calls, (index) => ({ call: all[index] }));
      return { removes: [`Call.${field}`], groups: ['Call'] };
    });

  test('want nine of ten of them to be linked', async () => {
    expect(await linked(20, 18)).toBe('Call.next 18');
    expect(await linked(20, 17)).toBeNull();
  });

  test('are told by their arguments as well', async () => {
    const use = await useOf((scene) => {
      const all = scene.calls(10, 10);
      scene.timers(10).forEach((timer, index) => timer.property('_timerArgs', scene.heap.array([all[index]])));
      return { removes: ['Call.next'], groups: ['Call'] };
    });
    expect(use).toBe('Call.next 10');
  });

  test('count whatever else they are given', async () => {
    const use = await useOf((scene) => {
      const all = scene.calls(10, 10);
      scene.timers(10, (index) => ({ options: scene.heap.object('Options'), call: all[index] }));
      return { removes: ['Call.next'], groups: ['Call'] };
    });
    expect(use).toBe('Call.next 10');
  });

  test('are given no functions', async () => {
    const use = await useOf((scene) => {
      const all = upTo(10).map(() => scene.heap.closure('Step'));
      all.forEach((step, index) => step.property('next', all[(index + 1) % 10]));
      scene.timers(10, (index) => ({ step: all[index] }));
      return { removes: ['Step.next', 'Step().next'], groups: ['Step'] };
    });
    expect(use).toBeNull();
  });

  test.each<[string, (call: HeapNode, next: HeapNode, hub: HeapNode) => unknown]>([
    ['itself', (call) => call.property('next', call)],
    ['no field', (call, next) => call.internal('next', next)],
    ['an object of another class', (call, _next, hub) => call.property('next', hub)],
  ])('are in no chain by what leads to %s', async (_title, link) => {
    const use = await useOf((scene) => {
      const hub = scene.heap.object('Hub');
      const all = upTo(10).map(() => scene.heap.object('Call'));
      all.forEach((call, index) => link(call, all[(index + 1) % 10], hub));
      scene.timers(10, (index) => ({ call: all[index], hub }));
      return { removes: ['Call.next'], groups: ['Call', 'Hub'] };
    });
    expect(use).toBeNull();
  });
});

describe('timers that a call awaits each', () => {
  //   Timeout ──▶ tick() ──▶ scope ──resolve──▶ resolve ──▶ Promise ◀──awaits── visit(), so many of them
  const awaited = (timers: number, calls: number) =>
    useOf((scene) => {
      const visit = scene.fn('visit');
      scene.timers(timers, (index) => ({
        resolve: scene.resolve(index < timers - calls ? scene.heap.promise() : scene.awaitedBy(visit)),
      }));
      return {};
    });

  test('are a pause where nine of ten are awaited', async () => {
    expect(await awaited(20, 18)).toBe('visit');
    expect(await awaited(20, 17)).toBeNull();
  });

  //   … ──▶ Promise ◀──awaits── visit() ──▶ Promise ◀──awaits── serve()
  test('are none where one of the calls may go on for good', async () => {
    const chain = (endless: readonly string[]) =>
      useOf((scene) => {
        const [visit, serve] = [scene.fn('visit'), scene.fn('serve')];
        scene.timers(10, () => ({ resolve: scene.resolve(scene.awaitedBy(visit, scene.awaitedBy(serve))) }));
        return { endless };
      });
    expect(await chain([])).toBe('visit');
    expect(await chain(['serve'])).toBeNull();
    expect(await chain(['visit'])).toBeNull();
  });
});

describe('timers that start the next one', () => {
  test('are retries where the text bounds them', async () => {
    const starting = (isBounded: boolean) => useOf((scene) => ({ timer: scene.timers(10)[0], isBounded }));
    expect(await starting(true)).toBe('retries');
    expect(await starting(false)).toBeNull();
  });

  test.each<[string, (scene: TimerScene) => Asked]>([
    ['something else than a timer', (scene) => ({ timer: scene.timers(10)[0], kind: 'array' })],
    ['a timer that fires again and again', (scene) => ({ timer: scene.once(scene.tick()).property('_repeat', 1) })],
    [
      'a function that is not known',
      (scene) => ({ timer: scene.once(scene.heap.closure('', { context: { inner: scene.tick() } })) }),
    ],
    [
      'what is no function',
      (scene) => ({
        timer: scene.once(
          scene.heap.object('Task', { place: { file: FILE, line: 99, column: 1 } }).internal('shared', scene.shared),
        ),
      }),
    ],
    ['no function', (scene) => ({ timer: scene.once(scene.tick()).remove('_onTimeout') })],
  ])('are none of %s', async (_title, prepare) => {
    expect(await useOf((scene) => ({ ...prepare(scene), isBounded: true }))).toBeNull();
  });
});
