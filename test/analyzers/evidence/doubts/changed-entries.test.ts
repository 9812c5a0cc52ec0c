import { describe, expect, test } from 'vitest';
import type { HeapMap, HeapNode } from '../../../support/heap-dsl.js';
import { seen } from '../../verdict/picture-support.js';

interface Table {
  /** Entries that come in each round, those before the first snapshot first. */
  readonly born: readonly number[];
  /** How many of the entries of each round the last round writes to. */
  readonly written: readonly number[];
  readonly className?: string;
}

/** Hub ─byKey▶ Map ─▶ Row {count} × born[round]; in the last round `count` of some goes up */
function table({ born, written, className = 'Row' }: Table) {
  const rows: HeapNode[][] = [];
  let map: HeapMap;
  return seen(
    (heap, round) => {
      if (round === 0) {
        map = heap.map();
        heap.global.property('hub', heap.object('Hub').property('byKey', map));
      }
      if (round === born.length - 1)
        rows.forEach((age, birth) => age.slice(0, written[birth]).forEach((row) => row.property('count', 2)));
      rows.push(
        Array.from({ length: born[round] }, (_, index) => {
          const row = heap.object(className, { size: 500 }).property('count', 1);
          map.entries.set(heap.string(`${round} ${index}`), row);
          return row;
        }),
      );
    },
    'Hub.byKey{}',
    born.length,
  );
}

const against = async (traits: Table) => {
  const { verdict, against: doubts } = await table(traits);
  return [verdict, ...doubts.filter((code) => code === 'in-use' || code === 'recurring')];
};

describe('entries whose fields change', () => {
  const born = [20, 20, 20, 20];

  test('are in use where half of each age have changed', async () => {
    expect(await against({ born, written: [0, 10, 10] })).toEqual(['suspect', 'in-use']);
    expect(await against({ born, written: [20, 9, 20] })).toEqual(['leak']);
    expect(await against({ born, written: [20, 20, 9] })).toEqual(['leak']);
  });

  test('are not asked where they are connections, which a heartbeat writes to', async () => {
    expect(await against({ born, written: [20, 20, 20], className: 'Connection' })).not.toContain('in-use');
  });
});

describe('keys that come again', () => {
  //   400 are known at first; 300, 250 and 200 come in the rounds
  const born = [400, 300, 250, 200];

  test('are a note where all ages are written to alike and fewer come each time', async () => {
    expect(await against({ born, written: [80, 60, 50] })).toEqual(['note', 'recurring']);
  });

  //   100, 80 and 60 come in the rounds
  test('are suspected where fewer may have come by chance', async () => {
    expect(await against({ born: [200, 100, 80, 60], written: [40, 20, 16] })).toEqual(['suspect', 'recurring']);
  });

  test('are no such keys where as many come each time', async () => {
    expect(await against({ born: [200, 80, 80, 80], written: [40, 16, 16] })).toEqual(['leak']);
  });

  test('are no such keys where the older ones are left alone', async () => {
    expect(await against({ born, written: [4, 4, 72] })).toEqual(['leak']);
  });

  test('are no such keys where hardly any are written to, so that most are still unknown', async () => {
    expect(await against({ born, written: [6, 3, 3] })).toEqual(['leak']);
  });
});
