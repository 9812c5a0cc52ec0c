import { describe, expect, it } from 'vitest';
import { DeathIndex } from '../../src/analyzers/objects/deaths.js';
import { ProfiledClasses } from '../../src/analyzers/objects/profiled-classes.js';
import { RoleIndex } from '../../src/analyzers/objects/roles.js';
import { graphOf } from '../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../support/heap-dsl.js';

async function ask(heap: HeapBuilder, node: HeapNode) {
  heap.global.property('it', node);
  const { graph, at } = await graphOf(heap);
  const known = new ProfiledClasses(graph, []);
  return {
    isDead: new DeathIndex(graph, known).isDead(at(node)),
    isSocket: new RoleIndex(graph, known).socketOf(at(node)) === at(node),
    role: new RoleIndex(graph, known).of(at(node)),
  };
}

describe("what is concluded from the names of Node's own classes", () => {
  // ClientRequest ─destroyed▶ true: the request is over, its connection may go on
  it.each(['ClientRequest', 'ReadableState', 'Timeout', 'Object'])('a flag of %s kills nothing', async (name) => {
    const heap = new HeapBuilder();
    expect(await ask(heap, heap.object(name).property('destroyed', true))).toMatchObject({ isDead: false });
  });

  // Socket ─destroyed▶ true
  it.each(['Socket', 'TLSSocket', 'ClientHttp2Session'])(
    '%s is a connection, and a flag of it counts',
    async (name) => {
      const heap = new HeapBuilder();
      expect(await ask(heap, heap.object(name).property('destroyed', true))).toEqual({
        isDead: true,
        isSocket: true,
        role: 'connection',
      });
    },
  );

  // constructor ─destroyed▶ true: a name that every record of JavaScript has
  it('a class called like a property of all objects is no row of the table', async () => {
    const heap = new HeapBuilder();
    expect(await ask(heap, heap.object('constructor').property('destroyed', true))).toMatchObject({
      isDead: true,
      isSocket: false,
    });
  });
});
