import fc from 'fast-check';
import { expect, test } from 'vitest';

import { findOrdinals } from '../../src/graph/ordinals.js';

/** Odd ids as V8 gives them in order, and even ones of native objects, which are anywhere. */
const nodeId = fc.oneof(
  fc.nat(40).map((id) => 2 * id + 1),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);

test('finds the ordinals of the ids that nodes have, and leaves out the others', () => {
  fc.assert(
    fc.property(fc.uniqueArray(nodeId, { maxLength: 60 }), fc.array(nodeId, { maxLength: 30 }), (ids, asked) => {
      const wanted = new Set([...asked, ...ids.filter((id) => id % 3 === 0)]);
      const expected = ids.flatMap((id, ordinal) => (wanted.has(id) ? [[id, ordinal]] : []));
      expect([...findOrdinals(Uint32Array.from(ids), wanted)]).toEqual(expected);
    }),
  );
});

test('looks for more ids than its filter has places at least', () => {
  const ids = Uint32Array.from({ length: 3000 }, (_, index) => 2 * index + 1);
  expect(findOrdinals(ids, new Set(ids)).size).toBe(3000);
});
