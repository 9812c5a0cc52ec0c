import { describe, expect, test } from 'vitest';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import type { Finding } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

const PER_ROUND = 30;
const FILE = '/srv/app.js';

/** Sets a program up, and returns what it does with each closed connection. */
type Form = (heap: HeapBuilder) => (line: HeapNode, serial: number) => void;

/** What the first finding says after so many snapshots, of which each has 30 connections more that are closed. */
async function findingOf(form: Form, snapshots: number, className = 'LineConnection'): Promise<Finding | undefined> {
  const heap = new HeapBuilder();
  const series = new SeriesAnalysis();
  const keep = form(heap);
  for (let round = 0; ; round += 1) {
    for (let index = 0; index < PER_ROUND; index += 1)
      keep(heap.object(className, { size: 300 }).property('closed', true), round * PER_ROUND + index);
    const graph = new HeapGraph(await heap.toColumns());
    if (round === snapshots - 1) return series.finish(graph, undefined, null).findings[0];
    series.add(graph, null);
  }
}

async function placesOf(form: Form, snapshots: readonly number[]): Promise<(string | undefined)[]> {
  const findings = await Promise.all(snapshots.map((count) => findingOf(form, count)));
  const prints = new Set(findings.map((finding) => finding?.fingerprint));
  const labels = findings.map((finding) => finding?.brokenEdge?.label);
  return prints.size === 1 ? [...new Set(labels)] : labels;
}

function depot(heap: HeapBuilder, out: HeapNode): HeapNode {
  const node = heap.object(heap.class('Depot', { file: FILE, line: 1 })).property('out', out);
  heap.global.property('depot', node);
  return node;
}

const slipOf = (heap: HeapBuilder) => heap.class('Slip', { file: FILE, line: 5 });

/** Each is a place of records, as the program makes them, and what the place is called. */
const FORMS: readonly (readonly [title: string, place: string, form: Form])[] = [
  [
    // Depot ─out─▶ [ { line } ]
    'plain objects in an array',
    'Depot.out[]',
    (heap) => {
      const out = heap.array();
      depot(heap, out);
      return (line) => out.push(heap.object().property('line', line));
    },
  ],
  [
    // Depot ─out─▶ Map { text → { of: { line } } }
    'plain objects in plain objects in a Map',
    'Depot.out{}',
    (heap) => {
      const out = heap.map();
      depot(heap, out);
      const record = (line: HeapNode) => heap.object().property('of', heap.object().property('line', line));
      return (line, serial) => out.entries.set(`k${serial}`, record(line));
    },
  ],
  [
    // Depot ─out─▶ [ Slip { no, line } ]
    'objects of a small class in an array',
    'Depot.out[]',
    (heap) => {
      const out = heap.array();
      const slip = slipOf(heap);
      depot(heap, out);
      return (line, serial) => out.push(heap.object(slip).properties({ no: serial, note: `n${serial}`, line }));
    },
  ],
  [
    // Depot ─out─▶ Map { text → Slip { depot, line } }, and the Slip leads back
    'objects of a small class in a Map, which know where they are kept',
    'Depot.out{}',
    (heap) => {
      const out = heap.map();
      const slip = slipOf(heap);
      const owner = depot(heap, out);
      return (line, serial) => out.entries.set(`k${serial}`, heap.object(slip).properties({ depot: owner, line }));
    },
  ],
  [
    // Depot ─out─▶ { text: Slip { line } }
    'objects of a small class in a dictionary, with their fields in a store',
    'Depot.out{}',
    (heap) => {
      const out = heap.object();
      const slip = slipOf(heap);
      depot(heap, out);
      return (line, serial) =>
        void out.property(`key ${serial}`, heap.object(slip).property('line', line, { outOfObject: true }));
    },
  ],
  [
    // scope of the file ─slips─▶ Map { text → Slip { line } }
    'objects of a small class in a variable of a module',
    'module app.js → slips{}',
    (heap) => {
      const slips = heap.map();
      const slip = slipOf(heap);
      const context = heap.context({ slips }, heap.allocate('hidden', 'system / NativeContext'));
      heap.global.property('add', heap.closure('add', { place: { file: FILE, line: 3 }, context }));
      return (line, serial) => slips.entries.set(`k${serial}`, heap.object(slip).property('line', line));
    },
  ],
  [
    // Depot ─out─▶ [ { slip: Slip { line } } ]
    'objects of a small class in plain objects in an array',
    'Depot.out[]',
    (heap) => {
      const out = heap.array();
      const slip = slipOf(heap);
      depot(heap, out);
      return (line) => out.push(heap.object().property('slip', heap.object(slip).property('line', line)));
    },
  ],
];

describe('the dead in the records of a collection', () => {
  test.each(FORMS)(
    'are one fault of one place, in one snapshot, two, three or four: %s',
    async (_title, place, form) => {
      expect(await placesOf(form, [1, 2, 3, 4])).toEqual([place]);
    },
  );

  //   Depot ─out─▶ [ Tenant { budget: Budget, line } ]
  test('are the matter of a field of what is more than a record, until two snapshots show that it grows', async () => {
    const form: Form = (heap) => {
      const out = heap.array();
      depot(heap, out);
      const tenant = heap.class('Tenant', { file: FILE, line: 5 });
      const budget = heap.class('Budget', { file: FILE, line: 9 });
      return (line) => out.push(heap.object(tenant).properties({ budget: heap.object(budget), line }));
    };
    expect(await placesOf(form, [1])).toEqual(['Tenant.line']);
    expect(await placesOf(form, [2, 3, 4])).toEqual(['Depot.out[]']);
  });

  //   Depot ─out─▶ Map { text → Slip { line: Socket (closed) } }
  test('are led by sockets of Node.js as by connections of the program, and named with the entry', async () => {
    const form: Form = (heap) => {
      const out = heap.map();
      const slip = slipOf(heap);
      depot(heap, out);
      return (line, serial) => out.entries.set(`k${serial}`, heap.object(slip).properties({ no: serial, line }));
    };
    const findings = await Promise.all([1, 2, 3, 4].map((count) => findingOf(form, count, 'Socket')));
    expect(new Set(findings.map((finding) => finding?.fingerprint)).size).toBe(1);
    for (const finding of findings)
      expect(finding?.headline).toMatch(/^Remove a Slip from `Depot\.out\{\}` when its Socket closes: /);
  });

  //   Depot ─out─▶ [ Tenant × 200, of which 30 more have a line that is closed before each snapshot ]
  test('are the matter of a field where most records have none', async () => {
    const form: Form = (heap) => {
      const tenant = heap.class('Tenant', { file: FILE, line: 5 });
      const tenants = Array.from({ length: 250 }, () => heap.object(tenant));
      depot(heap, heap.array(tenants));
      return (line, serial) => void tenants[serial]?.property('line', line);
    };
    expect(await placesOf(form, [1, 2, 3, 4])).toEqual(['Tenant.line']);
  });
});
