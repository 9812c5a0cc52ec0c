import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyzeSnapshots, openSnapshotFile } from '../../src/index.js';

const generator = fileURLToPath(new URL('../../bench/write-heap.mjs', import.meta.url));
const series = ['--size', '6MB', '--series', '3', '--leak', '40', '--labels', '2'];

interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly nodes: number;
  readonly edges: number;
}

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-written-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, args: readonly string[]): WrittenFile[] {
  const out = join(folder, name);
  const printed = execFileSync(process.execPath, [generator, ...args, '--out', out], { encoding: 'utf8' });
  return (JSON.parse(printed) as { files: WrittenFile[] }).files;
}

function analyze(files: readonly WrittenFile[]): ReturnType<typeof analyzeSnapshots> {
  return analyzeSnapshots(files.map(({ path }) => ({ name: path, path, open: () => openSnapshotFile(path) })));
}

describe('a written heap', () => {
  it('is the same, byte by byte, for the same arguments, and another for another seed', () => {
    const digests = [
      ['a', '1'],
      ['b', '1'],
      ['c', '2'],
    ].map(([name, seed]) => {
      const [file] = write(name, ['--size', '5MB', '--seed', seed]);
      return createHash('sha256').update(readFileSync(file.path)).digest('hex');
    });
    expect(digests[1]).toBe(digests[0]);
    expect(digests[2]).not.toBe(digests[0]);
  });

  it('has the size asked for, and the nodes and edges it speaks of, in the proportion of real ones', () => {
    const [{ path, bytes, nodes, edges }] = write('size', ['--size', '20MB']);
    expect(bytes / 20e6).toBeGreaterThan(0.97);
    expect(bytes / 20e6).toBeLessThan(1.03);
    const heap = JSON.parse(readFileSync(path, 'utf8')) as Record<'nodes' | 'edges' | 'strings', number[]>;
    expect([heap.nodes.length / 7, heap.edges.length / 3]).toEqual([nodes, edges]);
    expect(edges / nodes).toBeCloseTo(3.4, 0);
    expect(bytes / nodes).toBeGreaterThan(70);
    expect(bytes / nodes).toBeLessThan(85);
  });

  it('is well formed: ids come once, edges lead to nodes, every node is reached, names are strings', () => {
    const [{ path, nodes }] = write('form', ['--size', '5MB']);
    const heap = JSON.parse(readFileSync(path, 'utf8')) as Record<'nodes' | 'edges' | 'strings', number[]>;
    const rows = Array.from({ length: nodes }, (_, node) => heap.nodes.slice(node * 7, node * 7 + 7));
    expect(new Set(rows.map(([, , id]) => id)).size).toBe(nodes);
    expect(rows.every(([, name]) => name < heap.strings.length)).toBe(true);
    const firstEdges = [0];
    for (const [, , , , edgeCount] of rows) firstEdges.push((firstEdges.at(-1) ?? 0) + edgeCount);
    expect(firstEdges.at(-1)).toBe(heap.edges.length / 3);
    const reached = new Set([0]);
    for (const node of reached) {
      for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge += 1)
        reached.add(heap.edges[edge * 3 + 2] / 7);
    }
    expect(reached.size).toBe(nodes);
    expect(Math.max(...reached)).toBe(nodes - 1);
  });

  it('leaks as many connections a round as was asked, half of them in each of two ledgers', async () => {
    const { findings } = await analyze(write('leak', series));
    expect(findings.map(({ verdict, suspects }) => [verdict, suspects])).toEqual([
      ['leak', 40],
      ['leak', 40],
    ]);
    expect(findings.map(({ brokenEdge }) => brokenEdge?.label).toSorted()).toEqual([
      'Ledger0.entries{}',
      'Ledger1.entries{}',
    ]);
  });

  it('without a leak has none, although a round replaces documents', async () => {
    const { findings } = await analyze(write('healthy', ['--size', '6MB', '--series', '3']));
    expect(findings).toEqual([]);
  });
});
