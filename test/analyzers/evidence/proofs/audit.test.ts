import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode } from '../../../support/heap-dsl.js';
import { openConnection } from '../../pools/audit/audit-support.js';
import { fill, seen } from '../../verdict/picture-support.js';
import { owned, PER_ROUND, type Work } from '../../verdict/verdict-support.js';

interface Pool {
  readonly heap: HeapBuilder;
  readonly node: HeapNode;
  readonly idle: HeapArray;
  readonly used: HeapArray;
  /** A list of the program. */
  readonly kept: HeapArray;
}

/*
 * Pool ──idle──▶ Array ──▶ Connection × 3
 *      ──used──▶ Array ──▶ Connection × 3
 * Hub ──rows──▶ Array                          and what a test does with 20 connections a round
 */
function pooled(put: (pool: Pool) => void): Work {
  let pool: Pool;
  return (heap, round) => {
    if (round === 0) {
      const [idle, used, kept] = [heap.array(), heap.array(), heap.array()];
      const node = owned(heap, 'Pool', 'idle', idle).property('used', used).property('max', 500);
      owned(heap, 'Hub', 'rows', kept);
      pool = { heap, node, idle, used, kept };
      fill(3, () => {
        idle.push(openConnection(heap).property('pool', node));
        used.push(openConnection(heap).property('pool', node));
      });
    }
    fill(PER_ROUND, () => put(pool));
  };
}

async function audited(put: (pool: Pool) => void, label: string): Promise<readonly string[]> {
  return (await seen(pooled(put), label)).for.filter((code) => code.startsWith('audit-'));
}

const closed = ({ heap }: Pool) => heap.object('Connection').property('closed', true);

describe('what the books of a pool say of growing connections', () => {
  //   Pool ──idle──▶ Array ──▶ Connection { closed: true } × 20 a round
  test('is that they are closed and still booked', async () => {
    expect(await audited((pool) => pool.idle.push(closed(pool)), 'Pool.idle[]')).toEqual(['audit-closed-but-booked']);
    expect(await audited((pool) => pool.used.push(closed(pool)), 'Pool.used[]')).toEqual(['audit-closed-but-booked']);
  });

  //   Hub ──rows──▶ Array ──▶ Connection { closed: true } × 20 a round
  test('is nothing where the program keeps the closed', async () => {
    expect(
      await seen(
        pooled((pool) => pool.kept.push(closed(pool))),
        'Hub.rows[]',
      ),
    ).toMatchObject({
      verdict: 'leak',
      for: ['dead', 'steady-growth', 'single-holder'],
    });
  });

  //   Pool ──used──▶ Array ──▶ Connection × 20 a round
  test('is that they are leased and nothing refers to them', async () => {
    expect(await audited(({ heap, used }) => used.push(openConnection(heap)), 'Pool.used[]')).toEqual([
      'audit-leased-without-holder',
    ]);
  });

  //   Pool ──used──▶ Array ──▶ Connection × 20 a round ◀── Array ◀──rows── Hub
  test('is not that nothing refers to them where a list of the program does', async () => {
    const lent = ({ heap, used, kept }: Pool) => {
      const connection = openConnection(heap);
      used.push(connection);
      kept.push(connection);
    };
    const { verdict, for: proofs } = await seen(pooled(lent), 'Hub.rows[]');
    expect({ verdict, proofs }).toEqual({ verdict: 'note', proofs: ['steady-growth', 'leases'] });
  });

  //   Hub ──rows──▶ Array ──▶ Connection × 20 a round ──pool──▶ Pool, or not
  test('is that they are of the pool and in none of its books', async () => {
    const kept =
      (isOfPool: boolean) =>
      ({ heap, node, kept: list }: Pool) => {
        const connection = openConnection(heap);
        list.push(isOfPool ? connection.property('pool', node) : connection);
      };
    expect(await audited(kept(true), 'Hub.rows[]')).toEqual(['audit-in-no-book']);
    expect(await audited(kept(false), 'Hub.rows[]')).toEqual([]);
  });
});
