import { describe, expect, test } from 'vitest';
import { NO_CODE } from '../../../../src/analyzers/cases/context.js';
import type { MissedWay, PlaceCode } from '../../../../src/analyzers/code/place-code.js';
import { programCodeOf, shownCodeOf } from '../../../../src/analyzers/evidence/finders/code-of-case.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';
import { type ClusterDifference, clusterCase, type PlaceDifference, placeCase } from '../../support/case-support.js';
import { see } from './finders-support.js';

const LINE = { file: '/srv/app.js', line: 5, column: 1, function: 'add', how: 'set' };
const LIBRARY = { ...LINE, file: '/srv/node_modules/bus/index.js' };
const WAY: MissedWay = { ...LINE, why: 'return', detail: '' };
const ENDING: MissedWay = { ...LINE, why: 'ending', detail: '' };
const COUNT: MissedWay = { ...LINE, why: 'throw', detail: '' };

interface Told {
  /** What the text says of the place, and of the callback. */
  readonly place?: Partial<PlaceCode>;
  readonly callback?: Partial<PlaceCode> | null;
  readonly ending?: MissedWay | null;
  readonly count?: MissedWay | null;
  /** Whether the collections came in the last round. */
  readonly isYoung?: boolean;
}

/**
 * ```
 *   globalThis ──bus──▶ Bus ─┬─handlers──▶ Array ──▶ onRow() ──context──▶ scope ──row──▶ Row
 *                            └─lists──▶ Map ──▶ Array
 * ```
 */
async function pictured({ place = {}, callback = {}, ending = null, count = null, isYoung = false }: Told = {}) {
  const heap = new HeapBuilder();
  const row = heap.object('Row');
  const onRow = heap.closure('onRow', { place: { file: '/srv/app.js', line: 9, column: 3 }, context: { row } });
  const [handlers, inner] = [heap.array([onRow]), heap.array()];
  const bus = heap
    .object('Bus')
    .property('handlers', handlers)
    .property('lists', heap.map([['key', inner]]));
  heap.global.property('bus', bus);
  const { view, at, births } = await see(heap);
  const { graph } = view;
  const edge = [...Array(graph.firstEdges[at(handlers) + 1] - graph.firstEdges[at(handlers)]).keys()]
    .map((index) => graph.firstEdges[at(handlers)] + index)
    .find((each) => graph.target(each) === at(onRow));
  const said = {
    name: 'rows',
    what: 'collection',
    state: 'unknown',
    removed: [],
    read: [],
    missing: null,
    counted: [],
  };
  /** What the text was asked. */
  const asked: unknown[] = [];
  const code = {
    ...NO_CODE,
    ofPlace: (_label: unknown, depth: number) => {
      asked.push(`${depth} deep`);
      return { ...said, added: [LINE], ...place };
    },
    ofCallback: (source: { function: string }) => {
      asked.push(source.function);
      return callback === null ? null : { ...said, what: 'listener', added: [LINE], ...callback };
    },
    leftByEnding: (_code: unknown, _label: unknown, entries: readonly number[]) => {
      asked.push(entries);
      return ending;
    },
    unbalanced: () => count,
  };
  const plain = clusterCase();
  const population = { birth: births(isYoung ? [[inner, 1]] : []), groupOf: () => 0 };
  const label = { ...plain.label, ownerNode: at(bus), boundaryEdges: [edge ?? -1] };
  const containers = [{ container: at(inner), targets: [] }];
  const context = { ...plain.context, view, population, code };
  return {
    asked,
    at: { row: at(row), onRow: at(onRow) },
    label,
    listeners: { ...label, parts: [{ kind: 'field', name: 'listeners' }] },
    cluster: (own: ClusterDifference = {}) =>
      clusterCase({ context, label, containers, ...own, facts: { ...own.facts, leading: { nodes: [at(row)] } } }),
    place: (own: PlaceDifference = {}) =>
      placeCase({ context, label, ...own, place: { nodes: [at(inner)], ...own.place } }),
  };
}

const missingIn = (code: PlaceCode | null) => code?.missing?.why;

