import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../../support/heap-dsl.js';
import type { Work } from '../../search/growing-places-support.js';
import { clients, gaining, integers, judgePlace, list, type PlaceVerdict, text } from '../places-support.js';

const sizes = gaining(20, 20, 20);
const SILENT = { verdict: 'none' };

describe('a place that another finding speaks of', () => {
  //   Hub ──seen──▶ Array of true      which is covered
  test('is set aside where it is the collection', async () => {
    const [work] = list({ sizes });
    const set = await judgePlace(work, { covered: ['Array'] });
    expect(set).toMatchObject({ ...SILENT, setAside: ['covered'] });
    expect(set.texts['covered']).toBe('Another finding covers the collection already.');
    expect(await judgePlace(work, { covered: ['Hub'] })).toMatchObject({ verdict: 'leak', setAside: [] });
  });

  //   Hub ──text──▶ a string      the Hub is covered
  test('is set aside where it is the owner of a text', async () => {
    const [work] = text([2000, 4000, 6000, 8000]);
    expect(await judgePlace(work, { covered: ['Hub'] })).toMatchObject({ ...SILENT, setAside: ['covered'] });
    expect(await judgePlace(work, { covered: ['text 3'] })).toMatchObject({ ...SILENT, setAside: ['covered'] });
  });

  //   Hub ──seen──▶ Array ──▶ Client      which is covered
  test('is set aside where it is what is listed', async () => {
    const [work] = list({ sizes, values: (heap) => clients(heap, 2) });
    expect(await judgePlace(work, { covered: ['Client'] })).toMatchObject({ ...SILENT, setAside: ['own-objects'] });
  });

  //   Hub ──ids──▶ Set of one Client and of numbers
  test('is none where the numbers grow', async () => {
    const [work] = integers([296, 1064, 2088, 4136], { values: (heap) => clients(heap, 1) });
    expect(await judgePlace(work, { covered: ['Client'] })).toMatchObject({ verdict: 'suspect', setAside: [] });
  });
});

describe('entries that are objects of their own', () => {
  /** `Hub.seen` of true, and so many new objects among 60 new entries. */
  const young = (count: number) =>
    judgePlace(
      ...list({
        sizes,
        each: ({ items }, round, heap) => {
          if (round === 3) for (let index = 0; index < count; index += 1) items[20 + index] = heap.object('Job');
        },
      }),
    );

  test('are judged for themselves from a fifth of the new entries on', async () => {
    expect(await young(12)).toMatchObject({ verdict: 'leak', setAside: [] });
    const jobs = await young(13);
    expect(jobs).toMatchObject({ ...SILENT, setAside: ['own-objects'] });
    expect(jobs.texts['own-objects']).toBe('The new entries are objects of their own: poolscope judges these instead.');
  });

  // Each of 40 Client is listed once, among 100 true.
  test('are not expected where most entries are values', async () => {
    const once = list({
      sizes: [40, 60, 80, 100],
      values: (heap) => [...clients(heap, 40), ...new Array(60).fill(true)],
    });
    expect(await judgePlace(...once)).toMatchObject({ verdict: 'leak', for: ['steady-growth', 'no-objects'] });
  });
});

describe('tables of Node.js itself', () => {
  /** An array of true that gains 20 in each round, at a place of its own. */
  const at = (place: (heap: HeapBuilder, array: HeapNode) => unknown): Promise<PlaceVerdict> => {
    const work: { array?: ReturnType<HeapBuilder['array']> } = {};
    const rounds: Work = (heap, round) => {
      if (round === 0) {
        work.array = heap.array();
        place(heap, work.array);
      }
      for (let index = 0; index < 20; index += 1) work.array?.push(true);
    };
    return judgePlace(rounds);
  };
  const node = { file: 'node:internal/modules/cjs/loader', line: 200 };
  const app = { file: '/srv/app.js', line: 200 };
  const CORE = { ...SILENT, setAside: ['core-place'] };

  //   Module ──loaded──▶ Array
  test('are distinguished by the file of the class', async () => {
    const owned = (place: typeof node) =>
      at((heap, array) =>
        heap.global.property('m', heap.object(heap.class('Module', place)).property('loaded', array)),
      );
    const core = await owned(node);
    expect(core).toMatchObject(CORE);
    expect(core.texts['core-place']).toBe('The table is one of Node.js itself.');
    expect(await owned(app)).toMatchObject({ verdict: 'leak', setAside: [] });
  });

  //   Bus ──_events──▶ Array      a program's listeners, wherever they lie
  test('are no lists of listeners', async () => {
    const listeners = at((heap, array) =>
      heap.global.property('bus', heap.object(heap.class('Bus', node)).property('_events', array)),
    );
    expect(await listeners).toMatchObject({ verdict: 'leak', setAside: [] });
  });

  //   load() ──context──▶ scope ──paths──▶ Array
  test('are distinguished by the file of the function whose variable it is', async () => {
    const variable = (place: typeof node) =>
      at((heap, paths) => heap.global.property('load', heap.closure('load', { place, context: { paths } })));
    expect(await variable(node)).toMatchObject(CORE);
    expect(await variable(app)).toMatchObject({ verdict: 'leak', setAside: [] });
  });

  //   process ──loaded──▶ Array,  process ──_events──▶ Array
  test('are those of `process`', async () => {
    const ofProcess = (field: string) =>
      at((heap, array) => heap.global.property('process', heap.object('process').property(field, array)));
    expect(await ofProcess('loaded')).toMatchObject(CORE);
    expect(await ofProcess('_events')).toMatchObject(CORE);
  });

  //   (Global handles) ──1──▶ Array
  test('are those that no object or function of a program has', async () => {
    const root = at((heap, array) => heap.gcRoot('(Global handles)').internal('9', array));
    expect(await root).toMatchObject(CORE);
  });
});
