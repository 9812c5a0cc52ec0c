import { describe, expect, test } from 'vitest';
import { type EvictionCode, findEvictionCode } from '../../../../src/analyzers/evidence/finders/evicting-functions.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { see, upTo } from './finders-support.js';

const PLACE = { file: '/srv/repo.js', line: 1, column: 1 };
const BY_SIZE = ['set', 'size', 'delete'];
const NAMING = ['rows', ...BY_SIZE];

/** What bounds the collection that `place` puts somewhere. */
async function codeAround(
  place: (heap: HeapBuilder, rows: HeapNode) => unknown,
  make?: (heap: HeapBuilder) => HeapNode,
) {
  const heap = new HeapBuilder();
  const rows = make?.(heap) ?? heap.map();
  place(heap, rows);
  const { view, at } = await see(heap);
  return findEvictionCode(view, at(rows));
}

const found = (code: EvictionCode | null) => code && [code.function, code.isCertain];

describe('code that may mean a variable', () => {
  const reading = (heap: HeapBuilder, scope: HeapNode, words: readonly string[] = NAMING, name = 'keep') =>
    heap.global.property(name, heap.closure(name, { context: scope, words, place: PLACE }));

  //   keep() ──context──▶ scope {rows}
  test('is certain where it names it, and tells where it is', async () => {
    expect(await codeAround((heap, rows) => reading(heap, heap.context({ rows })))).toEqual({
      by: 'size',
      function: 'keep',
      source: { file: '/srv/repo.js', line: 2, column: 2, function: 'keep' },
      collection: 'rows',
      isCertain: true,
    });
  });

  //   keep() ──context──▶ scope {rows: Array}
  test('is uncertain for an array, even where it names it', async () => {
    const code = await codeAround(
      (heap, rows) => reading(heap, heap.context({ rows }), ['rows', 'push', 'length', 'shift']),
      (heap) => heap.array(),
    );
    expect(found(code)).toEqual(['keep', false]);
  });

  //   first() ──▶ scope {rows} ◀── second()      neither names it
  test('is the first that sees it where none names it', async () => {
    const code = await codeAround((heap, rows) => {
      const scope = heap.context({ rows });
      reading(heap, scope, BY_SIZE, 'first');
      reading(heap, scope, BY_SIZE, 'second');
    });
    expect(found(code)).toEqual(['first', false]);
  });

  //   keep() ──▶ scope ──previous──▶ scope … ──previous──▶ scope {rows}
  test('sees it from one of sixteen scopes', async () => {
    const within = (around: number) =>
      codeAround((heap, rows) => {
        const own = heap.context({ rows });
        reading(heap, own, ['get'], 'read');
        let scope = own;
        for (const n of upTo(around)) scope = heap.context({ n }, scope);
        reading(heap, scope);
      });
    expect(found(await within(15))).toEqual(['keep', true]);
    expect(await within(16)).toBeNull();
  });

  //   keep() ──▶ scope ──rows──▶ ContextCell ──▶ Map
  test('sees what Node 26 keeps in a cell', async () => {
    const code = await codeAround((heap, rows) => {
      const cell = heap.allocate('object', 'system / ContextCell').internal('value', rows);
      reading(heap, heap.context({ rows: cell }), ['', ...BY_SIZE]);
    });
    expect(found(code)).toEqual(['keep', false]);
  });

  //   run() ──▶ scope {rows} ──scope_info──▶ ScopeInfo ◀── code of a function, no closure of which lives
  test.each([
    ['onEnd', 'onEnd'],
    ['', ''],
    ['(shared function info)', ''],
  ])('may be of a function that is gone: %j', async (name, called) => {
    const inner = (words: readonly string[]) =>
      codeAround((heap, rows) => {
        const info = heap.allocate('code', 'system / ScopeInfo');
        heap.global.property(
          'run',
          heap.closure('run', { context: heap.context({ rows }).internal('scope_info', info) }),
        );
        const never = heap.shared('never').internal('raw_outer_scope_info_or_feedback_metadata', info);
        heap.global.property('never', never);
        const shared = heap.shared(name, words);
        heap.global.property('code', shared.internal('raw_outer_scope_info_or_feedback_metadata', info));
      });
    expect(await inner(NAMING)).toEqual({
      by: 'size',
      function: called,
      source: null,
      collection: 'rows',
      isCertain: false,
    });
    expect(await inner(['rows', 'get'])).toBeNull();
  });
});

