import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ToolError } from '../../src/errors.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { findRowParser } from '../../src/snapshot/row-parser.js';
import { StringBlocks } from '../../src/snapshot/string-blocks.js';
import { hashOfName } from '../../src/snapshot/string-hash.js';
import { StringsReader } from '../../src/snapshot/strings-reader.js';
import { SpoiledMemory } from '../support/spoiled-memory.js';
import { plainByJsonParse, textSource, toPlain } from './support.js';

/** Too little text for the fast way, which takes whole rows and strings only, with what parts them. */
const SLOW_CHUNK = 3;

const META = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [
    ['hidden', 'array', 'string', 'object', 'closure'],
    'string',
    'number',
    'number',
    'number',
    'number',
    'number',
  ],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [
    ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'],
    'string_or_number',
    'node',
  ],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
  sample_fields: ['timestamp_us', 'last_assigned_id'],
};
const STRIDE = META.node_fields.length;

/** Numbers of any length, the largest of 32 bits and what is just beyond among them. */
const number32 = fc.oneof(
  fc.nat(9),
  fc
    .integer({ min: 1, max: 10 })
    .chain((digits) => fc.integer({ min: 10 ** (digits - 1), max: Math.min(10 ** digits - 1, 2 ** 32 - 1) })),
  fc.constantFrom(99_999_999, 100_000_000, 999_999_999, 1_000_000_000, 2 ** 31, 2 ** 32 - 1),
);

interface Drawn {
  readonly nodes: readonly {
    type: number;
    id: number;
    size: number;
    trace: number;
    edges: readonly { type: number; index: number; to: number }[];
  }[];
  readonly strings: readonly string[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  nodes: fc.array(
    fc.record({
      type: fc.nat(4),
      id: number32,
      size: fc.oneof(
        { weight: 30, arbitrary: number32 },
        { weight: 1, arbitrary: fc.integer({ min: 2 ** 32, max: 2 ** 40 }) },
      ),
      trace: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 3),
      edges: fc.array(fc.record({ type: fc.nat(6), index: number32, to: fc.nat() }), { maxLength: 5 }),
    }),
    { minLength: 20, maxLength: 60 },
  ),
  strings: fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      fc.string({ unit: fc.constantFrom('"', '\\', 'n', 'u', '0', 'é', '\n', '\u0000'), maxLength: 40 }),
      fc.stringMatching(/^[a-z_]{0,70}$/),
    ),
    { minLength: 5, maxLength: 40 },
  ),
});

/** As V8 writes it: a row a line, the comma at the head of the next. */
function write({ nodes, strings }: Drawn): string {
  const edges = nodes.flatMap((node) => node.edges);
  const row = (numbers: readonly number[]) => numbers.join(',');
  const nodeRows = nodes.map(({ type, id, size, trace, edges: own }, index) =>
    row([type, index % strings.length, id, size, own.length, trace, 0]),
  );
  const edgeRows = edges.map(({ type, index, to }) =>
    row([type, type === 1 || type === 4 ? index : index % strings.length, (to % nodes.length) * STRIDE]),
  );
  const locationRows = nodes.flatMap(({ id, size }, index) =>
    id % 2 === 0 ? [row([index * STRIDE, id % 1000, id, size % 2 ** 32])] : [],
  );
  const header = JSON.stringify({ meta: META, node_count: nodes.length, edge_count: edges.length });
  const lines = (rows: readonly string[]) => `[${rows.join('\n,')}\n]`;
  const spelled = strings.map((each) => JSON.stringify(each)).join(',\n');
  return `{"snapshot":${header},\n"nodes":${lines(nodeRows)},\n"edges":${lines(edgeRows)},\n"locations":${lines(locationRows)},\n"samples":[],\n"strings":[${spelled}]}`;
}

