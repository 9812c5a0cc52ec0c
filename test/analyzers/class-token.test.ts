import { expect, test } from 'vitest';
import { ClassTokens } from '../../src/analyzers/class-token.js';
import { ALL_VERSIONS, graphOf } from '../graph/graph-of.js';
import { HeapBuilder } from '../support/heap-dsl.js';

// Two classes of one name in turn, a third one, functions, scopes, and what shares nothing:
//   Job ──__proto__──▶ prototype A      Job ──__proto__──▶ prototype B      Task ──__proto__──▶ prototype C
test.each(ALL_VERSIONS)(
  'instances are counted as one by one, also where two kinds take turns: Node %s',
  async (version) => {
    const heap = new HeapBuilder({ version });
    const classes = [1, 2, 3].map((line) =>
      heap.class(line === 3 ? 'Task' : 'Job', { file: '/srv/a.js', line, column: 1 }),
    );
    const shared = heap.shared('work');
    const kept = [0, 1, 0, 1, 1, 0, 2, 2, 0].map((which) => heap.object(classes[which]));
    const functions = [1, 2, 3].map((n) => heap.closure('work', { context: { n } }).internal('shared', shared));
    heap.global.property('all', heap.array([...kept, ...functions, heap.map([['a', heap.object('Object')]])]));
    const { graph, at } = await graphOf(heap);

    const tokens = new ClassTokens(graph);
    const expected = new Map<number, number>();
    for (let node = 0; node < graph.nodeCount; node += 1) {
      const kind = tokens.kindOf(node);
      const token = kind === null ? -1 : tokens.tokenOf(node, kind);
      if (token !== -1) expected.set(graph.nodeIds[token], (expected.get(graph.nodeIds[token]) ?? 0) + 1);
    }
    const counts = tokens.count();
    expect(new Map([...counts].sort())).toEqual(new Map([...expected].sort()));
    expect(classes.map(({ prototype }) => counts.get(graph.nodeIds[at(prototype)]))).toEqual([4, 3, 2]);
    expect(counts.get(graph.nodeIds[at(shared)])).toBe(3);
  },
);
