import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { plainByJsonParse, textSource, toPlain } from './support.js';

const NODE_TYPES = ['hidden', 'array', 'string', 'object', 'closure', 'native', 'novelty'];
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'];
const NUMBER_NAMED: readonly number[] = [1, 4];

const uint32 = fc.oneof(
  fc.nat(9),
  fc.nat(2 ** 31 - 1),
  fc.integer({ min: 2 ** 32 - 3, max: 2 ** 32 - 1 }),
  fc.nat(10 ** 9 + 5),
);
const size = fc.oneof(
  { weight: 9, arbitrary: uint32 },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 32, max: Number.MAX_SAFE_INTEGER }) },
);
const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 2 });

interface Drawn {
  readonly nodeFields: readonly string[];
  readonly edgeFields: readonly string[];
  readonly strings: readonly string[];
  readonly nodes: readonly {
    type: number;
    name: number;
    id: number;
    size: number;
    trace: number;
    edges: readonly { type: number; name: number; to: number }[];
  }[];
}

/** Any well-formed snapshot: fields in any order with unknown ones among them, any numbers that fit. */
const drawn: fc.Arbitrary<Drawn> = fc.record({
  nodeFields: fc.shuffledSubarray(['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'odd'], {
    minLength: 7,
  }),
  edgeFields: fc.shuffledSubarray(['type', 'name_or_index', 'to_node', 'odd'], { minLength: 4 }),
  strings: fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 20 }),
  nodes: fc.array(
    fc.record({
      type: fc.nat(NODE_TYPES.length - 1),
      name: uint32,
      id: uint32,
      size,
      trace: fc.constantFrom(0, 0, 0, 5),
      edges: fc.array(fc.record({ type: fc.nat(EDGE_TYPES.length - 1), name: uint32, to: uint32 }), { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

function write({ nodeFields, edgeFields, strings, nodes }: Drawn, gap: string): string {
  const row = (fields: readonly string[], values: Readonly<Record<string, number>>): number[] =>
    fields.map((field) => values[field] ?? 2 ** 52);
  const types = (fields: readonly string[], names: readonly string[]): unknown[] =>
    fields.map((field) => (field === 'type' ? names : 'number'));
  const edges = nodes.flatMap((node) => node.edges);
  const snapshot = {
    meta: {
      node_fields: nodeFields,
      node_types: types(nodeFields, NODE_TYPES),
      edge_fields: edgeFields,
      edge_types: types(edgeFields, EDGE_TYPES),
      location_fields: ['line', 'odd', 'object_index', 'column', 'script_id'],
      sample_fields: ['last_assigned_id', 'timestamp_us'],
    },
    node_count: nodes.length,
    edge_count: edges.length,
  };
  const flat = (numbers: readonly number[]): string => `[${gap}${numbers.join(`${gap},${gap}`)}${gap}]`;
  const sections = {
    snapshot: JSON.stringify(snapshot),
    nodes: flat(
      nodes.flatMap((node) =>
        row(nodeFields, {
          type: node.type,
          name: node.name % strings.length,
          id: node.id,
          self_size: node.size,
          edge_count: node.edges.length,
          trace_node_id: node.trace,
        }),
      ),
    ),
    edges: flat(
      edges.flatMap((edge) =>
        row(edgeFields, {
          type: edge.type,
          name_or_index: NUMBER_NAMED.includes(edge.type) ? edge.name : edge.name % strings.length,
          to_node: (edge.to % nodes.length) * nodeFields.length,
        }),
      ),
    ),
    locations: flat(nodes.flatMap((node, i) => [node.id, 2 ** 50, i * nodeFields.length, node.name, 3])),
    samples: flat(nodes.flatMap((node) => [node.id, node.size])),
    trace_tree: JSON.stringify([1, 2, [3, ['"]', { a: [] }]]]),
    strings: JSON.stringify(strings, null, gap.length),
  };
  return `${gap}{${Object.entries(sections)
    .map(([key, value]) => `${gap}"${key}"${gap}:${gap}${value}${gap}`)
    .join(',')}}${gap}`;
}

describe('any well-formed snapshot', () => {
  it('is read as JSON.parse reads it, whatever its spacing and its chunks', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, space, fc.integer({ min: 1, max: 3000 }), async (heap, gap, chunkSize) => {
        const text = write(heap, gap);
        expect(toPlain(await readSnapshot(textSource(text, chunkSize)))).toEqual(plainByJsonParse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('with one byte changed is either read or refused with a ToolError, and never hangs', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.nat(), fc.constantFrom(...'0129,[]{}"\\:-.e \nx\u0000'), async (heap, at, byte) => {
        const bytes = Buffer.from(write(heap, ''));
        bytes.write(byte, at % bytes.length, 'latin1');
        const outcome: unknown = await readSnapshot(textSource(bytes, 64)).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome.name).toBe('ToolError');
      }),
      { numRuns: 1000 },
    );
  });
});
