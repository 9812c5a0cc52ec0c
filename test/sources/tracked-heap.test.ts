import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyzeSnapshots } from '../../src/analyze.js';
import { sourceFilesOnDisk } from '../../src/disk/source-files-on-disk.js';
import type { Report } from '../../src/findings/report-schema.js';
import { renderReport } from '../../src/report/formats.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';

const ROUNDS = 4;

/** In pieces, as tools look for it in this file, too. */
const MAP_COMMENT = ['//# sourceMapping', 'URL=app.mjs.map'].join('');

/** Leaks 20 connections a round, and writes a snapshot after each, with allocation stacks. */
const PROGRAM = `import { Session } from 'node:inspector';
import { promisify } from 'node:util';
import { closeSync, openSync, writeSync } from 'node:fs';
class Conn { constructor(id) { this.id = id; this.destroyed = true; } }
function openConn(id) { return new Conn(id); }
class Ledger { constructor() { this.booked = []; } book() { for (let i = 0; i < 20; i += 1) this.booked.push(openConn(i)); } }
globalThis.ledger = new Ledger();
const session = new Session();
session.connect();
const post = promisify(session.post).bind(session);
await post('HeapProfiler.enable');
await post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
for (let round = 0; round < ${ROUNDS}; round += 1) {
  globalThis.ledger.book();
  await new Promise((resolve) => setTimeout(resolve, 120));
  const file = openSync(round + '.heapsnapshot', 'w');
  const write = ({ params }) => writeSync(file, params.chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', write);
  await post('HeapProfiler.takeHeapSnapshot', {});
  session.off('HeapProfiler.addHeapSnapshotChunk', write);
  closeSync(file);
}
process.exit(0);
${MAP_COMMENT}
`;

/** Line n of the program is line n + 100 of leak.ts. */
const MAP = JSON.stringify({
  version: 3,
  sources: ['src/leak.ts'],
  names: [],
  mappings: `AAoGA${';AACA'.repeat(PROGRAM.split('\n').length)}`,
});

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-tracked-'));
  writeFileSync(join(folder, 'app.mjs'), PROGRAM);
  writeFileSync(join(folder, 'app.mjs.map'), MAP);
  await promisify(execFile)(process.execPath, ['app.mjs'], { cwd: folder, timeout: 60_000 });
}, 90_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function analyze(options: Parameters<typeof analyzeSnapshots>[1] = {}): Promise<Report> {
  const inputs = Array.from({ length: ROUNDS }, (_, round) => {
    const path = join(folder, `${round}.heapsnapshot`);
    return { name: path, path, open: () => openSnapshotFile(path) };
  });
  return analyzeSnapshots(inputs, options);
}

describe('a tracked heap of this Node.js', () => {
  test('tells the lines of the source, the stacks and the ages', { timeout: 60_000 }, async () => {
    const report = await analyze({ sourceFiles: sourceFilesOnDisk });
    const [finding] = report.findings;
    expect(finding?.classes[0]).toMatchObject({
      name: 'Conn',
      source: { file: join(folder, 'src/leak.ts'), line: 104 },
    });
    expect(finding?.brokenEdge?.source).toMatchObject({ file: join(folder, 'src/leak.ts'), line: 106 });
    const frames = finding?.allocatedAt?.stacks[0]?.frames.map((frame) => [frame.function, frame.source?.line]);
    expect(frames?.slice(0, 2)).toEqual([
      ['openConn', 105],
      ['book', 106],
    ]);
    expect(finding?.allocatedAt?.tracked).toBe(finding?.suspects);
    expect(finding?.ages?.oldestMs).toBeGreaterThan(finding?.ages?.medianMs ?? Number.NaN);
    expect(finding?.evidence.for.map(({ code }) => code)).toContain('ages');
    const text = await renderReport(report, 'text', { width: 200, color: false, verbose: true });
    expect(text).toMatch(/made by +`openConn` .*leak\.ts:105:1 ← `book` .*leak\.ts:106:1/);
  });

  test('tells the lines of the JavaScript without files to read, and the same fingerprint', async () => {
    const [plain, mapped] = [await analyze(), await analyze({ sourceFiles: sourceFilesOnDisk })];
    expect(plain.findings[0]?.classes[0]?.source).toMatchObject({ file: join(folder, 'app.mjs'), line: 4 });
    expect(plain.findings[0]?.fingerprint).toBe(mapped.findings[0]?.fingerprint);
  }, 60_000);
});
