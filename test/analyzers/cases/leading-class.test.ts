import { describe, expect, test } from 'vitest';
import { findingsOfProgram, type Program, times } from '../search/series-support.js';

/**
 * Requests that a trail keeps, each with the parts that Node.js gives it.
 *
 *   Trail ─done─▶ [ IncomingMessage ─_readableState─▶ ReadableState ─buffer─▶ BufferList, ─url─▶ … ]
 */
function trail(file: string): Program {
  return (heap) => {
    const list = heap.class('BufferList', { file, line: 14, column: 2 });
    const known = heap.closure('BufferList', { place: { file, line: 14, column: 2 } });
    const done = heap.array();
    heap.global.property('trail', heap.object('Trail').property('done', done)).property('known', known);
    return () =>
      times(20, () => {
        const state = heap.object('ReadableState').property('buffer', heap.object(list));
        done.push(heap.object('IncomingMessage').property('_readableState', state));
      });
  };
}

describe('the class that a finding speaks of', () => {
  test('is the one that a programmer knows, not a part that Node.js made it of', async () => {
    const [first] = await findingsOfProgram(trail('node:internal/streams/buffer_list'));
    expect(first.headline).toContain('frees 60 of 60 IncomingMessage');
    expect(first.countPerSnapshot).toEqual([0, 20, 40, 60]);
  });

  test('is the own one of the program, wherever it lies', async () => {
    const [first] = await findingsOfProgram(trail('/srv/buffer-list.js'));
    expect(first.headline).toContain('frees 60 of 60 BufferList');
  });
});
