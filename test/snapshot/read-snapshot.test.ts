import { describe, expect, it } from 'vitest';
import { NodeType } from '../../src/snapshot/kinds.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { sampleHeap } from './sample-heap.js';
import { type ParsedSnapshot, parse, plainByJsonParse, textSource, toPlain } from './support.js';

const text = sampleHeap().toJson();

async function read(source: string, chunkSize?: number) {
  return toPlain(await readSnapshot(textSource(source, chunkSize)));
}

function edited(edit: (snapshot: ParsedSnapshot) => void): string {
  const snapshot = parse(text);
  edit(snapshot);
  return JSON.stringify(snapshot);
}

describe('readSnapshot agrees with JSON.parse', () => {
  it.each(['18', '20', '22', '24', '26'] as const)('on the layout of Node %s', async (version) => {
    const json = sampleHeap(version).toJson();
    expect(await read(json)).toEqual(plainByJsonParse(json));
  });

  it.each([1, 2, 3, 5, 7, 11, 13, 64, 1000])('when chunks have %i bytes', async (size) => {
    expect(await read(text, size)).toEqual(plainByJsonParse(text));
  });

  it('when other whitespace stands between the tokens', async () => {
    const spaced = JSON.stringify(parse(text), null, 2).replaceAll('\n', '\r\n\t');
    expect(await read(spaced, 17)).toEqual(plainByJsonParse(text));
    expect(await read(` \n${text}\r\n `)).toEqual(plainByJsonParse(text));
  });

  it('when all whitespace is gone', async () => {
    expect(await read(JSON.stringify(parse(text)))).toEqual(plainByJsonParse(text));
  });

  it('when the fields of nodes, edges, locations and samples stand in another order', async () => {
    const permuted = edited((snapshot) => {
      const { meta } = snapshot.snapshot;
      snapshot.nodes = reverseRows(snapshot.nodes, meta.node_fields.length);
      snapshot.edges = reverseRows(snapshot.edges, meta.edge_fields.length);
      snapshot.locations = reverseRows(snapshot.locations, meta.location_fields.length);
      snapshot.samples = reverseRows(snapshot.samples, meta.sample_fields.length);
      for (const list of [
        meta.node_fields,
        meta.node_types,
        meta.edge_fields,
        meta.edge_types,
        meta.location_fields,
        meta.sample_fields,
      ]) {
        list.reverse();
      }
    });
    expect(await read(permuted, 97)).toEqual(plainByJsonParse(text));
  });

  it('when the sections stand in another order', async () => {
    const { strings, samples, locations, edges, nodes, snapshot } = parse(text);
    expect(await read(JSON.stringify({ strings, snapshot, samples, locations, edges, nodes }))).toEqual(
      plainByJsonParse(text),
    );
  });
});

describe('readSnapshot skips what it does not know', () => {
  it('sections of any shape before, between and after the known ones', async () => {
    const { snapshot, ...rest } = parse(text);
    const odd = {
      deep: [{ 'a]"}': '\\"]}{' }, [[], {}, null, true, -1.5e3]],
      scopes: 7,
      word: null,
      s: 'x\\',
      empty: {},
    };
    for (const size of [1, 3, 4096]) {
      expect(await read(JSON.stringify({ ...odd, snapshot, later: odd, ...rest, last: -0.5 }), size)).toEqual(
        plainByJsonParse(text),
      );
    }
  });

  it('fields that a row has more, whatever their values', async () => {
    const wider = edited((snapshot) => {
      const { meta } = snapshot.snapshot;
      snapshot.nodes = chunk(snapshot.nodes, meta.node_fields.length).flatMap((row) => [2 ** 40, ...row]);
      meta.node_fields.unshift('novelty');
      meta.node_types.unshift('number');
      snapshot.edges = chunk(snapshot.edges, 3).flatMap(([type = 0, name = 0, to = 0]) => [
        type,
        name,
        (to / 7) * 8,
        99,
      ]);
      meta.edge_fields.push('weight');
      snapshot.locations = chunk(snapshot.locations, 4).flatMap(([node = 0, ...place]) => [(node / 7) * 8, ...place]);
    });
    expect(await read(wider)).toEqual(plainByJsonParse(text));
  });

  it('names of node types, which become "other"', async () => {
    const columns = await read(text.replace('"regexp","number"', '"regexp","quaternion"'));
    expect(columns.nodeTypes).toContain(NodeType.other);
    expect(columns.nodeTypes).not.toContain(NodeType.number);
  });

  it('what the name of an edge of an unknown type means: a number that is no string becomes string 0', async () => {
    const columns = await read(
      edited((snapshot) => {
        snapshot.snapshot.meta.edge_types[0] = [
          'context',
          'element',
          'property',
          'internal',
          'hidden',
          'shortcut',
          'weak',
          'novelty',
        ];
        snapshot.edges[0] = 7;
        snapshot.edges[1] = 4_000_000_000;
      }),
    );
    expect(columns.edgeNames[0]).toBe(0);
  });

  it('locations and samples that meta does not describe', async () => {
    const columns = await read(text.replace('"location_fields"', '"a"').replace('"sample_fields"', '"b"'));
    expect(columns.locations).toEqual([]);
    expect(columns.samples).toEqual([]);
  });
});

describe('readSnapshot', () => {
  it('keeps shallow sizes of 4 GiB and more, as large array buffers have', async () => {
    const large = edited((snapshot) => {
      snapshot.nodes[7 * 3 + 3] = 5_000_000_000_000;
    });
    for (const size of [1, 10, 2 ** 20]) {
      const columns = await readSnapshot(textSource(large, size));
      expect(columns.shallowSizes).toBeInstanceOf(Float64Array);
      expect([...columns.shallowSizes]).toEqual(plainByJsonParse(large).shallowSizes);
    }
    expect((await readSnapshot(textSource(text))).shallowSizes).toBeInstanceOf(Uint32Array);
  });

  it('reports progress in bytes, up to all of them', async () => {
    const seen: [number, number | null][] = [];
    await readSnapshot(textSource(text, 1000), { onProgress: (bytes, total) => seen.push([bytes, total]) });
    expect(seen.at(0)).toEqual([1000, text.length]);
    expect(seen.at(-1)).toEqual([text.length, text.length]);
  });

  it('throws the reason of an abort as it is, between two chunks', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    let chunks = 0;
    const reading = readSnapshot(textSource(text, 1000), {
      signal: controller.signal,
      onProgress: () => {
        chunks++;
        if (chunks === 3) controller.abort(reason);
      },
    });
    await expect(reading).rejects.toBe(reason);
    expect(chunks).toBe(3);
    await expect(readSnapshot(textSource(text), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

function chunk(values: readonly number[], length: number): number[][] {
  return Array.from({ length: values.length / length }, (_, i) => values.slice(i * length, (i + 1) * length));
}

function reverseRows(values: readonly number[], length: number): number[] {
  return chunk(values, length).flatMap((row) => row.reverse());
}