describe('the text that is asked', () => {
  test.each(['listener-pileup', 'timer-held', 'anchored-cycle', 'promise-pending'])(
    'is that of the callback for %s, where it is known',
    async (kind) => {
      const known = await pictured();
      expect(programCodeOf(known.cluster({ kind }))?.what).toBe('listener');
      expect(known.asked).toEqual(['onRow']);
      const unknown = await pictured({ callback: null });
      expect(programCodeOf(unknown.cluster({ kind }))?.what).toBe('collection');
    },
  );

  test('is that of the place for other kinds, and for callbacks that are not known', async () => {
    const { asked, cluster, label } = await pictured();
    expect(programCodeOf(cluster())?.what).toBe('collection');
    expect(programCodeOf(cluster({ kind: 'timer-held', label: { ...label, boundaryEdges: [] } }))?.what).toBe(
      'collection',
    );
    expect(asked).toEqual(['2 deep', '2 deep']);
  });

  test('is none for what an emitter lists where no listener is known', async () => {
    const { asked, label, place } = await pictured();
    const store = { ...label, parts: [{ kind: 'listener', name: 'row' }] };
    expect(programCodeOf(place({ label: store }))).toBeNull();
    expect(asked).toEqual([]);
  });

  test('is that of the listener which an emitter lists again and again', async () => {
    const { at, label, place } = await pictured();
    const store = { ...label, parts: [{ kind: 'listener', name: 'row' }] };
    expect(programCodeOf(place({ label: store, contents: { targets: [at.onRow] } }))?.what).toBe('listener');
  });
});

describe('how deep the entries lie', () => {
  test('is told where the collections have been there from the start', async () => {
    const { asked, cluster, place } = await pictured();
    programCodeOf(cluster());
    programCodeOf(place());
    expect(asked).toEqual(['2 deep', '2 deep']);
  });

  test('is not told where a round brought them, and where there are none', async () => {
    const { asked, cluster, place } = await pictured({ isYoung: true });
    programCodeOf(cluster());
    programCodeOf(place());
    programCodeOf(cluster({ containers: [] }));
    expect(asked).toEqual(['0 deep', '0 deep', '0 deep']);
  });
});

describe('the lines of the report', () => {
  test('name the function that runs when an entry ends, where nothing else is to be mended', async () => {
    const { asked, at, cluster, label } = await pictured({ ending: ENDING });
    expect(missingIn(shownCodeOf(cluster(), 'leak'))).toBe('ending');
    expect(asked).toContainEqual([at.row, at.onRow]);
    shownCodeOf(cluster({ label: { ...label, boundaryEdges: [-1] } }), 'leak');
    expect(asked).toContainEqual([at.row]);
  });

  test('ask for nothing to be mended in a note', async () => {
    expect(missingIn(shownCodeOf((await pictured({ ending: ENDING })).cluster(), 'note'))).toBeUndefined();
  });

  test('name no function where the text shows a way, where nothing ends, and for what lists no objects', async () => {
    expect(
      missingIn(shownCodeOf((await pictured({ ending: ENDING, place: { missing: WAY } })).cluster(), 'leak')),
    ).toBe('return');
    expect(missingIn(shownCodeOf((await pictured()).cluster(), 'leak'))).toBeUndefined();
    expect(missingIn(shownCodeOf((await pictured({ ending: ENDING })).place(), 'leak'))).toBeUndefined();
    const lent = await pictured({ ending: ENDING, place: { what: 'checkout' } });
    expect(missingIn(shownCodeOf(lent.cluster(), 'leak'))).toBeUndefined();
  });

  test('name where a count of users stays raised', async () => {
    const refcount = { sample: { node: 1, field: 'users' } };
    const counted = { kind: 'refcount-imbalance', refcount } as const;
    const of = async (told: Told, own: ClusterDifference) => {
      const code = shownCodeOf((await pictured(told)).cluster(own), 'leak');
      return `${code?.state} ${missingIn(code)}`;
    };
    expect(await of({ count: COUNT }, counted)).toBe('missed throw');
    expect(await of({ count: null }, counted)).toBe('unknown undefined');
    expect(await of({ count: COUNT, place: { missing: WAY } }, counted)).toBe('unknown return');
    expect(await of({ count: COUNT }, { ...counted, refcount: null })).toBe('unknown undefined');
    expect(await of({ count: COUNT }, { refcount })).toBe('unknown undefined');
  });

  test('are none of a package that keeps a listener of the program', async () => {
    const shown = async (
      told: Partial<PlaceCode>,
      prepare: (scene: Awaited<ReturnType<typeof pictured>>) => object,
    ) => {
      const scene = await pictured({ place: told });
      return shownCodeOf(scene.cluster(prepare(scene)), 'leak');
    };
    for (const what of ['collection', 'reference'] as const) {
      const told = { what, added: [LIBRARY] };
      expect(await shown(told, ({ listeners }) => ({ label: listeners }))).toBeNull();
      expect(await shown(told, ({ label }) => ({ label }))).not.toBeNull();
      expect(await shown({ what, added: [LINE] }, ({ listeners }) => ({ label: listeners }))).not.toBeNull();
      expect(await shown(told, ({ listeners }) => ({ label: { ...listeners, boundaryEdges: [] } }))).not.toBeNull();
    }
    expect(
      await shown({ what: 'listener', added: [LIBRARY] }, ({ listeners }) => ({ label: listeners })),
    ).not.toBeNull();
  });
});
