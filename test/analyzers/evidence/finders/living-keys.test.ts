import { describe, expect, test } from 'vitest';
import type { HeapNode } from '../../../support/heap-dsl.js';
import { type Hall, keyOf, livingKeys } from './living-keys-support.js';

const BY_KEY = { by: null, field: 'Client.id', verdict: 'suspect' };
describe('entries that are named by open connections', () => {
  //   Map ──key──▶ "key 0" ◀──id── Client ──socket──▶ Socket ──_handle──▶ TCP
  //     └──value──▶ Held
  test('may be named by their keys', async () => {
    expect(await livingKeys()).toEqual(BY_KEY);
  });

  //   Map ──▶ Held ──owner──▶ 17 ◀──id── Client ──socket──▶ Socket
  test.each<[string, (index: number) => string | number]>([
    ['numbers', (index) => 1700 + index],
    ['texts', (index) => `owner ${index}`],
  ])('may be named by a field of theirs: %s', async (_, ownerOf) => {
    const found = await livingKeys({
      describe: (held, index) => held.property('owner', ownerOf(index)),
      describeClient: (client, index) => client.property('id', ownerOf(index)),
    });
    expect(found).toEqual({ by: 'owner', field: 'Client.id', verdict: 'suspect' });
  });

  //   Map ──▶ Held ──owner──▶ Owner ◀──id── Client
  test('are not named by an object', async () => {
    const found = await livingKeys({
      describe: (held, _, { heap }) => held.property('owner', heap.object('Owner')),
      describeClient: (client, index, { held }) => client.property('id', held[index].get('owner') ?? null),
    });
    expect(found).toBeNull();
  });

  //   Held ──(internal owner)──▶ "key 0"
  test('are not named by what is no field', async () => {
    const found = await livingKeys({
      keyOf: (index) => `other ${index}`,
      describe: (held, index, { heap }) => held.internal('owner', heap.string(keyOf(index))),
    });
    expect(found).toBeNull();
  });

  //   Map ──▶ drop() ──owner──▶ "owner 0" ◀──id── Client
  test('are not named by a property of a function', async () => {
    const found = await livingKeys({
      makeEntry: ({ heap }) => heap.closure('drop'),
      describe: (held, index) => held.property('owner', `owner ${index}`),
      describeClient: (client, index) => client.property('id', `owner ${index}`),
    });
    expect(found).toBeNull();
  });

  //   Array ──[0]──▶ Held      an index is no key
  test('have no keys in an array', async () => {
    const container = ({ heap, held }: Hall) => {
      const list = heap.array(held);
      heap.global.property('list', list);
      return list;
    };
    expect(await livingKeys({ container })).toBeNull();
  });

  //   Map ──key──▶ "key 0" ◀──id── Client, which is the entry itself
  test('may be the connections themselves', async () => {
    const found = await livingKeys({
      describe: (held, index, hall) =>
        held.property('id', keyOf(index)).property('socket', hall.socket(1 + (index % 3))),
      describeClient: () => undefined,
    });
    expect(found).toEqual({ by: null, field: 'Held.id', verdict: 'suspect' });
  });

  //   Map ──▶ Held ─┬─owner──▶ "owner 0"      and no other object has that
  //                 └─socket──▶ Socket
  test('are not named by a field that only they have', async () => {
    const found = await livingKeys({
      describe: (held, index, hall) =>
        held.property('owner', `owner ${index}`).property('socket', hall.socket(1 + (index % 3))),
      describeClient: () => undefined,
    });
    expect(found).toBeNull();
  });
});

describe('names that tell entries apart', () => {
  test('are those of two entries, but not of a single one', async () => {
    expect(await livingKeys({ entries: 2 })).toEqual(BY_KEY);
    expect(await livingKeys({ entries: 1 })).toBeNull();
  });

  //   Held ──owner──▶ "room 0" ◀──owner── Held      two in a room
  test('are not shared', async () => {
    const found = await livingKeys({
      describe: (held, index) => held.property('owner', `room ${index >> 1}`),
      describeClient: (client, index) => client.property('id', `room ${index >> 1}`),
    });
    expect(found).toBeNull();
  });

  test('are names of all entries', async () => {
    const found = await livingKeys({
      describe: (held, index) => held.property('owner', index === 5 ? null : `owner ${index}`),
      describeClient: (client, index) => client.property('id', `owner ${index}`),
    });
    expect(found).toBeNull();
  });

  // The clients of old entries are long gone.
  test('are asked of entries that came during the series', async () => {
    const old = (index: number) => (index < 2 ? 0 : 1);
    const describeClient = (client: HeapNode, index: number) =>
      client.property('id', index < 2 ? 'none' : keyOf(index));
    expect(await livingKeys({ roundOf: old, describeClient })).toEqual(BY_KEY);
    expect(await livingKeys({ roundOf: () => 1, describeClient })).toBeNull();
  });

  // Of 24 entries every second one is looked up, of 23 each one.
  test('are asked of twelve entries', async () => {
    const describeClient = (client: HeapNode, index: number) =>
      client.property('id', index % 2 === 0 ? keyOf(index) : 'none');
    expect(await livingKeys({ entries: 24, describeClient })).toEqual(BY_KEY);
    for (const entries of [12, 13, 23]) expect(await livingKeys({ entries, describeClient })).toBeNull();
  });
});

