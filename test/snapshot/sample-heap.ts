import { HeapBuilder, type NodeVersion } from '../support/heap-dsl.js';

/** A small heap with something of everything that the wire format has. */
export function sampleHeap(version: NodeVersion = '20'): HeapBuilder {
  const heap = new HeapBuilder({ version });
  const Conn = heap.class('Conn', { file: '/app/pool.js', line: 12, column: 4 });
  const first = heap
    .object(Conn, { id: 1001, traceNodeId: 7, detachedness: 2 })
    .properties({ closed: false, max: 10, rate: 1.5, name: 'gr\u00fc\u00df "dich"\n\ud83d' });
  const second = heap.object(Conn).property('closed', true).property('peer', first, { outOfObject: true });
  const pool = heap.object('Pool').properties({
    idle: heap.array([first, null, 'text']),
    byId: heap.map([
      ['a', first],
      [second, heap.object('Meta')],
    ]),
    leased: heap.set([second]),
    onEnd: heap.closure('onEnd', { place: { file: '/app/pool.js', line: 40 }, context: { first, count: 3 } }),
  });
  heap.global
    .property('pool', pool)
    .property('ref', heap.weakRef(first))
    .property('meta', heap.weakMap().entry(first, second));
  heap.timeout(heap.closure('tick'), 1000);
  heap.handle('TCP', first);
  heap.samples.push([50_000, 99], [5_000_000_000, 1003]);
  return heap;
}
