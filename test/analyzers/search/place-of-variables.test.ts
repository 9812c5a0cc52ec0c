import { describe, expect, test } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';
import { parser } from '../code/support.js';

const FILE = '/srv/desk.js';
const PER_ROUND = 20;

/** Of a small program: its text, and the function of it that the heap has, by how its parameters begin. */
interface Program {
  readonly text: string | null;
  readonly parameters: { readonly line: number; readonly column: number };
  readonly name: string;
  /** The scope that has the collection, of the heap's function. */
  readonly scopeWith: (heap: HeapBuilder, collection: HeapNode) => HeapNode;
}

/** globalThis ──seat──▶ function ──▶ scope ──held──▶ Map or Array ──▶ Guest × 20 a round */
async function findingOf({ text, parameters, name, scopeWith }: Program): Promise<Finding | undefined> {
  const heap = new HeapBuilder();
  const analysis = new SeriesAnalysis();
  const held = heap.map();
  const place = { file: FILE, line: parameters.line - 1, column: parameters.column - 1 };
  heap.global.property('seat', heap.closure(name, { place, context: scopeWith(heap, held) }));
  const code = { read: () => text, parser };
  for (let round = 0; ; round += 1) {
    for (let index = 0; index < PER_ROUND; index += 1)
      held.entries.set(`guest ${round * PER_ROUND + index}`, heap.object('Guest', { size: 200 }));
    const graph = new HeapGraph(await heap.toColumns());
    if (round === 3) return analysis.finish(graph, undefined, null, false, code).findings[0];
    analysis.add(graph);
  }
}

/** The scope of a file: only the engine's own scope encloses it. */
const ofFile =
  (name: string): Program['scopeWith'] =>
  (heap, held) =>
    heap.context({ [name]: held }, heap.allocate('hidden', 'system / NativeContext'));

/** A scope of a function. */
const ofFunction =
  (name: string): Program['scopeWith'] =>
  (heap, held) =>
    heap.context({ [name]: held }, heap.context());

const MODULE = `const limit = 7;
const held = new Map();
exports.seat = function seat(guest, held) { held ??= this; keep(guest); };
function keep(guest) { held.set(guest.name, guest); }
`;

describe('the place of a variable', () => {
  test('of a module is the line that declares it, though a function of the file has a parameter of that name', async () => {
    const finding = await findingOf({
      text: MODULE,
      parameters: { line: 3, column: 29 },
      name: 'seat',
      scopeWith: ofFile('held'),
    });
    expect(finding?.brokenEdge?.label).toBe('module desk.js → held{}');
    expect(finding?.brokenEdge?.source).toEqual({ file: FILE, line: 2, column: 7, function: null });
    expect(finding?.source?.line).toBe(2);
    expect(finding?.holders[0]).toMatchObject({ kind: 'module', source: { file: FILE, line: 2 } });
  });

  test('of a function is the line in it that declares it', async () => {
    const text = `function makeDesk() {
  const open = true;
  {
    var rows = new Map();
  }
  return (guest) => { rows.set(guest.name, guest); };
}
`;
    const finding = await findingOf({
      text,
      parameters: { line: 6, column: 10 },
      name: 'seat',
      scopeWith: ofFunction('rows'),
    });
    expect(finding?.brokenEdge?.label).toBe('seat → rows{}');
    expect(finding?.brokenEdge?.source).toMatchObject({ file: FILE, line: 4, function: 'makeDesk' });
    expect(finding?.holders[0]?.source).toMatchObject({ file: FILE, line: 4 });
  });

  test('is the file alone where its text is missing', async () => {
    const finding = await findingOf({
      text: null,
      parameters: { line: 3, column: 29 },
      name: 'seat',
      scopeWith: ofFile('held'),
    });
    expect(finding?.brokenEdge?.source).toMatchObject({ file: FILE, line: 1 });
  });

  test('is the file alone where the text declares no such variable', async () => {
    const finding = await findingOf({
      text: MODULE.replaceAll('held', 'kept'),
      parameters: { line: 3, column: 29 },
      name: 'seat',
      scopeWith: ofFile('held'),
    });
    expect(finding?.brokenEdge?.source).toMatchObject({ file: FILE, line: 1 });
  });
});