describe('connections that have the names of entries', () => {
  test('have all of them in one field', async () => {
    const described = (client: HeapNode, index: number) => client.property(index === 0 ? 'name' : 'id', keyOf(index));
    expect(await livingKeys({ describeClient: described })).toBeNull();
    const missing = (client: HeapNode, index: number) => client.property('id', index === 0 ? 'none' : keyOf(index));
    expect(await livingKeys({ describeClient: missing })).toBeNull();
  });

  test('are as old as half of their entries', async () => {
    expect(await livingKeys({ clientRoundOf: (index) => (index < 3 ? 0 : 1), roundOf: () => 1 })).toEqual(BY_KEY);
    expect(await livingKeys({ clientRoundOf: (index) => (index < 4 ? 0 : 1), roundOf: () => 1 })).toBeNull();
  });

  test('are never younger than their entries', async () => {
    expect(await livingKeys({ roundOf: () => 1, clientRoundOf: (index) => (index === 0 ? 2 : 1) })).toBeNull();
  });

  //   connect() ─┬─id──▶ "key 0"
  //              └─socket──▶ Socket
  test('are objects', async () => {
    expect(await livingKeys({ makeClient: ({ heap }) => heap.closure('connect') })).toBeNull();
  });

  test('are alive', async () => {
    const describeClient = (client: HeapNode, index: number) =>
      client.property('id', keyOf(index)).property('closed', index === 0);
    expect(await livingKeys({ describeClient })).toBeNull();
  });

  //   scope ──id──▶ "key 0"      a variable of a function is no field of a connection
  test('have them in fields', async () => {
    expect(await livingKeys({ describeClient: (scope, index) => scope.variable('id', keyOf(index)) })).toBeNull();
  });

  //   Client ──socket──▶ Socket ──server──▶ Server
  test('make a note when all of them were accepted', async () => {
    const accepted = (count: number) =>
      livingKeys({
        connect: (client, socket, index, { heap }) =>
          client.property('socket', index < count ? socket.property('server', heap.object('Server')) : socket),
      });
    expect(await accepted(6)).toEqual({ ...BY_KEY, verdict: 'note' });
    expect(await accepted(5)).toEqual(BY_KEY);
  });

  //   "key 0" ◀──id─┬─ Client ──socket──▶ Socket ──server──▶ Server
  //                 └─ Client ──socket──▶ Socket      that of a caller
  test.each([true, false])('make none when an entry has a caller as well, listed first: %s', async (isFirst) => {
    const connect = (client: HeapNode, socket: HeapNode, index: number, hall: Hall) => {
      const round = 1 + (index % 3);
      const [accepted, other] = isFirst ? [hall.socket(round), socket] : [socket, hall.socket(round)];
      const [first, second] = isFirst ? [other, accepted] : [accepted, other];
      client.property('socket', first);
      const twin = hall.bornIn(round, hall.heap.object('Client')).property('id', keyOf(index));
      hall.clients.push(twin.property('socket', second));
      accepted.property('server', hall.heap.object('Server'));
    };
    expect(await livingKeys({ connect })).toEqual(BY_KEY);
  });

  //   "key 0" ◀─┬─id── Client ──socket──▶ Socket ──server──▶ Server
  //             └─id── Caller ──socket──▶ Socket
  test('make none when those of another class were not accepted', async () => {
    const connect = (client: HeapNode, socket: HeapNode, index: number, hall: Hall) => {
      const round = 1 + (index % 3);
      client.property('socket', socket.property('server', hall.heap.object('Server')));
      const caller = hall.bornIn(round, hall.heap.object('Caller')).property('id', keyOf(index));
      hall.clients.push(caller.property('socket', hall.socket(round)));
    };
    expect(await livingKeys({ connect })).toEqual(BY_KEY);
  });
});
