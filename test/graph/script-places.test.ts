import { describe, expect, test } from 'vitest';
import { SourceIndex } from '../../src/graph/script-places.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

// closure ─shared─▶ code ─script | script_or_debug_info─▶ code ─name─▶ "/app/pool.js"
describe.each(ALL_VERSIONS)('SourceMap in the layout of Node %s', (version) => {
  test('places a function, 1-based', async () => {
    const heap = new HeapBuilder({ version });
    const work = heap.closure('work', { place: { file: '/app/pool.js', line: 11, column: 4 } });
    heap.global.property('work', work);
    const { graph, at } = await graphOf(heap);
    expect(new SourceIndex(graph).ofFunction(at(work))).toEqual({
      file: '/app/pool.js',
      line: 12,
      column: 5,
      function: 'work',
    });
  });

  test('places a class by its constructor', async () => {
    const heap = new HeapBuilder({ version });
    const conn = heap.object(heap.class('Conn', { file: '/app/conn.js', line: 2 }));
    heap.global.property('conn', conn);
    const { graph, at } = await graphOf(heap);
    expect(new SourceIndex(graph).ofClass(at(conn))).toEqual({
      file: '/app/conn.js',
      line: 3,
      column: 1,
      function: 'Conn',
    });
  });
});

describe('SourceMap', () => {
  //   Sub ──__proto__──▶ prototype ◀──prototype── function Sub, function Parent ◀──constructor── prototype
  test('places a class without a constructor by its function, and one of a shared prototype by itself alone', async () => {
    const heap = new HeapBuilder();
    const [own, shared] = [heap.object('Object'), heap.object('Object')];
    const functions = (['Sub', 'Parent', 'Other'] as const).map((name, line) =>
      heap.closure(name, { place: { file: '/app/es5.js', line } }).property('prototype', name === 'Sub' ? own : shared),
    );
    shared.property('constructor', functions[1]);
    const sub = heap.object('Sub').property('__proto__', own);
    const other = heap.object('Other', { place: { file: '/app/es5.js', line: 2 } }).property('__proto__', shared);
    heap.global.property('all', heap.array([...functions, sub, other]));
    const { graph, at } = await graphOf(heap);
    const sources = new SourceIndex(graph);
    expect([sub, other].map((node) => sources.ofClass(at(node))?.line)).toEqual([1, 3]);
  });

  //   Sub ──__proto__──▶ prototype ◀──prototype── function Sub
  //                          └─constructor─▶ function Emitter ──prototype──▶ another one
  test('places a class by its own function where a mixin copied the constructor of another', async () => {
    const heap = new HeapBuilder();
    const [own, mixed] = [heap.object('Object'), heap.object('Object')];
    const emitter = heap.closure('Emitter', { place: { file: 'node:events', line: 7 } }).property('prototype', mixed);
    mixed.property('constructor', emitter);
    const named = heap.closure('Sub', { place: { file: '/app/sub.js', line: 3 } }).property('prototype', own);
    own.property('constructor', emitter);
    const sub = heap.object('Sub').property('__proto__', own);
    const plain = heap.object('Emitter').property('__proto__', mixed);
    heap.global.property('all', heap.array([named, emitter, sub, plain]));
    const { graph, at } = await graphOf(heap);
    const sources = new SourceIndex(graph);
    expect([sub, plain].map((node) => sources.ofClass(at(node)))).toMatchObject([
      { file: '/app/sub.js', line: 4 },
      { file: 'node:events', line: 8 },
    ]);
    expect(sources.inScriptOfClass(at(sub))).toMatchObject({ file: '/app/sub.js', line: 4 });
  });

  test('knows nothing of an object without a location and a function without a script', async () => {
    const heap = new HeapBuilder();
    const [plain, builtin] = [heap.object('Conn'), heap.closure('push')];
    heap.global.property('plain', plain).property('builtin', builtin);
    const { graph, at } = await graphOf(heap);
    const sources = new SourceIndex(graph);
    expect([sources.ofClass(at(plain)), sources.ofFunction(at(builtin))]).toEqual([null, null]);
  });

  // V8 cuts `file://` off the URL of a module, and writes a part of a string without its text.
  test('a script is called by itself where its name is part of another string', async () => {
    const heap = new HeapBuilder();
    const work = heap.closure('work', { place: { file: '/app/pool.js', line: 11, column: 4 } });
    heap.global.property('work', work);
    const { edges } = heap.script('/app/pool.js');
    const name = heap
      .allocate('sliced string', '(sliced string)')
      .internal('parent', heap.string('file:///app/pool.js'));
    edges[edges.findIndex((edge) => edge.name === 'name')] = { type: 'internal', name: 'name', to: name };
    const { graph, at } = await graphOf(heap);
    expect(new SourceIndex(graph).ofFunction(at(work))?.file).toBe('/app/pool.js');
  });

  test('an anonymous function has a place and no name', async () => {
    const heap = new HeapBuilder();
    const arrow = heap.closure('', { place: { file: '/app/a.js', line: 0, column: 0 } });
    heap.global.property('arrow', arrow);
    const { graph, at } = await graphOf(heap);
    expect(new SourceIndex(graph).ofFunction(at(arrow))).toEqual({
      file: '/app/a.js',
      line: 1,
      column: 1,
      function: null,
    });
  });

  // Conn has a location of its own, but no constructor: any function of the same script tells its file
  test('finds the file of an object through another function of its script', async () => {
    const heap = new HeapBuilder();
    const place = { file: '/app/lone.js', line: 6, column: 2 };
    const lone = heap.object('Lone', { place });
    heap.global.property('lone', lone).property('other', heap.closure('other', { place: { ...place, line: 40 } }));
    const { graph, at } = await graphOf(heap);
    expect(new SourceIndex(graph).ofClass(at(lone))).toEqual({
      file: '/app/lone.js',
      line: 7,
      column: 3,
      function: 'Lone',
    });
  });

  test('two scripts are not mixed up', async () => {
    const heap = new HeapBuilder();
    const places = ['/app/a.js', '/app/b.js', '/app/a.js'].map((file, index) => ({ file, line: index }));
    const closures = places.map((place, index) => heap.closure(`f${index}`, { place }));
    heap.global.property('all', heap.array(closures));
    const { graph, at } = await graphOf(heap);
    const sources = new SourceIndex(graph);
    expect(closures.map((closure) => sources.ofFunction(at(closure))?.file)).toEqual([
      '/app/a.js',
      '/app/b.js',
      '/app/a.js',
    ]);
  });

  test('shows the path of a file URL, and lets a translator have the URL', async () => {
    const heap = new HeapBuilder();
    const work = heap.closure('work', { place: { file: 'file:///app/my%20pool.mjs', line: 0, column: 0 } });
    heap.global.property('work', work);
    const { graph, at } = await graphOf(heap);
    const asked: string[] = [];
    const translated = new SourceIndex(graph, (place) => {
      asked.push(place.file);
      return { ...place, file: 'pool.ts', line: 7 };
    });
    expect(new SourceIndex(graph).ofFunction(at(work))?.file).toBe('/app/my pool.mjs');
    expect(translated.ofFunction(at(work))).toMatchObject({ file: 'pool.ts', line: 7 });
    expect(asked).toEqual(['file:///app/my%20pool.mjs']);
  });

  test('lists each script once', async () => {
    const heap = new HeapBuilder();
    const files = ['/app/b.js', '/app/a.js', '/app/b.js'];
    const closures = files.map((file, line) => heap.closure(`f${line}`, { place: { file, line } }));
    heap.global.property('all', heap.array(closures));
    const { graph } = await graphOf(heap);
    expect(new SourceIndex(graph).scripts()).toEqual([
      { name: '/app/a.js', mapUrl: null, head: null },
      { name: '/app/b.js', mapUrl: null, head: null },
    ]);
  });
});
