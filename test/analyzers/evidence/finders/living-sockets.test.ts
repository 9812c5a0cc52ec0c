import { describe, expect, test } from 'vitest';
import type { HeapNode } from '../../../support/heap-dsl.js';
import { upTo } from './finders-support.js';
import { type Hall, livingKeys } from './living-keys-support.js';

const roundOf = (index: number) => 1 + (index % 3);
const FOUND = { by: null, field: 'Client.id' };

type Connect = (client: HeapNode, socket: HeapNode, index: number, hall: Hall) => unknown;

/** Whether a client is taken for an open connection. */
async function isOpen(connect: Connect): Promise<boolean> {
  const found = await livingKeys({ connect });
  if (found !== null) expect(found).toMatchObject(FOUND);
  return found !== null;
}

describe('the socket that shows that a connection is open', () => {
  /** Client ─▶ Layer ─▶ … ─▶ Socket, with so many layers between. */
  const below =
    (layers: number): Connect =>
    (client, socket, index, { heap, born }) => {
      let node = socket;
      for (const _ of upTo(layers)) {
        node = heap.object('Layer').property('inner', node);
        born.push([node, roundOf(index)]);
      }
      client.property('layer', node);
    };

  //   Client ──▶ Layer ──▶ Layer ──▶ Layer ──▶ Layer ──▶ Layer ──▶ Socket
  test('is at most six references away', async () => {
    expect(await isOpen(below(0))).toBe(true);
    expect(await isOpen(below(5))).toBe(true);
    expect(await isOpen(below(6))).toBe(false);
  });

  //   Client ─┬─part 0──▶ Part … part 498
  //           └─socket──▶ Socket
  test('is among the first 500 objects', async () => {
    const beside =
      (parts: number): Connect =>
      (client, socket, index, hall) => {
        for (const part of upTo(parts))
          client.property(`part ${part}`, hall.bornIn(roundOf(index), hall.heap.object('Part')));
        client.property('socket', socket);
      };
    expect(await isOpen(beside(497))).toBe(true);
    expect(await isOpen(beside(498))).toBe(false);
  });

  //   Client ⇄ Stream ──socket──▶ Socket      around a cycle
  test('is found beside a cycle', async () => {
    const cycle: Connect = (client, socket, index, hall) => {
      const stream = hall.bornIn(roundOf(index), hall.heap.object('Stream'));
      client.property('stream', stream.property('client', client).property('socket', socket));
    };
    expect(await isOpen(cycle)).toBe(true);
  });

  //   Client ──socket──▶ Socket      of an earlier round: one that the client found
  test('came in the same round as the connection, and so did all on the way', async () => {
    expect(await isOpen((client, _, __, hall) => client.property('socket', hall.socket(0)))).toBe(false);
    const through =
      (round: (index: number) => number): Connect =>
      (client, socket, index, hall) =>
        client.property('layer', hall.bornIn(round(index), hall.heap.object('Layer')).property('socket', socket));
    expect(await isOpen(through(roundOf))).toBe(true);
    expect(await isOpen(through(() => 0))).toBe(false);
  });

  //   Client ──socket──▶ Socket ──_handle──▶ null
  test('has a handle', async () => {
    expect(await isOpen((client, socket) => client.property('socket', socket.property('_handle', null)))).toBe(false);
  });

  //   Client ──file──▶ File ──_handle──▶ FileHandle
  test('is a socket', async () => {
    const file: Connect = (client, _, index, hall) =>
      client.property(
        'file',
        hall.bornIn(roundOf(index), hall.heap.object('File')).property('_handle', hall.heap.object('FileHandle')),
      );
    expect(await isOpen(file)).toBe(false);
  });

  //   Client ──(context socket)──▶ Socket,  Client ──wait──▶ closure ──socket──▶ Socket
  test('is reached through fields of objects', async () => {
    expect(await isOpen((client, socket) => client.variable('socket', socket))).toBe(false);
    const called: Connect = (client, socket, index, hall) =>
      client.property('wait', hall.bornIn(roundOf(index), hall.heap.closure('wait')).property('socket', socket));
    expect(await isOpen(called)).toBe(false);
  });

  //   Socket ──id──▶ "key 0"
  test('may have the name itself', async () => {
    const found = await livingKeys({
      describeClient: () => undefined,
      connect: (client, socket, index) => client.property('socket', socket.property('id', `key ${index}`)),
    });
    expect(found).toMatchObject({ field: 'Socket.id' });
  });
});
