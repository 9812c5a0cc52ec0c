import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { FILE, findingsOf, owned, repeat } from '../verdict/verdict-support.js';

const NODE = 'node:internal/streams/duplex';

interface Wrapper {
  readonly name: string;
  /** Methods of its prototype. */
  readonly methods: readonly string[];
  /** The file of these. */
  readonly file?: string;
}

/**
 * Desk ─open─▶ [ wrapper ─inner─▶ … ─inner─▶ Nx ] × 20 a round
 * ConnectionPool ─inUse─▶ Set ──────────────▶ Nx
 *
 * @param parts methods of what each Nx has, and what refers back to it
 */
async function actionFor(wrappers: readonly Wrapper[], parts: readonly string[] = []): Promise<string> {
  let open: ReturnType<HeapBuilder['array']>;
  let inUse: ReturnType<HeapBuilder['set']>;
  let classes: Map<string, ReturnType<HeapBuilder['class']>>;
  const classOf = (heap: HeapBuilder, { name, methods, file = FILE }: Wrapper) => {
    const known = classes.get(name) ?? heap.class(name, { file: FILE, line: 20 + classes.size });
    if (!classes.has(name))
      for (const [line, method] of methods.entries())
        known.prototype.property(method, heap.closure(method, { place: { file, line: 40 + line } }));
    classes.set(name, known);
    return known;
  };
  const [finding] = await findingsOf((heap, round) => {
    if (round === 0) {
      open = heap.array([]);
      inUse = heap.set([]);
      classes = new Map();
      owned(heap, 'Desk', 'open', open);
      owned(heap, 'ConnectionPool', 'inUse', inUse);
    }
    repeat(() => {
      const nx = heap.object(classOf(heap, { name: 'Nx', methods: [] }), { size: 200 });
      if (parts.length > 0) {
        const part = heap.object(classOf(heap, { name: 'NxReader', methods: parts }), { size: 100 });
        nx.property('reader', part.property('nx', nx));
      }
      inUse.values.add(nx);
      let outer: HeapNode = nx;
      for (const wrapper of wrappers)
        outer = heap.object(classOf(heap, wrapper), { size: 100 }).property('inner', outer);
      open.push(outer);
    });
  });
  return finding?.brokenEdge?.action ?? '';
}

describe('advice on leases that the program has in objects of its own', () => {
  test('names the method of the object that gives the lease back', async () => {
    expect(await actionFor([{ name: 'StepRunner', methods: ['run', 'finish'] }])).toMatch(
      /^Call `stepRunner\.finish\(\)` /,
    );
  });

  test('names that of the outermost object of several, as the program has only this one', async () => {
    const action = await actionFor([
      { name: 'StepEntry', methods: ['release'] },
      { name: 'LedgerSession', methods: ['finish', 'write'] },
    ]);
    expect(action).toMatch(/^Call `ledgerSession\.finish\(\)` /);
  });

  test('names the method whose name is the surest, of several', async () => {
    const methods = ['destroy', 'close', 'releaseConnection', 'endStep'];
    expect(await actionFor([{ name: 'StepRunner', methods }])).toMatch(/^Call `stepRunner\.releaseConnection\(\)` /);
  });

  test('names an inner object where the outer one has no such method', async () => {
    const action = await actionFor([
      { name: 'StepRunner', methods: ['finish'] },
      { name: 'Order', methods: ['ship'] },
    ]);
    expect(action).toMatch(/^Call `stepRunner\.finish\(\)` /);
  });

  test('names no call where only Node.js gave the object such a method', async () => {
    expect(await actionFor([{ name: 'StepRunner', methods: ['end', 'destroy'], file: NODE }])).not.toMatch(/Call/);
  });

  test('names no call of a part of the connection, which only refers back to it', async () => {
    expect(await actionFor([{ name: 'StepRunner', methods: ['run'] }], ['close', 'end'])).not.toMatch(/Call/);
  });

  test('names a class of one letter beside the method, not as a variable', async () => {
    expect(await actionFor([{ name: 'q', methods: ['finish'] }])).toMatch(/^Call `finish\(\)` of a q /);
  });
});