const outcomeOf = (text: string | Buffer, chunkSize?: number) =>
  readSnapshot(textSource(text, chunkSize)).then(
    (columns) => ({ columns: toPlain(columns) }),
    // A byte may break several things, and which is noticed first is a matter of chunks.
    (error: unknown) => (error instanceof ToolError ? { refused: error.code } : Promise.reject(error)),
  );

describe('the fast way through rows as V8 writes them', () => {
  it('is there on every engine that poolscope runs on', () => {
    expect(findRowParser()).not.toBeNull();
  });

  it('reads what JSON.parse reads', async () => {
    const memory = new SpoiledMemory();
    await fc.assert(
      fc.asyncProperty(drawn, async (snapshot) => {
        const text = write(snapshot);
        const columns = await readSnapshot(textSource(text), { memory: memory.spoil() });
        expect(toPlain(columns)).toEqual(plainByJsonParse(text));
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('and the slow way read or refuse the same of all files with a byte changed', async () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom(...Buffer.from('0123456789,,\n\n ]["\\-x.e')));
    await fc.assert(
      fc.asyncProperty(drawn, change, async (snapshot, [at, byte]) => {
        const bytes = Buffer.from(write(snapshot));
        const from = bytes.indexOf('"nodes"');
        bytes[from + (at % (bytes.length - from))] = byte;
        expect(await outcomeOf(bytes)).toEqual(await outcomeOf(bytes, SLOW_CHUNK));
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  it('reads a real heap as the slow way does, with chunks that end anywhere', async () => {
    const text = heapOfEmptyProcess();
    const slow = await readSnapshot(textSource(text, SLOW_CHUNK));
    for (const chunk of [2 ** 20, 3 * 2 ** 20, 99_991]) {
      const fast = await readSnapshot(textSource(text, chunk));
      for (const column of [
        'nodeTypes',
        'nodeNames',
        'nodeIds',
        'shallowSizes',
        'firstEdges',
        'edgeHeads',
        'edgeNames',
      ] as const)
        expect(Buffer.compare(bytesOf(fast[column]), bytesOf(slow[column])), column).toBe(0);
      expect(fast.locations).toEqual(slow.locations);
      expect(fast.strings.count).toBe(slow.strings.count);
      for (let index = 0; index < slow.strings.count; index += 1)
        if (fast.strings.get(index) !== slow.strings.get(index)) expect.fail(`string ${index} differs`);
      for (const name of ['Object', '__proto__', 'system / Context'])
        expect(fast.strings.indexOf(name)).toBe(slow.strings.indexOf(name));
    }
  });

  it('hashes a name as the slow way does', () => {
    const names = Array.from({ length: 70 }, (_, length) =>
      'abcdefghijklmnopqrstuvwxyz_$'.repeat(4).slice(length % 7, (length % 7) + length),
    );
    const json = Buffer.from(
      `[${names.map((name) => JSON.stringify(name)).join(',\n')},\n"and enough text behind them for the last to be taken too, which needs a hundred bytes or more of it"]`,
    );
    const strings = new StringBlocks();
    new StringsReader(strings).read(json, 0, 0);
    const spelled = [...names, strings.get(names.length)].map((name) => Buffer.from(name));
    expect([...strings.hashes]).toEqual(
      spelled.map((name) => hashOfName(new DataView(name.buffer, name.byteOffset, name.length), 0, name.length)),
    );
  });

  it('is compiled from the source that stands beside it', { timeout: 60_000 }, () => {
    const script = fileURLToPath(new URL('../../scripts/build-wasm.mjs', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

/** Some megabytes: the test's own process has ten times as much. */
function heapOfEmptyProcess(): Buffer {
  const program = "process.stdout.write(require('fs').readFileSync(require('v8').writeHeapSnapshot()))";
  const directory = mkdtempSync(join(tmpdir(), 'poolscope-rows-'));
  try {
    return spawnSync(process.execPath, ['-e', program], { cwd: directory, maxBuffer: 2 ** 28 }).stdout;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function bytesOf(column: Uint8Array | Uint32Array | Float64Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}
