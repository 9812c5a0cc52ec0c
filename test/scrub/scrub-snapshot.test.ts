import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ToolError } from '../../src/errors.js';
import { Scrubber } from '../../src/scrub/scrub-snapshot.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { columnsOf, KEY, scrub, scrubWith, stringsOf, textSource } from './support.js';

/** A plain object whose properties V8 keeps in a table: it has a dictionary as its store. */
function dictionary(heap: HeapBuilder, keys: readonly string[]) {
  const table = heap.object();
  for (const key of keys) table.property(key, heap.object('Conn'));
  return table.internal('properties', heap.allocate('array', '(object properties)'));
}

describe('what a scrubbed snapshot contains', () => {
  it('has no contents of strings, and all names of classes, fields, functions and variables', async () => {
    // global ─pool▶ Pool ─password▶ "hunter2"    Pool ─connect▶ connect() ─context▶ { url: "postgres://…" }
    const heap = new HeapBuilder();
    const connect = heap.closure('connect', { context: { url: heap.string('postgres://u:hunter3@db/app') } });
    const pool = heap.object('Pool').property('password', heap.string('hunter2')).property('connect', connect);
    heap.global.property('pool', pool);
    const strings = stringsOf(await scrub(heap.toJson()));
    expect(strings).toEqual(expect.arrayContaining(['Pool', 'password', 'connect', 'url']));
    expect(strings.join(' ')).not.toMatch(/hunter|postgres/);
  });

  it('keeps a field whose name is also a secret, but not the secret', async () => {
    // Conn ─token▶ "token": one string of the table, which V8 uses for both
    const heap = new HeapBuilder();
    heap.global.property('conn', heap.object('Conn').property('token', heap.string('token')));
    const text = heap.toJson();
    const [before, after] = [await columnsOf(text), await columnsOf(await scrub(text))];
    const node = [...before.nodeTypes.keys()].findIndex((at) => before.strings.get(before.nodeNames[at]) === 'token');
    expect(node).toBeGreaterThan(0);
    expect(after.strings.get(after.nodeNames[node])).toMatch(/^[a-z]{16}$/);
    expect(after.strings.indexOf('token')).not.toBe(-1);
  });

  it('replaces keys of tables: of dictionaries, of Maps, and of plain objects that no code speaks of', async () => {
    const heap = new HeapBuilder();
    const record = heap.object().property('secretOne', heap.object('Conn')).property('spokenOf', heap.object('Conn'));
    heap.global
      .property('byToken', dictionary(heap, ['secretTwo', 'secret-three']))
      .property('byUser', heap.map([[heap.string('secretFour'), heap.object('Conn')]]))
      .property('record', record)
      .property('use', heap.closure('use', { words: ['spokenOf', 'secret in the code'] }));
    const text = await scrub(heap.toJson());
    expect(text).not.toContain('secret');
    expect(stringsOf(text)).toContain('spokenOf');
  });

  it('replaces keys of an object of a class when V8 keeps it as a dictionary, also those of functions', async () => {
    const heap = new HeapBuilder();
    const registry = heap
      .object('Registry')
      .property('secretOne', heap.closure(''))
      .property('run', heap.closure('run'));
    registry.internal('properties', heap.allocate('array', '(object properties)'));
    heap.global.property('registry', registry);
    const strings = stringsOf(await scrub(heap.toJson()));
    expect(strings).toContain('run');
    expect(strings).not.toContain('secretOne');
  });

  it('keeps the names of global variables, which V8 keeps in a dictionary', async () => {
    const heap = new HeapBuilder();
    heap.global.property('tablet', heap.object('Conn')).property('no name', heap.object('Conn'));
    heap.global.internal('properties', heap.allocate('array', '(object properties)'));
    const strings = stringsOf(await scrub(heap.toJson()));
    expect(strings).toContain('tablet');
    expect(strings).not.toContain('no name');
  });

  it('keeps what profiles, events and states are called, as the analysis reads them', async () => {
    const heap = new HeapBuilder();
    const listeners = dictionary(heap, ['error', 'drain']);
    const conn = heap.object('Conn').property('readyState', heap.string('closed')).property('_events', listeners);
    heap.global.property('options', heap.object().property('max', 10)).property('conn', conn);
    const strings = stringsOf(await scrub(heap.toJson()));
    expect(strings).toEqual(expect.arrayContaining(['closed', 'error', 'drain', 'max', 'readyState']));
  });

  it('replaces the value in the name of an entry of a WeakMap, and keeps the class', async () => {
    // V8 puts the names of key and value into the name of the reference.
    const heap = new HeapBuilder();
    const key = heap.object('Conn');
    const table = heap.weakMap();
    table.entry(key, heap.string('secret ) -> value (of @1'));
    heap.global.property('conn', key).property('table', table);
    const text = await scrub(heap.toJson());
    expect(text).not.toContain('secret');
    expect(stringsOf(text).some((name) => /part of key \(Conn @\d+\) -> value \([~a-z]+ @\d+\) pair/.test(name))).toBe(
      true,
    );
  });

  it('keeps the path of a script, also as a value, without what its URL has of credentials or text', async () => {
    const heap = new HeapBuilder();
    for (const file of ['/app/pool.js', 'https://me:hunter2@cdn/x.js?key=hunter3', 'data:text/javascript,hunter4'])
      heap.global.property(
        `use${file.length}`,
        heap.closure('use', { source: { file, line: 1, column: 1 } } as object),
      );
    heap.global.property('script', heap.script('/app/pool.js'));
    heap.global.property('filename', heap.object('Module').property('filename', heap.string('/app/pool.js')));
    const text = await scrub(heap.toJson());
    expect(stringsOf(text)).toContain('/app/pool.js');
    expect(text).not.toContain('hunter');
  });

  it('leaves no text in a section or a field of the header that it does not know', async () => {
    const heap = new HeapBuilder();
    heap.global.property('conn', heap.object('Conn'));
    const json = JSON.parse(heap.toJson()) as Record<string, unknown>;
    json['snapshot'] = { ...(json['snapshot'] as object), title: 'secret', uid: 7 };
    json['remarks'] = { 'secret "\\u0041': ['secret\\', 1.5, null] };
    const copy = await scrub(JSON.stringify(json), {}, 7);
    expect(copy).not.toContain('secret');
    expect(JSON.parse(copy)).toMatchObject({ remarks: { '': ['', 1.5, null] }, snapshot: { uid: 7 } });
  });
});

