import { describe, expect, it } from 'vitest';

import type { CostEstimate } from '../../../src/capture/cost-estimate.js';
import type { CaptureEvent } from '../../../src/capture/series-capture.js';
import type { AttachArguments } from '../../../src/cli/commands/attach/attach-options.js';
import { type EarlyAnalysisOptions, startEarlyAnalysis } from '../../../src/cli/commands/attach/early-analysis.js';
import type { AnalysisProcess } from '../../../src/cli/process/analysis-process.js';
import { ToolError } from '../../../src/errors.js';
import { reportFixture } from '../../support/report-fixtures.js';

const MB = 1e6;
const LISTENER = { onProgress: () => undefined, watch: () => Promise.resolve(null) };
const REPORT = reportFixture({ findings: [], headline: 'No dead connection is retained.' });

const captured = (round: number, bytes = 7): CaptureEvent => ({
  type: 'captured',
  round,
  snapshots: 3,
  heap: { path: `${round}.heapsnapshot`, bytes, fileBytes: bytes, pauseMs: 1 },
  heapUsed: 1,
});
const capturing = (round: number): CaptureEvent => ({ type: 'capturing', round, snapshots: 3 });
const progress = (round: number, bytes: number): CaptureEvent => ({
  type: 'progress',
  round,
  snapshots: 3,
  share: 1,
  bytes,
  path: `${round}.heapsnapshot`,
});
const cost = (available: number, extra: number): CaptureEvent => ({
  type: 'cost',
  snapshots: 3,
  estimate: { available, extraBytes: [extra, extra] } as unknown as CostEstimate,
});
const SERIES = [captured(0), capturing(1), captured(1), capturing(2), progress(2, 0), progress(2, 5), captured(2, 9)];

interface Run {
  readonly events?: readonly CaptureEvent[];
  readonly args?: Partial<AttachArguments>;
  readonly options?: Partial<EarlyAnalysisOptions>;
  /** Fails this request of the first process. */
  readonly failing?: string;
  readonly free?: number;
}

/** What was said, and what each process was asked and told, until the report was there. */
async function analyze({ events = SERIES, args = {}, options = {}, failing, free = 1000 * MB }: Run) {
  const said: string[] = [];
  const processes: string[][] = [];
  let usable = free;
  const startAnalysis = (): Promise<AnalysisProcess> => {
    const asked: string[] = [];
    const isFirst = processes.push(asked) === 1;
    let isEnded = false;
    const process = {
      ask: async (name: string, what: object) => {
        if (isEnded) throw new Error('it has ended');
        asked.push(`${name} ${JSON.stringify(what)}`);
        await Promise.resolve();
        if (isFirst && name === failing) throw new ToolError('snapshot-too-large', 'too large');
        if (name === 'finish') return REPORT;
        return name === 'add'
          ? { answer: 'isAsked' in what && what.isAsked ? REPORT : null, heldBytes: 200 * MB }
          : null;
      },
      tell: (message: object) => asked.push(JSON.stringify(message)),
      listen: () => undefined,
      isLost: false,
      end: () => {
        isEnded = true;
      },
    };
    return Promise.resolve(process as unknown as AnalysisProcess);
  };
  const early = await startEarlyAnalysis(
    { engine: 'native', rounds: 2, ...args } as AttachArguments,
    { startAnalysis },
    {
      isWatched: false,
      say: (line) => said.push(line),
      signal: new AbortController().signal,
      usableMemory: () => usable,
      cores: 2,
      ...options,
    },
  );
  for (const event of events) {
    early.event(event);
    await new Promise((resolve) => setImmediate(resolve));
    if (event.type === 'captured' && free < 1000 * MB) usable = 300 * MB;
  }
  const report = await early.finish(['0.heapsnapshot', '1.heapsnapshot', '2.heapsnapshot'], LISTENER);
  expect(report).toBe(REPORT);
  return { said, processes: processes.map((asked) => asked.slice(1)) };
}

const FINISH = 'finish {"paths":["0.heapsnapshot","1.heapsnapshot","2.heapsnapshot"]}';

describe('a series that is analyzed while it is captured', () => {
  it('is read snapshot by snapshot, the last one while it comes', async () => {
    const { said, processes } = await analyze({});
    expect(processes).toEqual([
      [
        'add {"path":"0.heapsnapshot","memoryBytes":250000000,"isAsked":true}',
        'add {"path":"1.heapsnapshot","memoryBytes":250000000,"isAsked":false}',
        'follow {"path":"2.heapsnapshot","part":"2.heapsnapshot.part","memoryBytes":250000000}',
        '{"type":"written","bytes":9}',
        FINISH,
      ],
    ]);
    expect(said).toEqual([
      'So far, by the first snapshot alone: No dead connection is retained. What grows shows in the next ones.',
    ]);
  });

  it('gives no first answer where nobody sees it', async () => {
    const { processes } = await analyze({ options: { say: null } });
    expect(processes[0]?.[0]).toContain('"isAsked":false');
  });

  it('gives no first answer once the next snapshot is taken', async () => {
    const { said } = await analyze({ events: [capturing(1), captured(0)] });
    expect(said).toEqual([]);
  });

  it('leaves the target the memory that its snapshot needs, and takes a quarter of the rest', async () => {
    const { processes } = await analyze({ events: [cost(500 * MB, 100 * MB), ...SERIES] });
    expect(processes[0]?.[0]).toContain('"memoryBytes":125000000');
    expect(processes[0]?.[2]).toContain('"memoryBytes":100000000');
  });

  it('takes what --max-memory gives', async () => {
    const { processes } = await analyze({ args: { 'max-memory': 40 } });
    expect(processes[0]?.[0]).toContain('"memoryBytes":40,');
  });

  it('starts anew at the end when an earlier snapshot could not be read', async () => {
    const { processes } = await analyze({ failing: 'add' });
    expect(processes).toHaveLength(2);
    expect(processes[1]).toEqual([FINISH]);
  });

  it('reads the last snapshot again when it could not be followed', async () => {
    const { processes } = await analyze({ failing: 'follow' });
    expect(processes.map((asked) => asked.at(-1))).toEqual([FINISH]);
  });

  it('lets go what it has read when memory is short before a snapshot', async () => {
    const { processes } = await analyze({ free: 900 * MB });
    expect(processes.map((asked) => asked.map((text) => text.split(' ')[0]))).toEqual([['add'], ['finish']]);
  });

  it('does not follow on a single core, which the target needs', async () => {
    const { processes } = await analyze({ options: { cores: 1 } });
    expect(processes[0]?.map((text) => text.split(' ')[0])).toEqual(['add', 'add', 'finish']);
  });

  it('reads all at the end with the engine that reads whole files', async () => {
    const { processes } = await analyze({ args: { engine: 'memlab' } });
    expect(processes).toEqual([[FINISH]]);
  });
});
