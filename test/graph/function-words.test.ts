import { describe, expect, test } from 'vitest';
import { readFunctionWords } from '../../src/graph/function-words.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

// global ─keep▶ keep() ─shared▶ code ─function_data▶ BytecodeArray ─▶ (constant pool) ─▶ "rows", "set"
describe.each(ALL_VERSIONS)('words of a function in the layout of Node %s', (version) => {
  test('are the strings of its constant pool', async () => {
    const heap = new HeapBuilder({ version });
    const keep = heap.closure('keep', { words: ['rows', 'set'] });
    heap.global.property('keep', keep);
    const { graph, at } = await graphOf(heap);
    const words = readFunctionWords(graph, at(keep));
    expect([...(words ?? [])].map((index) => graph.strings.get(index))).toEqual(['rows', 'set']);
  });

  test('are unknown when it never ran', async () => {
    const heap = new HeapBuilder({ version });
    const idle = heap.closure('idle', { place: { file: '/srv/app.js', line: 1, column: 1 } });
    heap.global.property('idle', idle);
    const { graph, at } = await graphOf(heap);
    expect(readFunctionWords(graph, at(idle))).toBeNull();
  });

  test('are found behind machine code', async () => {
    const heap = new HeapBuilder({ version });
    const hot = heap.closure('hot');
    const pool = heap.allocate('code', '(constant pool)').internal('0', heap.string('rows'));
    const bytecode = heap.allocate('code', 'system / BytecodeArray').hidden(0, pool);
    const code = heap.allocate('code', '(code for hot)').internal('interpreter_data', bytecode);
    const field = Number(version) >= 24 ? 'trusted_function_data' : 'function_data';
    hot.internal('shared', heap.allocate('code', 'hot').internal(field, code));
    heap.global.property('hot', hot);
    const { graph, at } = await graphOf(heap);
    expect(readFunctionWords(graph, at(hot))).toEqual(new Set([graph.strings.indexOf('rows')]));
  });
});
