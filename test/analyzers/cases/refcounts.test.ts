import { describe, expect, it } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapMap, type HeapNode } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';
import { findingsOf, owned, repeat } from '../verdict/verdict-support.js';

/** Ten channels a round, booked for good; `prepare` gives each its count and its holders. */
async function findingOf(prepare: (heap: HeapBuilder, channel: HeapNode) => void): Promise<Finding> {
  const heap = new HeapBuilder();
  const booked = heap.array();
  heap.global.property('registry', heap.object('ChannelPool').property('used', booked));
  const analysis = new SeriesAnalysis();
  for (let round = 0; round < 4; round += 1) {
    for (let index = 0; index < 10; index += 1) {
      const channel = heap.object('Channel').property('closed', true);
      prepare(heap, channel);
      booked.push(channel);
    }
    if (round < 3) analysis.add(new HeapGraph(await heap.toColumns()));
  }
  const { findings } = analysis.finish(new HeapGraph(await heap.toColumns()));
  return findings[0];
}

describe('reference counts against holders', () => {
  //   ChannelPool ─used─▶ [ Channel (refs: 2) ]      and nobody else
  it('tells a count that no holder is left to bring down', async () => {
    const { refcount } = await findingOf((_, channel) => channel.property('refs', 2));
    expect(refcount).toEqual({ field: 'Channel.refs', stated: 2, holders: 0, objects: 40 });
  });

  //   Channel (refs: 1) ◀─channel─ Request
  it('is silent where as many objects hold it as the count says', async () => {
    const { refcount } = await findingOf((heap, channel) => {
      channel.property('refs', 1);
      heap.global.property(`request${channel.id}`, heap.object('Request').property('channel', channel));
    });
    expect(refcount).toBeNull();
  });

  //   ChannelPool ─used─▶ [ Channel (max: 2) ]      a number, but no count of holders
  it('takes no other number for a count', async () => {
    const { refcount } = await findingOf((_, channel) => channel.property('max', 2));
    expect(refcount).toBeNull();
  });

  //   Hub ─by─▶ Map: topic ──▶ Topic (refs: 1) ─conn─▶ Connection, open or none
  it('is asked of what a place lists, too, but that may count users who hold no reference', async () => {
    const ofTopics = async (isOpen: boolean) => {
      let map: HeapMap;
      const [finding] = await findingsOf((heap, round) => {
        if (round === 0) {
          map = heap.map();
          owned(heap, 'Hub', 'by', map);
        }
        repeat((index) => {
          const topic = heap.object('Topic', { size: 400 }).property('refs', 1);
          if (isOpen) topic.property('conn', openConnection(heap));
          map.entries.set(`${round} ${index}`, topic);
        });
      });
      return { kind: finding.kind, verdict: finding.verdict, refcount: finding.refcount?.field };
    };
    const counted = { kind: 'refcount-imbalance', refcount: 'Topic.refs' };
    expect(await ofTopics(true)).toEqual({ ...counted, verdict: 'suspect' });
    expect(await ofTopics(false)).toEqual({ ...counted, verdict: 'leak' });
  });
});
