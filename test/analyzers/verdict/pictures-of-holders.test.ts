import { describe, expect, test } from 'vitest';
import type { HeapNode, Value } from '../../support/heap-dsl.js';
import { fill, listing, said } from './picture-support.js';
import { FILE, owned, type Work } from './verdict-support.js';

const PLACE = { file: FILE, line: 9, column: 1 };
const EACH = [20, 20, 20, 20];

/** Hub ──head──▶ Row ──after──▶ Row ──after──▶ …, `count` more a round from the round on in which the Hub comes. */
function field({ from = 0, count = 20, name = 'head' } = {}): Work {
  let hub: HeapNode;
  let head: HeapNode | null = null;
  return (heap, round) => {
    if (round < from) return;
    if (round === from) hub = owned(heap, 'Hub', name, null);
    fill(count, () => {
      head = heap.object('Row', { size: 3000 }).property('after', head);
    });
    hub.property(name, head);
  };
}

/** serve: closure ──context──▶ scope ──head──▶ Row ──after──▶ Row ──after──▶ …, likewise. */
function variable({ from = 0, count = 20 } = {}): Work {
  let scope: HeapNode;
  return (heap, round) => {
    if (round < from) return;
    if (round === from) {
      scope = heap.context({ head: null });
      heap.global.property('serve', heap.closure('serve', { place: PLACE, context: scope }));
    }
    fill(count, () => {
      scope.variable('head', heap.object('Row', { size: 3000 }).property('after', scope.get('head') ?? null));
    });
  };
}

describe('a field that holds what grows', () => {
  test('is a leak where its owner is old', async () => {
    expect(await said(field(), 'Hub.head')).toBe('leak growing-class: no-death');
  });

  test('is a suspect where its owner came during the series', async () => {
    expect(await said(field({ from: 1 }), 'Hub.head')).toBe('suspect growing-class: no-death, young-holder');
  });

  test('is a note where a round left seven', async () => {
    expect(await said(field({ count: 8 }), 'Hub.head')).toBe('leak growing-class: no-death');
    expect(await said(field({ count: 7 }), 'Hub.head')).toBe('note growing-class: no-death, few');
  });

  //   Hub ──lastRow──▶ Row ──after──▶ …: a field of that name keeps one, not what this one drags along
  test('is no bounded place, whatever its name, where it leads to many', async () => {
    expect(await said(field({ name: 'lastRow' }), 'Hub.lastRow')).toBe('leak growing-class: no-death');
  });
});

/** Hub ──rows──▶ Map ──▶ Row, 20 more a round, in a copy of the Map each round; the Hub comes in the round `from`. */
function copiedMap({ from = 0 } = {}): Work {
  let hub: HeapNode;
  let rows: [Value, Value][] = [];
  return (heap, round) => {
    if (round < from) return;
    if (round === from) hub = owned(heap, 'Hub', 'rows', null);
    fill(20, (index) => {
      rows = [...rows, [`${round}.${index}`, heap.object('Row', { size: 3000 })]];
    });
    hub.property('rows', heap.map(rows));
  };
}

describe('a collection that is replaced by a longer copy', () => {
  test('is as old as the object that has it', async () => {
    expect(await said(copiedMap(), 'Hub.rows{}')).toBe('leak unbounded-collection: no-death');
    expect(await said(copiedMap({ from: 1 }), 'Hub.rows{}')).toBe(
      'suspect unbounded-collection: no-death, young-holder',
    );
  });
});

describe('a variable that holds what grows', () => {
  test('is a leak where its scope is old', async () => {
    expect(await said(variable(), 'serve → head')).toBe('leak closure-captured: no-death');
  });

  test('is a suspect where its scope came during the series', async () => {
    expect(await said(variable({ from: 1 }), 'serve → head')).toBe('suspect closure-captured: no-death, young-holder');
  });

  test('is a note where a round left seven', async () => {
    expect(await said(variable({ count: 8 }), 'serve → head')).toBe('leak closure-captured: no-death');
    expect(await said(variable({ count: 7 }), 'serve → head')).toBe('note closure-captured: no-death, few');
  });
});

describe('a list of a bounded name', () => {
  //   Hub ──cache──▶ Array ──▶ Row × births of each round
  test.each([
    ['a straight line', EACH, 'suspect unbounded-collection: no-death, bounded-place'],
    ['two rounds', [20, 20, 20], 'note unbounded-collection: no-death, short-series, bounded-place'],
    ['uneven rounds', [20, 20, 11, 20], 'note unbounded-collection: no-death, bounded-place, uneven'],
  ])('after %s', async (_, births, expected) => {
    expect(await said(listing(births, { field: 'cache' }), 'Hub.cache[]', births.length)).toBe(expected);
  });

  //   Hub of node:internal ──cache──▶ Array ──▶ Row × 20 a round: what Node.js keeps so is bounded
  test('is a note where it is one of Node.js itself', async () => {
    const prepare = (heap: Parameters<Work>[0], hub: HeapNode) => {
      const { prototype } = heap.class('Hub', { file: 'node:internal/hub', line: 1, column: 1 });
      hub.property('__proto__', prototype);
    };
    expect(await said(listing(EACH, { field: 'cache', prepare }), 'Hub.cache[]')).toBe(
      'note unbounded-collection: no-death, bounded-place',
    );
  });
});