describe('the graph of a scrubbed snapshot', () => {
  it.each(['18', '20', '22', '24', '26'] as const)(
    'is the same, node by node and edge by edge, on Node %s',
    async (version) => {
      const heap = new HeapBuilder({ version });
      const conn = heap.object('Conn', { size: 96 }).property('id', 7).property('name', heap.string('name'));
      heap.global.property('pool', heap.object('Pool').property('list', heap.array([conn, heap.map([['a', conn]])])));
      const text = heap.toJson();
      const [before, after] = [await columnsOf(text), await columnsOf(await scrub(text))];
      for (const column of ['nodeTypes', 'nodeIds', 'shallowSizes', 'firstEdges', 'edgeHeads', 'edgeNames'] as const)
        expect(after[column]).toEqual(before[column]);
    },
  );

  it('does not depend on how the bytes arrive', async () => {
    const heap = new HeapBuilder();
    heap.global.property('conn', heap.object('Conn').property('ünïcode "\\', heap.string('seçret "\\\n\u{1f600}')));
    const text = heap.toJson();
    const whole = await scrub(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (chunkBytes) => {
        expect(await scrub(text, {}, chunkBytes)).toBe(whole);
      }),
      { numRuns: 20 },
    );
  });
});

describe('replacements', () => {
  const heapWith = (text: string): string => {
    const heap = new HeapBuilder();
    heap.global.property('value', heap.object('Conn').property('secret', heap.string(text)));
    return heap.toJson();
  };

  it('are the same for the same text in a whole series, and others under another key', async () => {
    const scrubber = new Scrubber({ key: KEY });
    const one = stringsOf(await scrubWith(scrubber, heapWith('hunter2')));
    expect(stringsOf(await scrubWith(scrubber, heapWith('hunter2')))).toEqual(one);
    expect(stringsOf(await scrub(heapWith('hunter2'), { key: Buffer.from('another key of the tests') }))).not.toEqual(
      one,
    );
  });

  it('do not tell how long a text was', async () => {
    const [short, long] = [await scrub(heapWith('x y!')), await scrub(heapWith(`x y!${'z'.repeat(500)}`))];
    expect(short.length).toBe(long.length);
  });

  it('keep a name in all snapshots of a series when the code of only one speaks of it', async () => {
    // The engine drops the code of functions that were not called for a while.
    const snapshot = (hasCode: boolean): string => {
      const heap = new HeapBuilder();
      heap.global.property('state', heap.object().property('sessions', heap.object('Conn')));
      heap.global.property('use', heap.closure('use', hasCode ? { words: ['sessions'] } : {}));
      return heap.toJson();
    };
    const scrubber = new Scrubber({ key: KEY });
    for (const hasCode of [false, true]) await scrubber.learn(textSource(snapshot(hasCode)));
    expect(stringsOf(await scrubWith(scrubber, snapshot(false)))).toContain('sessions');
    expect(stringsOf(await scrub(snapshot(false)))).not.toContain('sessions');
  });
});

describe('on request', () => {
  const text = (): string => {
    const heap = new HeapBuilder();
    heap.global.property('pool', heap.object('TenantPool').property('tenantPin', 4711).property('ratio', 2.75));
    heap.global.property('run', heap.closure('billTenant')).property('script', heap.script('/srv/tenant/orders.js'));
    return heap.toJson();
  };

  it('numbers are left out, as in a snapshot without them', async () => {
    expect(stringsOf(await scrub(text()))).toEqual(expect.arrayContaining(['4711', '2.75']));
    expect(await scrub(text(), { numbers: true })).not.toMatch(/"(4711|2\.75)"/);
  });

  it('names of the program are replaced everywhere alike, and those of V8 and JavaScript are not', async () => {
    const strings = stringsOf(await scrub(text(), { names: true }));
    expect(strings.join(' ')).not.toMatch(/tenant|orders|srv/i);
    expect(strings).toEqual(expect.arrayContaining(['(GC roots)', '4711']));
    expect(strings.some((name) => /^\/[a-z]{16}\/[a-z]{16}\/[a-z]{16}\.js$/.test(name))).toBe(true);
  });
});

describe('faults', () => {
  it('in a section that is only copied do not let a word through', async () => {
    const text = new HeapBuilder().toJson().replace('"samples":[', '"samples":[hunter2');
    await expect(scrub(text)).rejects.toThrow(/expected numbers, found "h" \(section "samples", byte \d+\)/);
  });

  it('are reported with their place, as by the reader', async () => {
    const text = new HeapBuilder().toJson();
    await expect(scrub(text.slice(0, -40))).rejects.toThrow(ToolError);
    await expect(scrub(text.replace('"nodes":[', '"nodes":[7,'))).rejects.toThrow(/section "nodes", byte \d+/);
    await expect(scrub('{"nodes":[]}')).rejects.toThrow(ToolError);
  });
});
