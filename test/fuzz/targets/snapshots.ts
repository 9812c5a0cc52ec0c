import { HeapBuilder, type NodeVersion } from '../../support/heap-dsl.js';

/** A series of a pool that loses connections in several ways; small, so that thousands can be tried. */
export function seriesText(rounds = 3, version: NodeVersion = '20'): string[] {
  const heap = new HeapBuilder({ version });
  const Conn = heap.class('Conn', { file: '/app/hub.js', line: 3, column: 1 });
  const lost = heap.map([]);
  const idle = heap.array([]);
  const tokens = heap.object();
  const timer = heap.closure('tick', { context: { lost }, words: ['lost', 'delete', 'size'] });
  const pool = heap
    .object('Pool')
    .properties({ idle, lost, tokens, max: 10, used: heap.set([]), pending: heap.array([]) });
  heap.global.property('pool', pool).property('weak', heap.weakMap().entry(pool, heap.string('held')));
  heap.timeout(timer, 1000);
  let last = heap.object(Conn).property('closed', false);
  const texts: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (let count = 0; count < 12; count += 1) {
      const conn = heap.object(Conn, { size: 96 });
      conn.properties({
        closed: count % 3 > 0,
        readyState: heap.string('closed'),
        createdAt: 1.7e12 + count,
        next: last,
      });
      if (count === 0) heap.handle('TCPSocketWrap', conn);
      lost.entries.set(heap.string(`user ${round} ${count}`), conn);
      tokens.property(`t${round}x${count}`, heap.object().property('conn', conn));
      if (count === 1) idle.push(conn);
      last = conn;
    }
    heap.samples.push([50_000 * (round + 1), 100 + round]);
    texts.push(heap.toJson());
  }
  return texts;
}
