import { describe, expect, test } from 'vitest';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { NO_TRACE_PARENT } from '../../src/snapshot/trace-columns.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { readingError, textSource } from './support.js';

const FUNCTIONS = '[0,0,1,0,0,0,\n7,1,2,9,12,5,\n8,2,1,9,40,0]';

// root 1 ─▶ 2 ─▶ 3
//        └▶ 4
const TREE = '[1,0,0,0,[2,1,0,0,[3,2,5,5000000000,[]],4,2,1,8,[]]]';

function withTraces(functions: string, tree: string): string {
  return new HeapBuilder()
    .toJson()
    .replace('"trace_function_infos":[]', `"trace_function_infos":${functions}`)
    .replace('"trace_tree":[]', `"trace_tree":${tree}`);
}

describe('allocation stacks', () => {
  test.each([1, 2, 7, 2 ** 20])('are read in chunks of %i bytes', async (chunkSize) => {
    const { traces } = await readSnapshot(textSource(withTraces(FUNCTIONS, TREE), chunkSize));
    expect([...traces.calls.ids]).toEqual([1, 2, 3, 4]);
    expect([...traces.calls.parents]).toEqual([NO_TRACE_PARENT, 0, 1, 0]);
    expect([...traces.calls.functions]).toEqual([0, 1, 2, 2]);
    expect([...traces.functions.names]).toEqual([0, 1, 2]);
    expect([...traces.functions.scriptNames]).toEqual([1, 2, 1]);
    expect([...traces.functions.lines]).toEqual([0, 12, 40]);
  });

  test('are empty when nothing was tracked', async () => {
    const { traces } = await readSnapshot(textSource(new HeapBuilder().toJson()));
    expect([traces.functions.count, traces.calls.count]).toEqual([0, 0]);
  });

  test('of many calls side by side and within each other are read without recursion', async () => {
    const deep = `${'[1,0,0,0,'.repeat(9000)}[]${']'.repeat(9000)}`;
    const wide = `[${Array.from({ length: 5000 }, (_, id) => `${id},0,0,0,[]`).join(',')}]`;
    const counts = [deep, wide].map(async (tree) => {
      const { traces } = await readSnapshot(textSource(withTraces(FUNCTIONS, tree)));
      return traces.calls.count;
    });
    expect(await Promise.all(counts)).toEqual([9000, 5000]);
  });

  test.each<[string, string, string, RegExp]>([
    ['a call cut short', FUNCTIONS, '[1,0,0]', /expected calls of 5 values, but the last one has 3 .*"trace_tree"/],
    ['children that are no list', FUNCTIONS, '[1,0,0,0,7]', /expected the "\[" of children, found "7"/],
    ['a list where a number belongs', FUNCTIONS, '[[],0,0,0,[]]', /expected a whole number, found "\["/],
    ['a wide function index', FUNCTIONS, '[1,4294967296,0,0,[]]', /expected a number below 2\^32/],
    ['a negative number', FUNCTIONS, '[-1,0,0,0,[]]', /expected a whole number, found "-"/],
    [
      'a function that is not there',
      FUNCTIONS,
      '[1,3,0,0,[]]',
      /expected calls of 3 functions, found one of function 3/,
    ],
    ['a tree that is no list', FUNCTIONS, '{"a":1}', /expected "\[", found "\{"/],
    ['nesting without end', FUNCTIONS, '[1,0,0,0,'.repeat(10_002), /at most 10000 nested calls/],
    ['a function cut short', '[0,0,1,0,0]', '[]', /expected rows of 6 numbers/],
    ['a name that is no string', '[0,9999999,1,0,0,0]', '[]', /strings, found .*9999999 .*trace_function_infos.*byte/],
  ])('%s is an error with its place', async (_, functions, tree, message) => {
    const error = await readingError(textSource(withTraces(functions, tree)));
    expect(error.code).toBe('snapshot-malformed');
    expect(error.message).toMatch(message);
  });
});
