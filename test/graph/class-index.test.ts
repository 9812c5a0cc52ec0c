import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ClassIndex } from '../../src/graph/class-index.js';
import { NodeType } from '../../src/snapshot/kinds.js';

const TYPES = [NodeType.object, NodeType.closure, NodeType.string];
const NAMES = 5;

test('lists the objects of each class and all functions in ascending order, and nothing else', () => {
  const node = fc.record({ type: fc.constantFrom(...TYPES), name: fc.nat(NAMES - 1) });
  fc.assert(
    fc.property(fc.array(node, { maxLength: 40 }), (nodes) => {
      const index = new ClassIndex({
        nodeCount: nodes.length,
        nodeTypes: Uint8Array.from(nodes, ({ type }) => type),
        nodeNames: Uint32Array.from(nodes, ({ name }) => name),
        strings: { count: NAMES },
      });
      const expected = (wanted: number) =>
        nodes.flatMap(({ type, name }, ordinal) => (type === NodeType.object && name === wanted ? [ordinal] : []));
      const all = Array.from({ length: NAMES }, (_, name) => name);
      expect(all.map((name) => [...index.objectsOf(name)])).toEqual(all.map(expected));
      expect(index.names).toEqual(all.filter((name) => expected(name).length > 0));
      const closures = nodes.flatMap(({ type }, ordinal) => (type === NodeType.closure ? [ordinal] : []));
      expect([...index.closures]).toEqual(closures);
    }),
  );
});

test('has no objects of a class whose name is not in the heap', () => {
  const index = new ClassIndex({
    nodeCount: 1,
    nodeTypes: Uint8Array.of(NodeType.object),
    nodeNames: Uint32Array.of(0),
    strings: { count: 1 },
  });
  expect([...index.objectsOf(-1)]).toEqual([]);
});
