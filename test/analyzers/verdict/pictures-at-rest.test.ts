import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapClass, HeapNode } from '../../support/heap-dsl.js';
import { dead, fill, said, seen } from './picture-support.js';
import { FILE, owned, type Work } from './verdict-support.js';

/** Hub ──head──▶ Connection ──next──▶ Connection (closed) ──next──▶ …, as many more after each round as `births` says. */
function chain(births: readonly number[]): Work {
  let head: HeapNode;
  return (heap, round) => {
    if (round === 0) {
      head = heap.object('Connection', { size: 500 }).property('closed', false).property('next', null);
      owned(heap, 'Hub', 'head', head);
    }
    fill(births[round] ?? 0, () => {
      const guest = heap.object('Connection', { size: 2000 }).property('closed', true);
      head.property('next', guest.property('next', head.get('next') ?? null));
    });
  };
}

/** Hub ──rows──▶ Array ──▶ Connection (closed) × `size`, of which each round takes `turnover` out and puts as many in. */
function ring(size: number, turnover: number): Work {
  let rows: HeapArray;
  let guestClass: HeapClass;
  return (heap, round) => {
    if (round === 0) {
      rows = heap.array([]);
      guestClass = heap.class('Connection', { file: FILE, line: 9, column: 1 });
      owned(heap, 'Hub', 'rows', rows);
    }
    rows.items.splice(0, round === 0 ? 0 : turnover);
    fill(round === 0 ? size : turnover, () => {
      rows.push(heap.object(guestClass, { size: 50 }).property('closed', true));
    });
  };
}

const list = (births: readonly number[], size = 50) => dead(births, { className: 'Connection', size });

describe('a process at rest', () => {
  //   Hub ──head──▶ Connection ──next──▶ Connection (closed) ──next──▶ … × 20, and no more after that
  test.each([2, 3, 4])(
    'keeps a chain of the dead that one snapshot proves, in %i snapshots as in one',
    async (snapshots) => {
      expect(await said(chain([20]), 'Connection.next', 1)).toBe('leak stale-link: single-snapshot');
      expect(await said(chain([20]), 'Connection.next', snapshots)).toBe('leak stale-link: no-growth');
    },
  );

  //   … × 20, 40, 60, 60, 60
  test('keeps what its last rounds of work left', async () => {
    expect(await said(chain([20, 20, 20]), 'Connection.next', 5)).toBe('leak stale-link: no-growth');
  });

  //   Hub ──rows──▶ Array ──▶ Connection (closed) × 1000
  test('keeps a thousand dead in one place', async () => {
    expect(await said(list([1000]), 'Hub.rows[]', 1)).toBe('leak ledger-entry-kept: single-snapshot');
    expect(await said(list([1000]), 'Hub.rows[]', 4)).toBe('leak ledger-entry-kept: no-growth');
  });

  //   … × 999, and a chain of 19
  test('is not accused of what one snapshot does not prove', async () => {
    expect(await said(list([999]), 'Hub.rows[]', 4)).toBe('silent: standing');
    expect(await said(chain([19]), 'Connection.next', 4)).toBe('silent: standing');
  });

  //   Hub ──rows──▶ Array ──▶ Connection (closed) × 1000, the oldest 100 leave, 100 come
  test('is told from a list whose members come and go', async () => {
    expect(await said(ring(1000, 0), 'Hub.rows[]', 4)).toBe('leak ledger-entry-kept: no-growth');
    expect(await said(ring(1000, 100), 'Hub.rows[]', 4)).toBe('none');
  });

  test('says the same of who is accused as one snapshot does', async () => {
    const one = await seen(chain([20]), 'Connection.next', 1);
    const four = await seen(chain([20]), 'Connection.next', 4);
    expect([four.verdict, four.kind, four.fingerprint]).toEqual([one.verdict, one.kind, one.fingerprint]);
  });
});
