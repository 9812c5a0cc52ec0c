import { describe, expect, it } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { arrayIn, Dictionary, growthOf, holder, repeat } from './growing-places-support.js';

/** An array in `className.field` that holds `sizes[round]` times `true`. */
function arrayOf(className: string, field: string, sizes: readonly number[]) {
  let list: HeapArray;
  return growthOf(
    (heap, round) => {
      if (round === 0) list = arrayIn(heap, className, field);
      list.items.length = 0;
      repeat(sizes[round], () => list.push(true));
    },
    { rounds: sizes.length - 1 },
  );
}

describe('growth without objects: what is not', () => {
  it('is silent on two snapshots', async () => {
    expect(await arrayOf('Hub', 'seen', [10, 500])).toEqual([]);
  });

  it('makes a note of two rounds, and says what is missing', async () => {
    const [finding] = await arrayOf('Hub', 'seen', [10, 40, 70]);
    expect(finding.verdict).toBe('note');
    expect(finding.evidence.against.map(({ code }) => code)).toContain('short-series');
  });

  it('is silent once a table has filled', async () => {
    expect(await arrayOf('Hub', 'seen', [10, 200, 300, 300, 300])).toEqual([]);
  });

  it('is silent on turnover', async () => {
    expect(await arrayOf('Hub', 'seen', [50, 60, 45, 55])).toEqual([]);
  });

  it('makes a note of growth that slows down', async () => {
    const [finding] = await arrayOf('Hub', 'seen', [10, 110, 180, 230]);
    expect(finding.verdict).toBe('note');
    expect(finding.evidence.against.map(({ code }) => code)).toContain('slows-down');
  });

  it('makes a note of a place that is named like a bounded one', async () => {
    const [finding] = await arrayOf('Hub', 'recentIds', [10, 40, 70, 100]);
    expect(finding.verdict).toBe('note');
    expect(finding.evidence.against.map(({ code }) => code)).toContain('bounded-place');
  });

  //   Hub ──jobs──▶ Array ──[k]──▶ Job k      new entries are new objects
  it('leaves containers of new objects to the analysis of those objects', async () => {
    let jobs: HeapArray;
    const findings = await growthOf((heap, round) => {
      if (round === 0) jobs = arrayIn(heap, 'Hub', 'jobs');
      repeat(20, () => jobs.push(heap.object('Job')));
    });
    expect(findings).toEqual([]);
  });

  it('leaves to another finding what that speaks of', async () => {
    let order: HeapArray;
    let client: HeapNode;
    const findings = await growthOf(
      (heap, round) => {
        if (round === 0) {
          client = heap.object('Client');
          order = arrayIn(heap, 'Checkouts', 'order');
        }
        repeat(50, () => order.push(client));
      },
      { covered: ['Client'] },
    );
    expect(findings).toEqual([]);
  });

  //   Pool ──idle──▶ Array ──[k]──▶ Conn k    each was there before, each stands in it once
  it('is silent when old objects gather in a list, each once', async () => {
    let idle: HeapArray;
    let conns: HeapNode[];
    const findings = await growthOf((heap, round) => {
      if (round === 0) {
        conns = Array.from({ length: 100 }, () => heap.object('Conn'));
        holder(heap, 'Pool', 'all', heap.array(conns));
        idle = arrayIn(heap, 'Shelf', 'idle');
      }
      repeat(20, (index) => idle.push(conns[round * 20 + index]));
    });
    expect(findings).toEqual([]);
  });

  //   Store ──sessions──▶ { id → "{…}" }      every value is written anew in each round
  it('makes a note of a table whose old entries are in use', async () => {
    let table: Dictionary;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        table = new Dictionary(heap);
        holder(heap, 'Store', 'sessions', table.node);
      }
      repeat(20, (index) => table.set(`id ${round} ${index}`, 'new'));
      repeat(20 * (round + 1), (index) =>
        table.node.property(
          `id ${Math.floor(index / 20)} ${index % 20}`,
          heap.allocate('string', 'state', { size: 40 }),
        ),
      );
    });
    expect(finding.verdict).toBe('note');
    expect(finding.evidence.against.map(({ code }) => code)).toContain('refreshed');
  });

  //   Hub ──wrapped──▶ Array ──▶ Proxy × 20 a round, each a new one: objects, whatever V8 calls them
  it('leaves a list of proxies to what they stand for', async () => {
    let list: HeapArray;
    const findings = await growthOf((heap, round) => {
      if (round === 0) {
        list = heap.array();
        holder(heap, 'Hub', 'wrapped', list);
      }
      repeat(20, () => list.push(heap.allocate('hidden', 'system / JSProxy')));
    });
    expect(findings).toEqual([]);
  });

  //   Store ──counts──▶ { id → 7 }      V8 makes up a node for a small integer in each snapshot, another one each time
  it.each(['smi number', 'int'])('takes no small integer for a new value: %s', async (name) => {
    let table: Dictionary;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        table = new Dictionary(heap);
        holder(heap, 'Store', 'counts', table.node);
      }
      const seven = heap.allocate('number', name);
      repeat(20, (index) => table.set(`id ${round} ${index}`, 'new'));
      repeat(20 * (round + 1), (index) => table.node.property(`id ${Math.floor(index / 20)} ${index % 20}`, seven));
    });
    expect(finding.verdict).toBe('leak');
    expect(finding.evidence.against.map(({ code }) => code)).not.toContain('refreshed');
  });

  //   Client ──queue──▶ Array ──[k]──▶ null    requests that were taken out, to be compacted later
  it('makes a note of the cleared slots of a queue', async () => {
    let queue: HeapArray;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) queue = arrayIn(heap, 'Client', 'queue');
      repeat(40, () => queue.push(null));
    });
    expect(finding.verdict).toBe('note');
    expect(finding.evidence.against.map(({ code }) => code)).toContain('cleared-slots');
  });

  //   Ring ──slots──▶ Array ─elements─▶ (room for 1000)
  it('weakens the verdict when the store had room for all of it from the start', async () => {
    let ring: HeapNode;
    let client: HeapNode;
    const [finding] = await growthOf((heap, round) => {
      if (round === 0) {
        client = heap.object('Client');
        ring = heap
          .object('Array', { size: 32 })
          .internal('elements', heap.allocate('array', '(object elements)', { size: 8016 }));
        holder(heap, 'Turns', 'taken', ring);
      }
      repeat(50, (index) => ring.element(round * 50 + index, client));
    });
    expect(finding.verdict).toBe('note');
    expect(finding.evidence.against.map(({ code }) => code)).toContain('had-room');
  });

  it('is silent about a store of integers that grew once and then stayed', async () => {
    let table: HeapNode | undefined;
    const findings = await growthOf(
      (heap, round) => {
        if (round === 0) {
          const ids = heap.set();
          table = ids.edges.find(({ name }) => name === 'table')?.to;
          holder(heap, 'Hub', 'ids', ids);
        }
        if (table !== undefined) table.size = [296, 1064, 4136, 4136, 4136][round];
      },
      { rounds: 4 },
    );
    expect(findings).toEqual([]);
  });

  //   Module ──loaded──▶ Array of true     by the file that its class was written in
  it.each([
    ['node:internal/modules/cjs/loader', 0],
    ['/app/modules.js', 1],
  ])('knows the books of Node.js itself by their file: %s', async (file, expected) => {
    let paths: HeapArray;
    const findings = await growthOf((heap, round) => {
      if (round === 0) {
        paths = heap.array();
        const module = heap.object(heap.class('Module', { file, line: 200 }));
        heap.global.property('module', module.property('loaded', paths));
      }
      repeat(20, () => paths.push(true));
    });
    expect(findings).toHaveLength(expected);
  });

  //   Session (young) ──tags──▶ Array of true      each grows for one round only
  it('is silent about containers that came during the series and grew for one round', async () => {
    let sessions: HeapArray;
    const findings = await growthOf((heap, round) => {
      if (round === 0) sessions = arrayIn(heap, 'Server', 'sessions');
      const tags = heap.array(new Array(20).fill(true));
      sessions.push(heap.object('Session').property('tags', tags));
    });
    expect(findings).toEqual([]);
  });

  it('does not depend on the order of the nodes in the file', async () => {
    const work = () => {
      let lists: HeapArray[];
      let clients: HeapNode[];
      return (heap: HeapBuilder, round: number) => {
        if (round === 0) {
          clients = [heap.object('Client'), heap.object('Peer')];
          lists = ['Checkouts', 'Audit', 'Trail', 'Turns'].map((name) => arrayIn(heap, name, 'order'));
        }
        for (const list of lists) repeat(10, (index) => list.push(clients[index % 2]));
      };
    };
    const first = await growthOf(work());
    expect(first).toHaveLength(4);
    expect(await growthOf(work(), { order: (a, b) => b.id - a.id })).toEqual(first);
  });
});
