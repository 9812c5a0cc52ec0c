import { resolve } from 'node:path';
import type { ProgramCode } from './analyzers/code/code-facts.js';
import { loadParser, NO_PARSER, type Parser } from './analyzers/code/parser.js';
import type { PlaceToWatch } from './analyzers/search/places-to-watch.js';
import { SeriesAnalysis } from './analyzers/search/series-analysis.js';
import { type ForecastBasis, forecastGrowth } from './analyzers/series/forecast.js';
import { requireMemory } from './analyzers/series/memory-need.js';
import { checkSeriesOrder, describeOrder } from './analyzers/series/series-order.js';
import { ToolError } from './errors.js';
import { notesOnLeases, notesOnWatch, recordOf } from './findings/capture-notes.js';
import type { LeaseTrace } from './findings/lease-trace-schema.js';
import { REPORT_PARSING, type Report, reportSchema, SCHEMA_VERSION } from './findings/report-schema.js';
import type { Watch, WatchedPlace } from './findings/watch-schema.js';
import { HeapGraph } from './graph/heap-graph.js';
import { type PlaceTranslator, SourceIndex, translateNothing } from './graph/script-places.js';
import { BUILTIN_PROFILES } from './profiles/builtin-profiles.js';
import type { Profile } from './profiles/profile-schema.js';
import type { ByteSource } from './snapshot/byte-source.js';
import { type ColumnMemory, NEW_MEMORY, ReusedMemory } from './snapshot/column-memory.js';
import type { SnapshotColumns } from './snapshot/columns.js';
import { readSnapshotWithMemlab } from './snapshot/memlab-engine.js';
import { readSnapshot, readSnapshotCounts, type SnapshotCounts } from './snapshot/read-snapshot.js';
import { type KeptFiles, readKeptScripts } from './sources/kept-scripts.js';
import { loadTranslator } from './sources/load-translator.js';
import { scriptReader } from './sources/script-reader.js';
import type { SourceFiles } from './sources/source-files.js';
import { VERSION } from './version.js';

/** Characters of text, from which on it matters how the parser runs. */
const MUCH_TEXT = 2 ** 20;

/** One snapshot of a series, opened when its turn comes. */
export interface SnapshotInput {
  /** Its name in the report. */
  readonly name: string;
  readonly open: () => Promise<ByteSource>;
  /** Path of the file, or null for a stream. The memlab engine needs one. */
  readonly path: string | null;
  /** When it was taken, if known. When every snapshot has a time, the report gives growth per hour as well. */
  readonly capturedAt?: Date | null;
  /** `capturedAt` was read in an unknown time zone, as from a file's name: only differences to other such times count. */
  readonly isLocalTime?: boolean;
  /** When its file was last written; only used to notice files that were given out of order. */
  readonly modifiedAt?: Date | null;
  /** Heap limit of its process in bytes, if known. */
  readonly heapLimitBytes?: number | null;
  /** What was seen in the living process after this snapshot, if it was watched. */
  readonly watched?: Watch | null;
  /** Who took what is out in this snapshot, if checkouts were recorded. */
  readonly leases?: LeaseTrace | null;
}

/** How far an analysis has come. */
export interface AnalysisProgress {
  readonly phase: 'read' | 'analyze';
  readonly file: string;
  /** 0-based position in the series. */
  readonly index: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number | null;
}

