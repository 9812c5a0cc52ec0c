import { expect } from 'vitest';
import { viewHeap } from '../../../../src/analyzers/objects/heap-view.js';
import { measurePools, type PoolMeasures } from '../../../../src/analyzers/pools/books/history.js';
import { findPools } from '../../../../src/analyzers/pools/find-pools.js';
import { type Pool, reportSchema } from '../../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../../src/graph/heap-graph.js';
import { poolDiffers } from '../../../support/figures.js';
import type { HeapBuilder, HeapNode } from '../../../support/heap-dsl.js';

/** The pools of a heap as it is now, after the snapshots that `earlier` measured. */
export async function poolsOf(heap: HeapBuilder, earlier: readonly PoolMeasures[] = []): Promise<readonly Pool[]> {
  const { pools } = findPools(viewHeap(new HeapGraph(await heap.toColumns()), []), earlier);
  expectValid(pools);
  for (const pool of pools) expect(poolDiffers(pool, earlier.length + 1)).toEqual([]);
  return pools;
}

/** What an earlier snapshot of the heap is remembered by. */
export async function measure(heap: HeapBuilder): Promise<PoolMeasures> {
  return measurePools(new HeapGraph(await heap.toColumns()), []);
}

/** Codes and counts of what does not add up in the only pool. */
export async function auditOf(
  heap: HeapBuilder,
  earlier: readonly PoolMeasures[] = [],
): Promise<Record<string, number>> {
  const pools = await poolsOf(heap, earlier);
  if (pools.length !== 1) throw new Error(`expected one pool, found ${pools.map((pool) => pool.class).join(', ')}`);
  return Object.fromEntries((pools[0].audit ?? []).map(({ code, count }) => [code, count]));
}

/** An open connection: a socket with a handle that is a root of its own. */
export function openConnection(heap: HeapBuilder, className = 'Connection'): HeapNode {
  const socket = heap.object('Socket');
  const connection = heap.object(className).property('stream', socket).property('_closing', false);
  socket.property('_handle', heap.handle('TCP', socket));
  // The listener by which a socket keeps its connection.
  socket.property('onclose', heap.closure('onClose', { context: { self: connection } }));
  return connection;
}

function expectValid(pools: readonly Pool[]): void {
  const result = reportSchema.shape.pools.safeParse(pools);
  if (!result.success) throw result.error;
}
