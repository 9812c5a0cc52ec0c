import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import memlab, { type ILeakFilter } from '@memlab/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeSnapshots, type Report, type SeriesFindings, SnapshotSeries } from '../../src/index.js';
import { analysisPlugin, leakFilter, readMemlabSnapshot } from '../../src/memlab/memlab.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { toPlain } from '../snapshot/support.js';

const { analysis, config, fileManager, utils } = memlab;
const PER_ROUND = 20;
/** memlab takes seconds for each snapshot. */
const LIMIT_MS = 180_000;

let folder = '';
const files: string[] = [];

/** A pool that keeps its closed connections, and a queue of jobs that are not closed: 20 more of each before each snapshot. */
const PROGRAM = `
  const { writeHeapSnapshot } = require('node:v8');
  class Connection { closed = false; }
  class Job { name = 'send'; }
  class Pool { retired = []; }
  class Queue { jobs = []; }
  globalThis.pool = new Pool();
  globalThis.queue = new Queue();
  for (const file of process.argv.slice(1)) {
    for (let count = 0; count < ${PER_ROUND}; count += 1) {
      const connection = new Connection();
      connection.closed = true;
      pool.retired.push(connection);
      queue.jobs.push(new Job());
    }
    writeHeapSnapshot(file, { exposeNumericValues: true });
  }`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolscope-memlab-'));
  files.push(...['s1', 's2', 's3'].map((name) => join(folder, `${name}.heapsnapshot`)));
  const { status, stderr } = spawnSync(process.execPath, ['--eval', PROGRAM, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  config.muteConsole = true;
  config.errorHandling = memlab.ErrorHandling.Throw;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What our own reader and analysis say, without the program's code. */
const analyzeAlone = (): Promise<Report> =>
  analyzeSnapshots(files.map((path) => ({ name: path, path, open: () => openSnapshotFile(path) })));

const load = (file: string) => utils.getSnapshotFromFile(file, {});

/** What `memlab find-leaks` does with three files and a filter: the path of one object of each leak. */
async function findLeaks(filter: ILeakFilter): Promise<string[]> {
  config.useExternalSnapshot = true;
  config.externalSnapshotFilePaths = files;
  config.externalLeakFilter = filter;
  fileManager.initDirs(config, { workDir: join(folder, 'work') });
  const traces = await analysis.checkLeak();
  return traces.map((trace) =>
    Object.keys(trace)
      .filter((step) => /^\d+:/.test(step))
      .join('\n'),
  );
}

describe('leakFilter, in memlab', () => {
  it(
    'lets the dead connections pass and nothing else, without the earlier snapshots',
    async () => {
      let found: SeriesFindings | undefined;
      const passed: string[] = [];
      const filter = leakFilter({ onFindings: (findings) => (found = findings) });
      const leaks = await findLeaks({
        ...filter,
        leakFilter: (node) => {
          const passes = filter.leakFilter(node);
          if (passes) passed.push(node.name);
          return passes;
        },
      });
      expect(leaks).toHaveLength(1);
      expect(leaks[0]).toMatch(/--pool .*--retired .*\[Connection\]/s);
      // memlab asks for what came with the second snapshot and is there in the third.
      expect(passed).toEqual(new Array(PER_ROUND).fill('Connection'));
      expect(found?.report.findings[0]?.brokenEdge?.label).toBe('Pool.retired[]');
      expect(found?.suspectIds[0]?.size).toBe(3 * PER_ROUND);
    },
    LIMIT_MS,
  );

  it(
    'finds what grows as well when it has the earlier snapshots',
    async () => {
      const earlier = new SnapshotSeries();
      for (const file of files.slice(0, -1)) earlier.add(readMemlabSnapshot(await load(file)), file);
      const leaks = await findLeaks(leakFilter({ earlier }));
      expect(leaks.filter((leak) => leak.includes('--jobs '))).toHaveLength(1);
      expect(leaks.filter((leak) => leak.includes('--retired '))).toHaveLength(1);
      // Two rounds prove that the dead stay, and only suggest that the others do.
      const proven = await findLeaks(leakFilter({ earlier, atLeast: 'leak' }));
      expect(proven.filter((leak) => leak.includes('--jobs '))).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('a snapshot that memlab has loaded', () => {
  it(
    'gives the columns that our own reader gives, also after memlab has worked on it',
    async () => {
      const [file = ''] = files.slice(-1);
      const own = toPlain(await readSnapshot(await openSnapshotFile(file)));
      const heap = await load(file);
      expect(toPlain(readMemlabSnapshot(heap))).toEqual(own);
      analysis.preparePathFinder(heap);
      expect(toPlain(readMemlabSnapshot(heap))).toEqual(own);
    },
    LIMIT_MS,
  );

  it('is refused with the name that was given when it is none', () => {
    const heap = { snapshot: { snapshot: { meta: { edge_fields: [] } }, nodes: [], edges: [], strings: [] } };
    expect(() => readMemlabSnapshot(heap, 'half')).toThrow(/^half: .*node_fields/);
  });

  it(
    'makes a series whose report is that of the files',
    async () => {
      const series = new SnapshotSeries();
      for (const file of files.slice(0, -1)) series.add(readMemlabSnapshot(await load(file)), file);
      const { report, suspectIds } = series.finish(readMemlabSnapshot(await load(files[2] ?? '')), files[2] ?? '');
      expect(report).toEqual(await analyzeAlone());
      expect(suspectIds.map((ids) => ids.size)).toEqual(report.findings.map(({ suspects }) => suspects));
      for (const [index, { sampleNodeIds }] of report.findings.entries())
        expect([...(suspectIds[index] ?? [])]).toEqual(expect.arrayContaining(sampleNodeIds));
    },
    LIMIT_MS,
  );
});

/** The one class of `@memlab/heap-analysis` that an analysis extends. */
class BaseAnalysis {
  getCommandName(): string {
    throw new Error('not implemented');
  }

  getOptions(): string[] {
    return [];
  }
}

describe('analysisPlugin', () => {
  it(
    'analyzes each snapshot that memlab loads, and prints the report',
    async () => {
      const printed: string[] = [];
      const heapAnalysis = {
        BaseAnalysis,
        snapshotMapReduce: async <T, R>(
          map: (snapshot: Awaited<ReturnType<typeof load>>, index: number, file: string) => T,
          reduce: (results: T[]) => R,
          { from }: { readonly from: readonly string[] },
        ): Promise<R> => {
          const results: T[] = [];
          for (const [index, file] of from.entries()) results.push(map(await load(file), index, file));
          return reduce(results);
        },
      };
      const Plugin = analysisPlugin(heapAnalysis, { print: (text) => printed.push(text) });
      const plugin = new Plugin();
      expect(plugin).toBeInstanceOf(BaseAnalysis);
      expect([plugin.getCommandName(), plugin.getOptions()]).toEqual(['poolscope', []]);
      const { report } = await plugin.process({ from: files });
      expect(report).toEqual(await analyzeAlone());
      expect(printed.join('')).toMatch(/^LEAK 1\/2 {2}.*Pool\.retired/);
      await expect(plugin.process({ from: [] })).rejects.toThrow('memlab loaded no snapshot');
    },
    LIMIT_MS,
  );
});