describe('code that may mean a field', () => {
  const repo = (heap: HeapBuilder, rows: HeapNode, name = 'Repo') =>
    heap.global.property('repo', heap.object(heap.class(name, PLACE)).property('rows', rows));
  const keep = (heap: HeapBuilder, words: readonly string[] = NAMING, name = 'keep') =>
    heap.global.property(name, heap.closure(name, { words, place: PLACE }));

  //   Repo ──rows──▶ Map      functions of that file: one without code, two closures of one that removes nothing
  test('is among other functions of the file', async () => {
    const code = await codeAround((heap, rows) => {
      repo(heap, rows);
      heap.global.property('never', heap.closure('never'));
      const shared = heap.shared('get', ['rows', 'get']);
      for (const n of upTo(2)) heap.global.property(`get${n}`, heap.closure('get').internal('shared', shared));
      keep(heap);
    });
    expect(found(code)).toEqual(['keep', true]);
  });

  test('names it: others work on something else', async () => {
    expect(
      await codeAround((heap, rows) => {
        repo(heap, rows);
        keep(heap, BY_SIZE);
      }),
    ).toBeNull();
  });

  //   globalThis ──state──▶ Object ──rows──▶ Map      a record has no class whose code could be looked at
  test.each(['Object', 'Map', 'Set', 'Array'])(
    'is none where the field is of a record or a collection: %s',
    async (name) => {
      const code = await codeAround((heap, rows) => {
        heap.global.property('state', heap.object(name).property('rows', rows));
        heap.global.property('keep', heap.closure('keep', { words: NAMING }));
      });
      expect(code).toBeNull();
    },
  );

  //   connect() ──rows──▶ Map
  test('is none where a function has it in a property', async () => {
    const code = await codeAround((heap, rows) => {
      heap.global.property('connect', heap.closure('connect', { words: NAMING, place: PLACE }).property('rows', rows));
    });
    expect(code).toBeNull();
  });

  //   Repo ──(internal rows)──▶ Map
  test('is none where it has no name', async () => {
    const code = await codeAround((heap, rows) => {
      heap.global.property('repo', heap.object(heap.class('Repo', PLACE)).internal('rows', rows));
      keep(heap);
    });
    expect(code).toBeNull();
  });

  //   Hub ──names──▶ "rows", Hub ──rows──▶ Map      the field that leads to the collection counts
  test('is looked for by the name of the very field', async () => {
    const code = await codeAround((heap, rows) => {
      const node = heap.object(heap.class('Repo', PLACE)).property('others', heap.map());
      heap.global.property('repo', node.property('rows', rows));
      keep(heap, ['others', ...BY_SIZE]);
    });
    expect(code).toBeNull();
  });
});

describe('methods that may mean a collection', () => {
  /** An object whose prototype has the given properties. */
  const made = (heap: HeapBuilder, name: string, methods: Readonly<Record<string, HeapNode>>) =>
    heap.object(name).property('__proto__', heap.object('Object').properties(methods));
  const method = (heap: HeapBuilder, name = 'add', words = BY_SIZE) => heap.closure(name, { words, place: PLACE });

  //   Repo ─┬─#rows──▶ Map
  //         └─__proto__──▶ { add() }
  test('of a private field are those of the class, but not its constructor', async () => {
    const withMethod = (name: string) =>
      codeAround((heap, rows) =>
        heap.global.property('repo', made(heap, 'Repo', { [name]: method(heap) }).private('#rows', rows)),
      );
    expect(found(await withMethod('add'))).toEqual(['add', true]);
    expect(await withMethod('constructor')).toBeNull();
  });

  test('of a private field are none where its class has no prototype, or no methods on it', async () => {
    const bare = (heap: HeapBuilder, rows: HeapNode) => {
      heap.global.property('add', method(heap));
      return heap.object('Repo').private('#rows', rows);
    };
    expect(await codeAround((heap, rows) => heap.global.property('repo', bare(heap, rows)))).toBeNull();
    const record = (heap: HeapBuilder, rows: HeapNode) =>
      made(heap, 'Repo', { add: heap.object('Object').internal('shared', heap.shared('add', BY_SIZE)) }).private(
        '#rows',
        rows,
      );
    expect(await codeAround((heap, rows) => heap.global.property('repo', record(heap, rows)))).toBeNull();
  });

  //   Repo ─┬─#rows──▶ Map
  //         └─Repo───▶ scope of the class ──▶ #trim()      so V8 marks the instances of a class with private methods
  test('of a private field may be private ones, which no prototype has', async () => {
    const marked = (name: string, isScope = true) =>
      codeAround((heap, rows) => {
        const trim = method(heap, name);
        const mark = (isScope ? heap.context() : heap.object('Object')).hidden(1, trim);
        heap.global.property('repo', heap.object('Repo').private('#rows', rows).property('Repo', mark));
      });
    expect(found(await marked('#trim'))).toEqual(['#trim', true]);
    // Of a scope that has other functions, or of an object, they may belong to anybody.
    expect(await marked('trim')).toBeNull();
    expect(await marked('#trim', false)).toBeNull();
  });

  //   Cache (extends Map) ──__proto__──▶ { add() } ──__proto__──▶ Map
  test('of a collection of a class of its own are those of that class', async () => {
    const cache = (heap: HeapBuilder) => {
      const methods = heap
        .object('Object')
        .properties({ add: method(heap) })
        .property('__proto__', heap.object('Map'));
      return heap.object('Cache').property('__proto__', methods).internal('table', heap.allocate('array', ''));
    };
    const code = await codeAround((heap, rows) => heap.global.property('cache', rows), cache);
    expect(code).toMatchObject({ function: 'add', collection: 'cache', isCertain: true });
  });
});
