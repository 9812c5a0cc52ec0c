import { describe, expect, test } from 'vitest';
import { type EvictionCode, findEvictionCode } from '../../../../src/analyzers/evidence/finders/evicting-functions.js';
import { PathTree } from '../../../../src/graph/path-tree.js';
import { SourceIndex } from '../../../../src/graph/script-places.js';
import { graphOf } from '../../../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';

async function evictionOf(heap: HeapBuilder, container: HeapNode): Promise<EvictionCode | null> {
  const { graph, at } = await graphOf(heap);
  return findEvictionCode({ graph, tree: new PathTree(graph), sources: new SourceIndex(graph) }, at(container));
}

const FILE = '/srv/repo.js';

/** global ─repo▶ Repo ─rows▶ Map, and a function of the same file or another one. */
function repoWith(words: readonly string[], file = FILE): { heap: HeapBuilder; rows: HeapNode } {
  const heap = new HeapBuilder();
  const rows = heap.map();
  const repo = heap.class('Repo', { file: FILE, line: 1, column: 1 });
  heap.global.property('repo', heap.object(repo).property('rows', rows));
  heap.global.property('keep', heap.closure('keep', { words, place: { file, line: 9, column: 3 } }));
  return { heap, rows };
}

const BY_SIZE = ['rows', 'set', 'size', 'delete'];

describe('code that bounds a collection', () => {
  test('names the field, adds, reads the size and removes', async () => {
    const { heap, rows } = repoWith(BY_SIZE);
    expect(await evictionOf(heap, rows)).toMatchObject({ by: 'size', function: 'keep', isCertain: true });
  });

  test.each([
    ['names another field', ['others', 'set', 'size', 'delete']],
    ['only adds and removes', ['rows', 'set', 'delete']],
    ['removes what is empty', ['rows', 'get', 'size', 'delete']],
    ['only measures', ['rows', 'set', 'size']],
    ['takes the time of what it removes', ['rows', 'get', 'delete', 'now']],
  ])('is not code that %s', async (_, words) => {
    const { heap, rows } = repoWith(words);
    expect(await evictionOf(heap, rows)).toBeNull();
  });

  test('is not code of another file, which may have a field of that name, too', async () => {
    const { heap, rows } = repoWith(BY_SIZE, '/srv/other.js');
    expect(await evictionOf(heap, rows)).toBeNull();
  });

  test('may go by time', async () => {
    const { heap, rows } = repoWith(['rows', 'next', 'now', 'delete']);
    expect(await evictionOf(heap, rows)).toMatchObject({ by: 'time', isCertain: true });
  });

  // An array that one function fills, measures and shifts may be a queue that others fill, too.
  test('is uncertain for an array', async () => {
    const heap = new HeapBuilder();
    const jobs = heap.array();
    const place = { file: FILE, line: 1, column: 1 };
    heap.global.property('worker', heap.object(heap.class('Worker', place)).property('jobs', jobs));
    heap.global.property('put', heap.closure('put', { place, words: ['jobs', 'push', 'length', 'shift'] }));
    expect(await evictionOf(heap, jobs)).toMatchObject({ by: 'size', isCertain: false });
  });

  // keep() and find() share a scope: { rows: Map }
  test('sees a variable, and is certain when it names it', async () => {
    const heap = new HeapBuilder();
    const rows = heap.map();
    const scope = heap.context({ rows });
    heap.global.property('keep', heap.closure('keep', { context: scope, words: ['set', 'size', 'clear'] }));
    expect(await evictionOf(heap, rows)).toMatchObject({ isCertain: false });
    heap.global.property('find', heap.closure('find', { context: scope, words: BY_SIZE }));
    expect(await evictionOf(heap, rows)).toMatchObject({ function: 'find', isCertain: true });
  });

  test('does not see the variable of another scope', async () => {
    const heap = new HeapBuilder();
    const rows = heap.map();
    heap.global.property('read', heap.closure('read', { context: { rows }, words: ['rows', 'get'] }));
    heap.global.property('keep', heap.closure('keep', { context: { rows: null }, words: BY_SIZE }));
    expect(await evictionOf(heap, rows)).toBeNull();
  });

  // Private fields are not named in code: of the methods of the class all may mean it.
  test('is looked for among the methods when the field is private', async () => {
    const heap = new HeapBuilder();
    const lru = heap.class('Lru', { file: '/srv/lru.js', line: 1, column: 1 });
    lru.prototype.property('get', heap.closure('get', { words: ['set', 'size', 'delete'] }));
    const rows = heap.map();
    heap.global.property('lru', heap.object(lru).private('#rows', rows));
    expect(await evictionOf(heap, rows)).toMatchObject({ function: 'get', isCertain: true });
  });

  //   scope {rows} ──scope_info──▶ ScopeInfo ◀── ScopeInfo of use() ◀── ScopeInfo of onFinish(): no closure of it lives
  test('may be of a function whose closures are gone, inside one that sees the variable', async () => {
    const heap = new HeapBuilder();
    const rows = heap.map();
    const info = heap.allocate('code', 'system / ScopeInfo');
    const scope = heap.context({ rows }).internal('scope_info', info);
    heap.global.property('use', heap.closure('use', { context: scope }));
    const around = heap.allocate('code', 'system / ScopeInfo').hidden(2, info);
    const other = heap.allocate('code', 'system / ScopeInfo');
    const make = (outer: HeapNode) =>
      heap.shared('onFinish', BY_SIZE).internal('raw_outer_scope_info_or_feedback_metadata', outer);
    heap.global.property('codeOfOthers', make(other));
    expect(await evictionOf(heap, rows)).toBeNull();
    heap.global.property('code', make(around));
    expect(await evictionOf(heap, rows)).toMatchObject({ by: 'size', function: 'onFinish', isCertain: false });
  });
});
