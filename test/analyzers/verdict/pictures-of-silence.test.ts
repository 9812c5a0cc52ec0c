import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapNode } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';
import { all, fill, listing, said, seen } from './picture-support.js';
import { owned, PER_ROUND, type Work } from './verdict-support.js';

describe('a note on little', () => {
  //   Hub ──rows──▶ Array ──▶ Row of 800 or 799 bytes × 6, 7, 7: 16,000 bytes or less, and fewer than eight a round
  test('is nothing to report below 16 kB', async () => {
    expect(await said(listing([20, 6, 7, 7], { size: 800 }), 'Hub.rows[]')).toContain('note');
    expect(await said(listing([20, 6, 7, 7], { size: 799 }), 'Hub.rows[]')).toBe('silent: trifle');
  });

  //   Hub ──rows──▶ Array ──▶ Row of 100 bytes × 20 a round, of two rounds: a suspect
  test('is reported where it is more than a note', async () => {
    expect(await said(listing([20, 20, 20], { size: 100 }), 'Hub.rows[]', 3)).toContain('suspect');
  });

  //   Hub ──rows──▶ Array ──▶ Client of 100 bytes × 6, 7, 7
  test('is reported where it is of a pool', async () => {
    expect(await said(listing([20, 6, 7, 7], { size: 100, className: 'Client' }), 'Hub.rows[]')).toContain('note');
  });
});

describe('one each in a field of many owners', () => {
  //   Hall ──owners──▶ Array ──▶ Owner × 80, all old, ──row──▶ Row ──after──▶ Row: 20 Row a round in `count` Owners
  const rows = (count: number, isDead = false): Work => {
    let owners: readonly HeapNode[];
    return (heap, round) => {
      if (round === 0) {
        owners = Array.from({ length: 80 }, () => heap.object('Owner').property('row', null));
        owned(heap, 'Hall', 'owners', heap.array(owners));
      }
      fill(PER_ROUND, (index) => {
        const owner = owners[round * PER_ROUND + (index % count)];
        const row = heap.object('Row', { size: 500 }).property('after', owner.get('row') ?? null);
        owner.property('row', isDead ? row.property('closed', true) : row);
      });
    };
  };

  test('is the matter of the owners where these are half as many', async () => {
    expect(await said(rows(20), 'Owner.row')).toBe('silent: owners-grow');
    expect(await said(rows(10), 'Owner.row')).toBe('silent: owners-grow');
  });

  test('is growth where the owners are fewer', async () => {
    expect(await said(rows(9), 'Owner.row')).toBe('leak growing-class: no-death');
  });

  test('is a leak where it is dead', async () => {
    expect(await said(rows(20, true), 'Owner.row')).toBe('leak dead-connection-retained');
  });
});

describe('a list whose members come and go', () => {
  //   Hub ──rows──▶ Array ──▶ Row × `size`, of which 20 are replaced a round and `more` come; Desk ──rows──▶ Array ──▶ Row × 100 more a round
  const turnover = (size: number, more = 0): Work => {
    let list: HeapArray;
    const work: Work = (heap, round) => {
      const row = () => heap.object('Row', { size: 1000 });
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'rows', list);
        fill(size, () => list.push(row()));
        return;
      }
      list.items.splice(0, PER_ROUND - more);
      fill(PER_ROUND, () => list.push(row()));
    };
    return all(work, listing([100, 100, 100, 100], { owner: 'Desk' }));
  };

  test('has leveled off where it is as long as it was', async () => {
    expect(await said(turnover(60), 'Hub.rows[]')).toBe('silent: leveled-off');
  });

  test('grows where more come than go', async () => {
    expect(await said(turnover(60, 10), 'Hub.rows[]')).not.toContain('leveled-off');
  });

  test('has not where it holds mainly something else', async () => {
    // V8 lists each of the 60 that came twice: from the array and from its store.
    expect(await said(turnover(360), 'Hub.rows[]')).toBe('silent: leveled-off');
    expect(await said(turnover(361), 'Hub.rows[]')).toBe('suspect unbounded-collection: no-death, oldest-leave');
  });

  test('is not known from two snapshots', async () => {
    expect(await said(turnover(60), 'Hub.rows[]', 3)).toBe('silent: leveled-off');
    expect(await said(turnover(60), 'Hub.rows[]', 2)).toBe('note unbounded-collection: no-death, short-series');
  });
});

describe('open connections that a pool lists as idle', () => {
  //   Pool ──idle──▶ Array ──▶ Connection × 20 a round
  const idle = (isDead: boolean): Work => {
    let list: HeapArray;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Pool', 'idle', list);
      }
      fill(PER_ROUND, () =>
        list.push(isDead ? heap.object('Connection').property('closed', true) : openConnection(heap)),
      );
    };
  };

  test('are its stock', async () => {
    expect(await said(idle(false), 'Pool.idle[]')).toBe('silent: booked-idle');
  });

  test('are a leak where they are dead', async () => {
    expect(await said(idle(true), 'Pool.idle[]')).toBe('leak ledger-entry-kept');
  });
});

describe('two kinds of objects in one list', () => {
  //   Hub ──rows──▶ Array ──▶ Guest (closed) × 20 a round and Row × 20 a round
  test('are one place to fix', async () => {
    let list: HeapArray;
    const work: Work = (heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'rows', list);
      }
      fill(PER_ROUND, () => list.push(heap.object('Guest').property('closed', true), heap.object('Row')));
    };
    expect(await seen(work, 'Hub.rows[]')).toMatchObject({
      verdict: 'leak',
      for: ['dead', 'steady-growth', 'single-holder'],
      setAside: ['same-place'],
    });
  });
});

describe('a list of many dead of one kind and a few of another that a finding would speak of', () => {
  //   Hub ──rows──▶ Array ──▶ Row (closed) × 100 a round, and Client (closed) × 4 a round ◀── Array ◀──spare── Desk
  const clients = (spare: number): Work => {
    let rows: HeapArray;
    let others: HeapArray;
    return (heap, round) => {
      if (round === 0) {
        [rows, others] = [heap.array(), heap.array()];
        owned(heap, 'Hub', 'rows', rows);
        owned(heap, 'Desk', 'spare', others);
      }
      fill(100, () => rows.push(heap.object('Row').property('closed', true)));
      fill(4, (index) => {
        const client = heap.object('Client').property('closed', true);
        rows.push(client);
        if (index < spare) others.push(client);
      });
    };
  };

  test('is nothing to report where all of the few are held elsewhere as well', async () => {
    expect(await said(clients(4), 'Hub.rows[]')).toBe('silent: frees-nothing');
  });

  test('is a finding where one of them is not', async () => {
    expect(await said(clients(3), 'Hub.rows[]')).toBe('leak ledger-entry-kept: not-all-freed');
  });
});
