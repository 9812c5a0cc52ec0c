import { describe, expect, test } from 'vitest';
import type { HeapNode } from '../../../support/heap-dsl.js';
import { times } from '../../search/series-support.js';
import { seen } from '../../verdict/picture-support.js';
import type { Work } from '../../verdict/verdict-support.js';

interface Desk {
  /** Rows of each round; 20 where not given. */
  readonly perRound?: number;
  /** Snapshots of the series; 4 where not given. */
  readonly snapshots?: number;
  readonly className?: string;
  /** How many of the forty rows of the two rounds before the last get a part in the last round. */
  readonly renewed: number;
  /** Gives a row its part; of its own where not given. */
  readonly give?: (row: HeapNode, part: HeapNode, world: HeapNode) => unknown;
  /** The class of the part. */
  readonly part?: string;
}

/**
 * Hub ─rows▶ Array ─▶ Row × 20 a round ─last▶ Note of the last round, for some that were made in rounds 1 and 2
 */
function verdictOf({ className = 'Row', renewed, give, part = 'Note', perRound = 20, snapshots = 4 }: Desk) {
  const rows: HeapNode[] = [];
  const work: Work = (heap, round) => {
    if (round === 0) heap.global.property('hub', heap.object('Hub').property('rows', heap.array()));
    const list = heap.global.get('hub')?.get('rows');
    if (round === snapshots - 1)
      for (const row of rows.slice(perRound, perRound + renewed)) {
        const note = heap.object(part, { size: 40 });
        if (give === undefined) row.property('last', note);
        else give(row, note, heap.global);
      }
    times(perRound, () => {
      const row = heap.object(className, { size: 500 });
      list?.element(rows.length, row);
      rows.push(row);
    });
  };
  return seen(work, 'Hub.rows[]', snapshots);
}

describe('entries of earlier rounds that own something new', () => {
  test('are in use where half of them do', async () => {
    expect(await verdictOf({ renewed: 20 })).toMatchObject({ verdict: 'suspect', against: ['no-death', 'in-use'] });
    expect(await verdictOf({ renewed: 19 })).toMatchObject({ verdict: 'leak', against: ['no-death'] });
  });

  //   globalThis ─first▶ Note, ◀─last─ Row × 40
  test('own nothing that something else leads to as soon', async () => {
    let first: HeapNode | null = null;
    const give = (row: HeapNode, note: HeapNode, world: HeapNode) => {
      first ??= note;
      world.property('first', first);
      row.property('last', first);
    };
    expect((await verdictOf({ renewed: 40, give })).against).not.toContain('in-use');
  });

  //   Row ─next▶ Row
  test('own no other entries', async () => {
    expect(await verdictOf({ renewed: 40, part: 'Row' })).toMatchObject({
      against: expect.not.arrayContaining(['in-use']),
    });
  });

  test('are not asked for after a single round', async () => {
    expect((await verdictOf({ renewed: 20, snapshots: 2 })).against).not.toContain('in-use');
    expect((await verdictOf({ renewed: 20, snapshots: 3 })).against).not.toContain('in-use');
  });

  test('say nothing of connections', async () => {
    expect((await verdictOf({ renewed: 40, className: 'DbConnection' })).against).not.toContain('in-use');
  });
});