/** Options of {@link analyzeSnapshots}. */
export interface AnalyzeOptions {
  /** The reader of the files: poolscope's own, or memlab's. The report is the same. */
  readonly engine?: 'native' | 'memlab';
  /** Profiles of your own pools. They take precedence over the built-in ones. */
  readonly profiles?: readonly Profile[];
  /** False to leave out the built-in profiles. */
  readonly builtinProfiles?: boolean;
  /** Heap limit of the process in bytes. Takes precedence over the limits of the inputs. */
  readonly heapLimitBytes?: number;
  /** Reads source maps and scripts. Without it, places refer to the JavaScript that ran. */
  readonly sourceFiles?: SourceFiles;
  /** Reads the text of scripts that `attach` kept beside a snapshot. Without it, only {@link sourceFiles} are asked. */
  readonly keptFiles?: KeptFiles;
  /** Local folders that hold the files of the process, when their paths differ here. */
  readonly sourceRoots?: readonly string[];
  /**
   * Memory that the analysis may use, in bytes. An analysis that would need more is refused before it starts. No limit
   * when absent.
   */
  readonly availableMemoryBytes?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Called once, when more than a megabyte of the program's text is about to be parsed. */
  readonly beforeParsing?: () => void;
  /**
   * Looks at growing places in the living process, while the session that took the snapshots lasts. It is called once, when there
   * are findings that this could decide, and the series is judged again with the result. Null when nothing was seen.
   */
  readonly watch?: (places: readonly PlaceToWatch[]) => Promise<Watch | null>;
  /** Adds milliseconds per phase to the report, which then differs from run to run. */
  readonly timings?: boolean;
}

/**
 * Analyzes a series of heap snapshots of one process, given in the order of their capture. Only one graph is in memory
 * at a time.
 *
 * @example
 * ```ts
 * const inputs = ['0', '1', '2'].map((name) => snapshotFile(`${name}.heapsnapshot`));
 * const report = await analyzeSnapshots(inputs);
 * console.log(report.verdict, report.headline);
 * ```
 *
 * @throws ToolError when an input cannot be read, is no heap snapshot, or is given twice
 * @throws the signal's reason when cancelled
 */
export async function analyzeSnapshots(
  inputs: readonly SnapshotInput[],
  options: AnalyzeOptions = {},
): Promise<Report> {
  if (inputs.length === 0)
    throw new ToolError('usage', 'No snapshot was given.', {
      hint: 'Name one or more .heapsnapshot files in the order of their capture.',
    });
  refuseRepeated(inputs);
  await refuseTooLarge(inputs, options);
  const clock = new PhaseClock(options.timings === true);
  const analysis = new SeriesAnalysis([
    ...(options.profiles ?? []),
    ...(options.builtinProfiles === false ? [] : BUILTIN_PROFILES),
  ]);
  let result: ReturnType<SeriesAnalysis['finish']> | null = null;
  let watched: Watch | null = null;
  // The analysis uses nothing of a graph after it was added, so the next snapshot can reuse its memory.
  const memory = inputs.length > 1 ? new ReusedMemory() : NEW_MEMORY;
  for (const [index, input] of inputs.entries()) {
    const columns = await clock.time('read', () => readInput(input, index, inputs.length, memory, options));
    options.signal?.throwIfAborted();
    options.onProgress?.({
      phase: 'analyze',
      file: input.name,
      index,
      total: inputs.length,
      bytes: 0,
      totalBytes: null,
    });
    const graph = clock.timeSync('index', () => new HeapGraph(columns));
    const capturedAtMs = input.capturedAt?.getTime() ?? null;
    if (index < inputs.length - 1) {
      clock.timeSync('summarize', () => analysis.add(graph, capturedAtMs, input.isLocalTime));
      continue;
    }
    const { translate, code } = await clock.time('sources', () => findSources(graph, input.path, options));
    const leases = input.leases ?? null;
    const finish = (seen: Watch | null) =>
      clock.timeSync('analyze', () =>
        analysis.finish(graph, translate, capturedAtMs, input.isLocalTime, code, watchedById(seen), leases),
      );
    watched = input.watched ?? null;
    result = finish(watched);
    if (options.watch === undefined || result.toWatch.length === 0) continue;
    watched = await options.watch(result.toWatch);
    options.signal?.throwIfAborted();
    if (watched !== null) result = finish(watched);
  }
  if (result === null) throw new ToolError('usage', 'No snapshot was given.');
  return finishReport(inputs, result, watched, options, options.timings === true ? clock.phases : undefined);
}

