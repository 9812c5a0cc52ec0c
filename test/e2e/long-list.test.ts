import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HeapBuilder, type HeapNode } from '../support/heap-dsl.js';
import { analyzeToJson, poolscope } from './support/command-line.js';

const LENGTH = 100_000;
/** More than this would be a list of connections rather than a report about them. */
const MAX_REPORT_CHARACTERS = 100_000;

let scratch = '';

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-long-list-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/**
 * Three snapshots of a pool that hangs each closed connection in front of the last one closed.
 *
 * ```
 *   global ──pool──▶ Pool ──idle──▶ [ Connection, Connection ]      open
 *                      └───lastClosed──▶ Connection ──next──▶ Connection ──next──▶ …   closed
 * ```
 */
async function writeSeries(length: number): Promise<string[]> {
  const heap = new HeapBuilder();
  const connection = (closed: boolean): HeapNode => heap.object('Connection', { size: 96 }).property('closed', closed);
  const pool = heap.object('Pool').property('idle', heap.array([connection(false), connection(false)]));
  heap.global.property('pool', pool);
  let last: HeapNode | null = null;
  const files: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (let count = 0; count < length / 2 && round > 0; count += 1) {
      const closed = connection(true);
      closed.property('next', last);
      pool.property('lastClosed', closed);
      last = closed;
    }
    const file = join(scratch, `${round}.heapsnapshot`);
    await writeFile(file, heap.toJson());
    files.push(file);
  }
  return files;
}

describe('a list of 100,000 closed connections', { timeout: 120_000 }, () => {
  it('is found, folded and told in a few lines, as a series and from its last snapshot alone', async () => {
    const files = await writeSeries(LENGTH);
    for (const argv of [files, files.slice(2)]) {
      const { code, report } = await analyzeToJson(argv);
      const [finding] = report.findings;
      // Whether the first of the list counts as one that the pool still has is a matter of opinion.
      expect(finding?.suspects).toBeGreaterThanOrEqual(LENGTH - 1);
      expect(finding).toMatchObject({ verdict: 'leak', dead: finding?.suspects });
      expect(code).toBe(1);
      expect(finding?.brokenEdge).toMatchObject({ frees: finding?.suspects, livingLost: 0 });
      expect(finding?.brokenEdge?.label).toMatch(/^(Pool\.lastClosed|Connection(\(\w+\))?\.next)$/);
      expect(finding?.path?.folded).toMatch(/\(Connection\.next → Connection\) × \d{3}/);
      expect(JSON.stringify(report).length).toBeLessThan(MAX_REPORT_CHARACTERS);
    }
    const { stdout } = await poolscope(['analyze', ...files]);
    expect(stdout.split('\n').length).toBeLessThan(80);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
