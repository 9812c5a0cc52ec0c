import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';

import { analyzeSnapshots } from '../../src/analyze.js';
import type { Report } from '../../src/findings/report-schema.js';
import { openSnapshotStream } from '../../src/snapshot/byte-source.js';
import { doubleStrings, escapeStrings, resection, reverseEdges } from './rewrite.js';
import { capture, type LeakShape, SHAPES } from './shapes.js';

type Split = (bytes: Buffer) => Buffer[];
const whole: Split = (bytes) => [bytes];
const inPieces =
  (size: number): Split =>
  (bytes) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );

function analyze(series: readonly string[], split: Split = whole, pack: (text: string) => Buffer = Buffer.from) {
  return analyzeSnapshots(
    series.map((text, index) => ({
      name: `${index}`,
      path: null,
      open: () => Promise.resolve(openSnapshotStream(Readable.from(split(pack(text))), `${index}`)),
    })),
  );
}

describe.each(SHAPES)('$name: the report of the same heap is the same', (shape: LeakShape) => {
  let series: readonly string[] = [];
  let plain: Report;
  beforeAll(async () => {
    series = capture(shape);
    plain = await analyze(series);
  });

  test.each([
    ['its sections in another order', resection],
    ['every string twice in the file', doubleStrings],
    ['all letters spelled as escapes', escapeStrings],
    ['all of it twice over', (text: string) => resection(doubleStrings(escapeStrings(text)))],
  ])('with %s', async (_, rewrite) => {
    expect(await analyze(series.map(rewrite))).toEqual(plain);
  });

  test.each([1, 7, 4093, 65_536])('in pieces of %i bytes', async (size) => {
    expect(await analyze(series, inPieces(size))).toEqual(plain);
  });

  test('compressed, in pieces', async () => {
    expect(await analyze(series, inPieces(11), gzipSync)).toEqual(plain);
  });

  // Of alike objects another one may serve as the sample.
  test('with the references of each object in the opposite order', async () => {
    const findings = ({ findings: all, verdict, headline }: Report) => [
      verdict,
      headline,
      all.map(({ kind, fingerprint, suspects, brokenEdge, evidence, holders, classes, countPerSnapshot }) => {
        const { path: _, ...edge } = { path: null, ...brokenEdge };
        return { kind, fingerprint, suspects, edge, evidence, holders, classes, countPerSnapshot };
      }),
    ];
    expect(findings(await analyze(series.map(reverseEdges)))).toEqual(findings(plain));
  });
});