/** Refuses a file that is given twice: it would make a round in which nothing happened. */
function refuseRepeated(inputs: readonly SnapshotInput[]): void {
  const seen = new Set<string>();
  for (const { path, name } of inputs) {
    if (path === null) continue;
    const whole = resolve(path);
    if (seen.has(whole))
      throw new ToolError('usage', `${name} was given twice.`, { hint: 'Name each snapshot of the series once.' });
    seen.add(whole);
  }
}

/**
 * Checks all files before the first is read, so that the error does not come after minutes. The header of a pipe is
 * only seen when the pipe is read.
 */
async function refuseTooLarge(
  inputs: readonly SnapshotInput[],
  { availableMemoryBytes, signal }: AnalyzeOptions,
): Promise<void> {
  if (availableMemoryBytes === undefined) return;
  for (const { name, path, open } of inputs) {
    signal?.throwIfAborted();
    const counts = path === null ? null : await readSnapshotCounts(await open());
    if (counts !== null) requireMemory(name, counts, availableMemoryBytes);
  }
}

interface Sources {
  readonly translate: PlaceTranslator;
  readonly code: ProgramCode | null;
}

/** Without access to files, only the names of scripts are translated. */
async function findSources(
  graph: HeapGraph,
  path: string | null,
  { sourceFiles, sourceRoots = [], keptFiles, signal, beforeParsing = () => undefined }: AnalyzeOptions,
): Promise<Sources> {
  if (sourceFiles === undefined) return { translate: translateNothing, code: null };
  const scripts = new SourceIndex(graph).scripts();
  const kept = path === null || keptFiles === undefined ? null : readKeptScripts(path, keptFiles);
  const read = scriptReader(scripts, { kept, files: sourceFiles, roots: sourceRoots });
  const [translate, parser] = await Promise.all([
    loadTranslator(scripts, {
      files: sourceFiles,
      roots: sourceRoots,
      read,
      ...(kept === null ? {} : { readMap: (name: string) => kept.readMap(name) }),
      ...(signal === undefined ? {} : { signal }),
    }),
    // The parser takes longer to load than a small snapshot takes to read, and has no use where no text is here.
    scripts.some(({ name }) => read(name) !== null) ? loadParser() : NO_PARSER,
  ]);
  return { translate, code: { read, parser: announced(parser, beforeParsing) } };
}

/** Calls `beforeParsing` when much text is about to be parsed. */
function announced(parser: Parser, beforeParsing: () => void): Parser {
  let length = 0;
  return {
    parse: (text, options) => {
      const isMuch = length >= MUCH_TEXT;
      length += text.length;
      if (!isMuch && length >= MUCH_TEXT) beforeParsing();
      return parser.parse(text, options);
    },
  };
}

