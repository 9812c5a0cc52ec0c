import { describe, expect, it } from 'vitest';

import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder } from '../../support/heap-dsl.js';

/**
 * Four snapshots of a server whose sockets each still refer to the connection that they are just closing; `closed[i]`
 * more of them after round i.
 *
 * ```
 *   global ──server──▶ Server ──sockets──▶ [ Socket ──closing──▶ Connection(closed), … ]
 *                         └──────users───▶ [ Connection, … ]        five more each round, open
 * ```
 */
async function findingsOf(closed: readonly number[]): Promise<readonly Finding[]> {
  const heap = new HeapBuilder();
  const [sockets, users] = [heap.array(), heap.array()];
  const waiting = Array.from({ length: 40 }, () => heap.object('Socket'));
  for (const socket of waiting) sockets.push(socket);
  heap.global.property('server', heap.object('Server').property('sockets', sockets).property('users', users));
  const analysis = new SeriesAnalysis();
  for (const [round, count] of closed.entries()) {
    for (let user = 0; user < 5; user += 1) users.push(heap.object('Connection').property('closed', false));
    for (const socket of waiting.splice(0, count))
      socket.property('closing', heap.object('Connection').property('closed', true));
    const graph = new HeapGraph(await heap.toColumns());
    if (round < closed.length - 1) analysis.add(graph);
    else return analysis.finish(graph, (place) => place).findings;
  }
  return [];
}

const verdicts = (findings: readonly Finding[]) => findings.map(({ verdict }) => verdict);

describe('dead connections in a series', () => {
  it('are a leak when round after round leaves some behind', async () => {
    expect(verdicts(await findingsOf([0, 6, 6, 6]))).toContain('leak');
    expect(verdicts(await findingsOf([0, 9, 0, 8]))).toContain('leak');
  });

  it('are no leak when only the last round has some: they may just be closing', async () => {
    expect(verdicts(await findingsOf([0, 0, 0, 12]))).not.toContain('leak');
    expect(verdicts(await findingsOf([0, 0, 0, 12]))).not.toContain('suspect');
  });

  it('are no leak when one earlier round left some and the others none', async () => {
    expect(verdicts(await findingsOf([0, 14, 0, 0]))).not.toContain('leak');
  });
});
