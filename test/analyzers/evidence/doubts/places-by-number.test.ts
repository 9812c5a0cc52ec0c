import { describe, expect, test } from 'vitest';
import { clients, gaining, integers, judgePlace, list, text } from '../places-support.js';

describe('the rounds of a place', () => {
  //   Hub ──seen──▶ Array of true, or of five Client again and again
  test('are too few below three: a note, but a suspect where the same objects are entered again', async () => {
    const repeated = (perRound: readonly number[]) =>
      list({ sizes: gaining(...perRound), values: (heap) => clients(heap, 5) });
    expect(await judgePlace(...list({ sizes: gaining(30, 30) }))).toMatchObject({
      verdict: 'note',
      against: ['short-series'],
    });
    expect(await judgePlace(...repeated([30, 30]))).toMatchObject({ verdict: 'suspect', against: ['short-series'] });
    expect(await judgePlace(...text([2000, 4000, 6000]))).toMatchObject({ verdict: 'note', against: ['short-series'] });
    expect(await judgePlace(...list({ sizes: gaining(30, 30, 30) }))).toMatchObject({ verdict: 'leak', against: [] });
    expect(await judgePlace(...repeated([30, 30, 30]))).toMatchObject({ verdict: 'leak', against: [] });
    expect(await judgePlace(...text([2000, 4000, 6000, 8000]))).toMatchObject({ verdict: 'leak', against: [] });
  });

  test('are told', async () => {
    const { texts } = await judgePlace(...list({ sizes: gaining(30, 30) }));
    expect(texts['short-series']).toBe('Growth over two rounds may be a burst. Three rounds or more prove it.');
  });
});

describe('what a round adds', () => {
  test('is too little to act on below eight values', async () => {
    expect(await judgePlace(...list({ sizes: gaining(8, 8, 8) }))).toMatchObject({ verdict: 'leak', against: [] });
    const few = await judgePlace(...list({ sizes: gaining(8, 8, 7) }));
    expect(few).toMatchObject({ verdict: 'note', against: ['few'] });
    expect(few.texts['few']).toBe('Only 23 in 3 rounds: fewer than 8 a round may be a part of normal work.');
  });

  test('may be less where the same objects are entered again', async () => {
    const work = list({ sizes: gaining(4, 4, 4), values: (heap) => clients(heap, 2) });
    expect(await judgePlace(...work)).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   100 ─▶ 90 ─▶ 59: each at most 90 % of the one before, the last below 60 % of the first
  test.each<[string, readonly number[], string, readonly string[]]>([
    ['slows down', [100, 90, 59], 'note', ['slows-down']],
    ['does not slow down before the end', [100, 90, 60], 'leak', []],
    ['does not slow down where a round keeps up', [100, 91, 59], 'suspect', ['uneven']],
    ['does not slow down where the last round keeps up', [100, 50, 46], 'suspect', ['uneven']],
    ['slows down over two rounds, which says nothing', [100, 50], 'note', ['short-series']],
  ])('%s: %j', async (_, perRound, verdict, against) => {
    expect(await judgePlace(...list({ sizes: gaining(...perRound) }))).toMatchObject({ verdict, against });
  });

  //   100 ─▶ 59 ─▶ 100: below 60 % of the largest; below 10 % of it is next to nothing
  test.each<[readonly number[], string, readonly string[]]>([
    [[100, 60, 100], 'leak', []],
    [[100, 59, 100], 'suspect', ['uneven']],
    [[100, 10, 100], 'suspect', ['uneven']],
    [[100, 9, 100], 'note', ['uneven']],
    [[50, 100], 'note', ['short-series']],
  ])('is alike in a straight line: %j', async (perRound, verdict, against) => {
    expect(await judgePlace(...list({ sizes: gaining(...perRound) }))).toMatchObject({ verdict, against });
  });

  test('is told where it is not alike', async () => {
    const uneven = async (...perRound: number[]) =>
      (await judgePlace(...list({ sizes: gaining(...perRound) }))).texts['uneven'];
    expect(await uneven(100, 59, 100)).toBe(
      'The rounds left different numbers of objects: this may be load, not a leak.',
    );
    expect(await uneven(100, 9, 100)).toBe('Some rounds left next to nothing: this looks like load, not like a leak.');
  });
});

describe('the same objects', () => {
  //   Hub ──seen──▶ Array of 120 ──▶ 30 Client, 4 times each
  test.each<[number, string, readonly string[], readonly string[]]>([
    [30, 'leak', [], []],
    [31, 'suspect', ['few-repeats'], []],
    [60, 'suspect', ['few-repeats'], []],
    [61, 'none', [], ['own-objects']],
  ])('are entered again and again: 120 entries of %i', async (count, verdict, against, setAside) => {
    const work = list({ sizes: [30, 60, 90, 120], values: (heap) => clients(heap, count) });
    expect(await judgePlace(...work)).toMatchObject({ verdict, against, setAside });
  });

  test('are told with how often each is listed', async () => {
    const work = list({ sizes: [30, 60, 90, 120], values: (heap) => clients(heap, 50) });
    expect((await judgePlace(...work)).texts['few-repeats']).toBe(
      'Each object is listed 2.4 times on average: some may be listed twice on purpose.',
    );
  });
});

describe('the name of a place', () => {
  const sizes = gaining(30, 30, 30);
  const store = [296, 1064, 2088, 4136];
  const bytes = [2000, 4000, 6000, 8000];

  test.each<[string, Parameters<typeof judgePlace>]>([
    ['values in a field', [...list({ sizes, field: 'recentIds' })]],
    ['values of an owner', [...list({ sizes, owner: 'LruIndex' })]],
    ['values in a log', [...list({ sizes, field: 'log' })]],
    ['the same objects', [...list({ sizes, field: 'recentIds', values: (heap) => clients(heap, 5) })]],
    ['numbers', [...integers(store, { field: 'recentIds' })]],
    ['a text in a cache', [...text(bytes, { field: 'cached' })]],
    ['a text of a cache', [...text(bytes, { owner: 'LruIndex' })]],
  ])('speaks of bounds: %s', async (_, place) => {
    const { verdict, against } = await judgePlace(...place);
    expect([verdict, against.includes('bounded-place')]).toEqual(['note', true]);
  });

  test.each(['log', 'logs', 'trace', 'traces', 'history'])(
    'says nothing of the length of one text: %s',
    async (field) => {
      expect(await judgePlace(...text(bytes, { field }))).toMatchObject({ verdict: 'leak', against: [] });
    },
  );

  //   Hub ──maxIds──▶ 99, or 100, ──recentIds──▶ Array of 100
  test('leaves a suspicion where more is kept than a number beside the place allows', async () => {
    const beside = (maxIds: number) =>
      judgePlace(...list({ sizes, field: 'recentIds', prepare: (_, hub) => hub.property('maxIds', maxIds) }));
    expect(await beside(99)).toMatchObject({ verdict: 'suspect', against: ['bounded-place'] });
    expect(await beside(100)).toMatchObject({ verdict: 'note' });
  });

  test('is told', async () => {
    const { texts } = await judgePlace(...list({ sizes, field: 'recentIds' }));
    expect(texts['bounded-place']).toBe(
      'Hub.recentIds[] is named like something that keeps a bounded number of entries.',
    );
  });
});
