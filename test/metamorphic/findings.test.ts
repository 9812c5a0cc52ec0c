import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyzeSnapshots } from '../../src/analyze.js';
import type { Report } from '../../src/findings/report-schema.js';
import { openSnapshotStream } from '../../src/snapshot/byte-source.js';
import { expectFigures } from '../support/figures.js';
import type { HeapBuilder, HeapNode } from '../support/heap-dsl.js';
import { findReachable } from '../support/heap-dsl-writer.js';
import { renumber } from './renumber.js';
import { capture, type LeakShape, SHAPES } from './shapes.js';

function analyze(series: readonly string[]): Promise<Report> {
  return analyzeSnapshots(
    series.map((text, index) => ({
      name: `${index}`,
      path: null,
      open: () => Promise.resolve(openSnapshotStream(Readable.from([Buffer.from(text)]), `${index}`)),
    })),
  );
}

/** Which of many alike objects serves as the sample is free: its id, and its slot in a collection. */
const anySlot = (text: string) => text.replace(/\[\d+\]/g, '[]');

/** The findings without what may differ. */
function findingsOf(report: Report) {
  return report.findings.map(({ sampleNodeIds, path, ...rest }) => ({
    ...rest,
    samples: sampleNodeIds.length,
    path:
      path === null
        ? null
        : {
            ...path,
            sampleNodeId: 0,
            folded: anySlot(path.folded),
            steps: path.steps.map(anySlot),
            expression: path.expression === null ? null : anySlot(path.expression),
          },
  }));
}

/** A report without what may differ: samples, and totals over the whole heap. */
function essence(report: Report) {
  return {
    verdict: report.verdict,
    headline: report.headline,
    findings: findingsOf(report),
    pools: report.pools.map((pool) => ({ ...pool, nodeId: 0 })),
    growth: report.growth,
    notes: report.notes,
    comparable: report.series.epoch.comparable,
  };
}

/** A scramble of 32 bits, different for each seed. Source: the finalizer of MurmurHash3 (Appleby). */
function scramble(value: number, seed: number): number {
  let bits = Math.imul(value ^ seed, 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

const shuffled = (seed: number) => (a: HeapNode, b: HeapNode) =>
  scramble(a.id, seed) - scramble(b.id, seed) || a.id - b.id;

const live = (heap: HeapBuilder): HeapNode[] => [...findReachable(heap.root)].filter(({ type }) => type === 'object');

/** Unreachable objects, some of the leaking classes, that refer to everything that lives. */
function addGarbage(heap: HeapBuilder): void {
  const nodes = live(heap);
  const bin = heap.object('Garbage');
  nodes.forEach((node, index) => bin.element(index, node));
  for (const node of nodes.slice(0, 40)) heap.object(node.name).property('old', node).property('bin', bin);
}

/** A watcher that lives, and refers weakly to everything. */
function addWeakEdges(heap: HeapBuilder, round: number): void {
  const watcher = heap.object('Watcher', { size: 32 });
  live(heap).forEach((node, index) => watcher.weak(`${index}`, node));
  heap.global.property(`watcher${round}`, watcher);
}

describe.each(SHAPES)('$name', (shape: LeakShape) => {
  let plain: Report;

  beforeAll(async () => {
    plain = await analyze(capture(shape));
  });

  test('its figures add up', () => {
    expectFigures(plain, plain.series.snapshots.length);
  });

  test('is found at its holder', () => {
    expect(plain.findings[0]?.verdict).toMatch(/^(leak|suspect)$/);
    expect(plain.findings[0]?.brokenEdge?.label).toMatch(shape.label);
  });

  test('the same series gives the same report', async () => {
    expect(await analyze(capture(shape))).toEqual(plain);
  });

  test.each([1, 2, 3])('the order of the nodes does not matter (order %i)', async (seed) => {
    const report = await analyze(capture(shape, { order: shuffled(seed) }));
    expect(essence(report)).toEqual(essence(plain));
  });

  // The table `growth` counts what is in the file, see docs/limits.md: V8 itself leaves garbage out.
  test('garbage that was not collected does not change the findings', async () => {
    const report = await analyze(capture(shape, { keepGarbage: true, disturb: addGarbage }));
    expect(findingsOf(report)).toEqual(findingsOf(plain));
  });

  test('weak edges do not matter', async () => {
    const report = await analyze(capture(shape, { disturb: addWeakEdges }));
    expect(essence(report)).toEqual(essence(plain));
  });

  test('numbering the nodes otherwise, all over the series alike, does not matter', async () => {
    const report = await analyze(capture(shape).map(renumber));
    expect(essence(report)).toEqual(essence(plain));
  });

  test.each(['18', '20', '24', '26'] as const)('Node %s gives the same findings and fingerprints', async (version) => {
    const report = await analyze(capture(shape, { version }));
    const short = ({ findings }: Report) =>
      findings.map(({ kind, verdict, fingerprint, brokenEdge, suspects, dead }) => [
        kind,
        verdict,
        fingerprint,
        brokenEdge?.label,
        suspects,
        dead,
      ]);
    expect(short(report)).toEqual(short(plain));
  });
});