async function readInput(
  input: SnapshotInput,
  index: number,
  total: number,
  memory: ColumnMemory,
  options: AnalyzeOptions,
): Promise<SnapshotColumns> {
  const onProgress = (bytes: number, totalBytes: number | null) =>
    options.onProgress?.({ phase: 'read', file: input.name, index, total, bytes, totalBytes });
  const available = options.availableMemoryBytes ?? Number.POSITIVE_INFINITY;
  const onCounts = (counts: SnapshotCounts) => requireMemory(input.name, counts, available);
  const readOptions = {
    onProgress,
    onCounts,
    memory,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  if (options.engine === 'memlab') {
    if (input.path === null) {
      throw new ToolError('usage', 'The memlab engine reads files only, not a stream.', {
        hint: 'Write the snapshot to a file, or leave --engine out.',
      });
    }
    return readSnapshotWithMemlab(input.path, readOptions);
  }
  return readSnapshot(await input.open(), readOptions);
}

function finishReport(
  inputs: readonly SnapshotInput[],
  result: ReturnType<SeriesAnalysis['finish']>,
  watched: Watch | null,
  options: AnalyzeOptions,
  timings: Readonly<Record<string, number>> | undefined,
): Report {
  const { summaries, epoch, ...rest } = result;
  const last = inputs.length - 1;
  const leases = inputs[last].leases ?? null;
  const basis: ForecastBasis = {
    capturedAtMs: inputs.map(({ capturedAt }) => capturedAt?.getTime() ?? null),
    heapBytes: summaries[last].heapBytes,
    heapLimitBytes: options.heapLimitBytes ?? inputs[last].heapLimitBytes ?? null,
  };
  // Findings rest on the snapshots of the last epoch only.
  const ownBasis = { ...basis, capturedAtMs: basis.capturedAtMs.slice(epoch.since) };
  const withForecast = <T extends Pick<Report['growth'][number], 'growth'>>(item: T, on: ForecastBasis): T => ({
    ...item,
    growth: forecastGrowth(item.growth, on),
  });
  const order = orderNotes(inputs, result);
  const report: Report = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'poolscope', version: VERSION },
    verdict: rest.verdict,
    // Results for files in the wrong order mislead, so this note becomes the headline.
    headline: order.length > 0 && rest.findings.length === 0 ? order[0].text : rest.headline,
    series: {
      snapshots: inputs.map((input, index) => ({
        file: input.name,
        capturedAt: timeText(input),
        nodeVersion: summaries[index].nodeVersion,
        nodeCount: summaries[index].nodeCount,
        edgeCount: summaries[index].edgeCount,
        shallowBytes: summaries[index].shallowBytes,
      })),
      epoch: { comparable: epoch.comparable, checked: epoch.checked, mismatches: epoch.mismatches },
    },
    pools: rest.pools,
    findings: rest.findings.map((finding) => withForecast(finding, ownBasis)),
    setAside: rest.setAside,
    growth: rest.growth.map((row) => withForecast(row, basis)),
    ...(watched === null ? {} : { watched }),
    ...(leases === null ? {} : { leaseRecord: recordOf(leases) }),
    notes: [...order, ...rest.notes, ...notesOnWatch(watched), ...notesOnLeases(leases)],
    limitsReached: rest.limitsReached,
    ...(timings === undefined ? {} : { timings }),
  };
  const parsed = reportSchema.safeParse(report, REPORT_PARSING);
  if (!parsed.success)
    throw new ToolError('report-invalid', `The report does not match its own schema: ${problemsOf(parsed.error)}`, {
      hint: 'This is a bug of poolscope; please report it.',
      cause: parsed.error,
    });
  return parsed.data;
}

/** The first problems, in one line. */
function problemsOf({ issues }: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');
}

/** By node id. A collection that was not watched to the end is there too, with the reason. */
function watchedById(watched: Watch | null): ReadonlyMap<number, WatchedPlace> {
  return new Map(watched?.places.map((place) => [place.nodeId, place]));
}

/** ISO 8601, without a time zone where that is unknown. */
function timeText({ capturedAt, isLocalTime }: SnapshotInput): string | null {
  const text = capturedAt?.toISOString() ?? null;
  return isLocalTime === true ? (text?.slice(0, -1) ?? null) : text;
}

function orderNotes(
  inputs: readonly SnapshotInput[],
  { summaries, epoch }: ReturnType<SeriesAnalysis['finish']>,
): Report['notes'] {
  const facts = inputs.map(({ name, capturedAt, modifiedAt }, index) => ({
    name,
    capturedAtMs: capturedAt?.getTime() ?? null,
    modifiedAtMs: modifiedAt?.getTime() ?? null,
    largestId: summaries[index].largestId,
  }));
  const likely = checkSeriesOrder(facts, epoch.comparable);
  return likely === null ? [] : [describeOrder(facts, likely)];
}

class PhaseClock {
  readonly phases: Record<string, number> = {};
  readonly #isOn: boolean;

  /** @param isOn false to measure nothing: Node.js loads its clock when it is first used, which takes milliseconds */
  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  async time<T>(phase: string, work: () => Promise<T>): Promise<T> {
    if (!this.#isOn) return await work();
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#add(phase, start);
    }
  }

  timeSync<T>(phase: string, work: () => T): T {
    if (!this.#isOn) return work();
    const start = performance.now();
    try {
      return work();
    } finally {
      this.#add(phase, start);
    }
  }

  #add(phase: string, start: number): void {
    this.phases[phase] = Math.round((this.phases[phase] ?? 0) + performance.now() - start);
  }
}
