import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { listing, said } from './picture-support.js';
import { FILE, timer, type Work } from './verdict-support.js';

const PLACE = { file: FILE, line: 9, column: 1 };

type Tell = (connection: HeapNode, heap: HeapBuilder) => unknown;

/** Pool ──rows──▶ Array ──▶ Connection ──stream──▶ Socket ──_handle──▶ null × births of each round, ──free──▶ Array ──▶ Connection */
function pool(births: readonly number[], isDead: boolean, tell: Tell, field: string): Work {
  return listing(births, {
    owner: 'Pool',
    field,
    className: 'Connection',
    size: 100,
    prepare: (heap, owner) => owner.property('free', heap.array([heap.object('Connection').property('closed', false)])),
    describe: (connection, heap) => {
      connection.property('closed', isDead).property('reconnecting', isDead ? null : true);
      connection.property('stream', heap.object('Socket').property('_handle', null));
      tell(connection, heap);
    },
  });
}

const DEAD = ['busy', 'inbound', 'has-holder', 'timers-expire'] as const;
type Code = (typeof DEAD)[number];

const TELL: Readonly<Record<Code, Tell>> = {
  //   Connection ──activeQuery──▶ Query
  busy: (connection, heap) => connection.property('activeQuery', heap.object('Query')),
  //   Connection ──stream──▶ Socket ──server──▶ Server
  inbound: (connection, heap) =>
    connection.property('stream', heap.object('Socket').property('server', heap.object('Server'))),
  //   global ──▶ Task ──line──▶ Connection
  'has-holder': (connection, heap) =>
    heap.global.property(`task${connection.id}`, heap.object('Task').property('line', connection)),
  //   Timeout ──▶ closure ──context──▶ scope ──connection──▶ Connection
  'timers-expire': (connection, heap) =>
    timer(heap, heap.closure('', { place: PLACE, context: { connection } }), 600_000, false),
};

interface Ground {
  readonly births: readonly number[];
  readonly isDead: boolean;
  readonly field: string;
  /** What the report says where nothing of the above is there. */
  readonly bare: string;
  readonly codes: readonly Code[];
}

const GROUNDS: Readonly<Record<string, Ground>> = {
  'a thousand dead in one snapshot': {
    births: [1000],
    isDead: true,
    field: 'rows',
    bare: 'leak ledger-entry-kept: single-snapshot',
    codes: DEAD,
  },
  'a thousand dead of one round': {
    births: [0, 1000],
    isDead: true,
    field: 'rows',
    bare: 'leak ledger-entry-kept: short-series',
    codes: DEAD,
  },
  'the dead of three rounds': {
    births: [20, 20, 20, 20],
    isDead: true,
    field: 'rows',
    bare: 'leak ledger-entry-kept',
    codes: DEAD,
  },
  'the dead in a history': {
    births: [20, 20, 20, 20],
    isDead: true,
    field: 'history',
    bare: 'suspect ledger-entry-kept',
    codes: DEAD,
  },
  'connections without a socket': {
    births: [20, 20, 20, 20],
    isDead: false,
    field: 'rows',
    bare: 'leak lease-never-released: no-death',
    // A holder may be using them: that decides.
    codes: ['busy', 'inbound', 'timers-expire'],
  },
};

describe.each(Object.entries(GROUNDS))('of %s', (_, { births, isDead, field, bare, codes }) => {
  const saidOf = (tell: Tell) => said(pool(births, isDead, tell, field), `Pool.${field}[]`, births.length);

  test('nothing is remarked where there is nothing', async () => {
    expect(await saidOf(() => undefined)).toBe(bare);
  });

  //   Socket ──_handle──▶ null, ──server──▶ Server
  test('a closed socket that a server accepted is not remarked', async () => {
    const accept: Tell = (connection, heap) =>
      (connection.get('stream') as HeapNode).property('server', heap.object('Server'));
    expect(await saidOf(accept)).toBe(bare);
  });

  test.each(codes)('`%s` is remarked, and decides nothing', async (code) => {
    expect(await saidOf(TELL[code])).toBe(`${bare}${bare.includes(':') ? ',' : ':'} ${code}`);
  });
});
