import { describe, expect, test } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';
import { parser } from '../code/support.js';

const APP = '/srv/app.js';
const PACKAGE = '/srv/node_modules/hub/index.js';
const ROUNDS = 4;
const PER_ROUND = 20;

/** The emitter's class, with lines that add to what it has: each in its own file. */
const EMITTER = [
  'class Hub extends Base {',
  '  add(name, listener) { this._events[name] = listener; }',
  '  hear(listener) { this.handlers.push(listener); }',
  '}',
  'new Hub().hear(console.log);',
];
const LISTENERS = ['const hub = require("hub");', 'function tickCame() { seen += 1; }', 'hub.on("tick", tickCame);'];
const CLOSURES = ['const hub = require("hub");', 'const wire = (own) => attach(hub, () => own.seen += 1);'];

interface Scene {
  /** The file of the emitter's class; its text follows that of the program in one file. */
  readonly emitter: string;
  readonly text: readonly string[];
  /** Puts what a round adds into the emitter's listeners. */
  readonly add: (heap: HeapBuilder, listeners: HeapNode, serial: number) => void;
  readonly field: string;
  readonly listeners: (heap: HeapBuilder) => HeapNode;
}

/** global ─hub─▶ Hub ─field─▶ listeners, 20 more a round, looked at with the text of the program */
async function findingOf({ emitter, text, add, field, listeners }: Scene): Promise<Finding | undefined> {
  const heap = new HeapBuilder();
  const files: Record<string, string> =
    emitter === APP
      ? { [APP]: [...text, ...EMITTER].join('\n') }
      : { [APP]: text.join('\n'), [emitter]: EMITTER.join('\n') };
  const line = emitter === APP ? text.length : 0;
  const store = listeners(heap);
  const hub = heap.object(heap.class('Hub', { file: emitter, line, column: 0 })).property(field, store);
  heap.global.property('hub', hub);
  const series = new SeriesAnalysis();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let index = 0; index < PER_ROUND; index += 1) add(heap, store, round * PER_ROUND + index);
    if (round < ROUNDS - 1) series.add(new HeapGraph(await heap.toColumns()));
  }
  const last = new HeapGraph(await heap.toColumns());
  const code = { read: (script: string) => files[script] ?? null, parser };
  return series.finish(last, undefined, null, false, code).findings[0];
}

const SHARED = new WeakMap<HeapBuilder, HeapNode>();

/** One of many functions that were made by the same line, each with an object of its own. */
function listenerOf(heap: HeapBuilder): HeapNode {
  const place = { file: APP, line: 1, column: 34 };
  const shared = SHARED.get(heap) ?? heap.shared('seen').internal('script_or_debug_info', heap.script(APP));
  SHARED.set(heap, shared);
  const own = heap.object('Wire', { size: 400 });
  return heap
    .allocate('closure', 'seen', { place })
    .internal('shared', shared)
    .internal('context', heap.context({ own }));
}

const EMITTERS = [
  ['the program', APP],
  ['a package', PACKAGE],
  ['Node.js', 'node:events'],
] as const;

describe.each(EMITTERS)('a listener that an emitter with a class of %s gets again and again', (_whose, emitter) => {
  test('is the place to fix, and the lines that add and remove it are shown', async () => {
    let same: HeapNode | undefined;
    let array: ReturnType<HeapBuilder['array']>;
    const finding = await findingOf({
      emitter,
      text: LISTENERS,
      field: '_events',
      listeners: (heap) => {
        array = heap.array([]);
        return heap.object().property('tick', array);
      },
      add: (heap) => {
        same ??= heap.closure('tickCame', { place: { file: APP, line: 1, column: 17 } });
        array.push(same);
      },
    });
    expect(finding).toMatchObject({
      kind: 'listener-pileup',
      brokenEdge: { label: 'Hub._events.tick[]', source: { file: APP, line: 2 } },
      source: { file: APP, line: 2 },
      code: { what: 'listener', added: [{ file: APP, line: 3 }] },
    });
  });
});

describe.each(EMITTERS)('listeners of which the text does not say who hands them over, of %s', (_whose, emitter) => {
  test('by event: no line of the emitter is shown in their place', async () => {
    const finding = await findingOf({
      emitter,
      text: CLOSURES,
      field: '_events',
      listeners: (heap) => heap.object(),
      add: (heap, store, serial) => void store.property(`job-${serial}`, listenerOf(heap)),
    });
    expect(finding?.brokenEdge?.label).toBe('Hub._events{}');
    expect(finding?.code ?? null).toBeNull();
    expect(finding?.source).toMatchObject({ file: APP, line: 2 });
  });
});

describe('listeners in a list of an emitter', () => {
  const findingOfList = (emitter: string) => {
    let array: ReturnType<HeapBuilder['array']>;
    return findingOf({
      emitter,
      text: CLOSURES,
      field: 'handlers',
      listeners: (heap) => {
        array = heap.array([]);
        return array;
      },
      add: (heap) => {
        array.push(listenerOf(heap));
      },
    });
  };

  test('are shown with no line of a package, where the listener itself is known', async () => {
    const finding = await findingOfList(PACKAGE);
    expect(finding?.brokenEdge?.label).toBe('Hub.handlers[]');
    expect(finding?.code ?? null).toBeNull();
  });

  test("are shown with the lines of the program's own emitter", async () => {
    expect((await findingOfList(APP))?.code?.added).toMatchObject([{ file: APP, line: 5 }]);
  });
});
