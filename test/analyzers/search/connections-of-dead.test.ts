import { describe, expect, test } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

const PER_ROUND = 30;

/** What a gateway does with each client: `client` is its socket, `request` what is asked of the other side. */
type Gateway = (heap: HeapBuilder) => (client: HeapNode, serial: number) => void;

/** The findings after so many snapshots, before each of which as many more clients came. */
async function findingsOf(gateway: Gateway, snapshots: number, isGone = true): Promise<readonly Finding[]> {
  const heap = new HeapBuilder();
  const series = new SeriesAnalysis();
  const serve = gateway(heap);
  for (let round = 0; ; round += 1) {
    for (let index = 0; index < PER_ROUND; index += 1)
      serve(
        heap
          .object('Socket', { size: 300 })
          .property('destroyed', isGone)
          .symbol('kHandle', isGone ? null : heap.object('TCP')),
        round * PER_ROUND + index,
      );
    const graph = new HeapGraph(await heap.toColumns());
    if (round === snapshots - 1) return series.finish(graph, undefined, null).findings;
    series.add(graph, null);
  }
}

const facts = ([first]: readonly Finding[]) => ({
  place: first?.brokenEdge?.label,
  fingerprint: first?.fingerprint,
  className: first?.classes[0]?.name,
});

/** `root ──▶ TCP ──▶ Upstream ──answer──▶ Answer ──to──▶ Socket` */
function asks(heap: HeapBuilder, client: HeapNode): HeapNode {
  const upstream = heap
    .object('Upstream', { size: 400 })
    .property('answer', heap.object('Answer', { size: 200 }).property('to', client));
  heap.handle('TCP', upstream);
  return upstream;
}

describe('dead clients that only the open connection to the other side keeps', () => {
  //   root ──▶ TCP × 30 a round ──▶ Upstream ──answer──▶ Answer ──to──▶ Socket (closed)
  const each: Gateway = (heap) => (client) => void asks(heap, client);

  test('are a matter of these connections, in one snapshot as in a series', async () => {
    const one = await findingsOf(each, 1);
    expect(one).toHaveLength(1);
    expect(one[0]).toMatchObject({ verdict: 'suspect', suspects: PER_ROUND });
    expect(facts(one)).toEqual(facts(await findingsOf(each, 4)));
    expect(facts(one).place).toBe('open handle (TCP)');
  });

  test('say that what belongs to each of the accused is dead', async () => {
    const [{ evidence }] = await findingsOf(each, 1);
    expect(evidence.for.find(({ code }) => code === 'dead-parts')?.text).toMatch(
      /^30 dead Socket belong to them: Socket\./,
    );
  });

  //   root ──▶ TCP × 30 ──▶ Upstream ──…──▶ Socket (open)
  //   root ──▶ HTTPParser ──▶ Request ──answer──▶ Answer ──to──▶ Socket (closed)
  //   root ──▶ TCP ──▶ Upstream ──request──▶ Request
  test('are a matter of the connection where it has a parser, which leads to them, too', async () => {
    const parsed: Gateway = (heap) => (client) => {
      const answer = heap.object('Answer', { size: 200 }).property('to', client);
      const request = heap.object('Request', { size: 300 }).property('answer', answer);
      heap.handle('HTTPParser', request);
      heap.handle('TCP', heap.object('Upstream', { size: 400 }).property('request', request));
    };
    const [one, ...others] = await findingsOf(parsed, 1);
    expect(others).toEqual([]);
    expect(one.brokenEdge?.label).toBe('open handle (TCP)');
    expect(one.brokenEdge?.also.map(({ label }) => label)).toEqual(['open handle (HTTPParser)']);
    expect(facts([one])).toEqual(facts(await findingsOf(parsed, 4)));
  });

  test('are nothing of that kind where the clients are there', async () => {
    expect(await findingsOf(each, 1, false)).toEqual([]);
  });

  //   root ──▶ TCP ──▶ Server ──▶ [ Socket (closed) × 30 ]
  test('are left to the field that holds them where one connection keeps them all', async () => {
    const one: Gateway = (heap) => {
      const list = heap.array();
      heap.handle('TCP', heap.object('Line', { size: 400 }).property('former', list));
      return (client) => list.push(client);
    };
    expect(facts(await findingsOf(one, 1)).place).toBe('Line.former[]');
  });

  //   global ──▶ Desk ──seats──▶ [ Upstream × 30 a round ] ──…──▶ Socket (closed)       root ──▶ TCP ──▶ Upstream
  test('are left to the place where the program lists the connections', async () => {
    const listed: Gateway = (heap) => {
      const seats = heap.array();
      heap.global.property('desk', heap.object('Desk').property('seats', seats));
      return (client) => seats.push(asks(heap, client));
    };
    expect(facts(await findingsOf(listed, 1)).place).toBe('Desk.seats[]');
  });
});
