import { resolve } from 'node:path';
import type { ProgramCode } from './analyzers/code/code-facts.js';
import { loadParser, NO_PARSER, type Parser } from './analyzers/code/parser.js';
import type { PlaceToWatch } from './analyzers/search/places-to-watch.js';
import { SeriesAnalysis } from './analyzers/search/series-analysis.js';
import { requireMemory } from './analyzers/series/memory-need.js';
import { ToolError } from './errors.js';
import type { LeaseTrace } from './findings/lease-trace-schema.js';
import type { Report } from './findings/report-schema.js';
import type { Watch, WatchedPlace } from './findings/watch-schema.js';
import { HeapGraph } from './graph/heap-graph.js';
import { type PlaceTranslator, SourceIndex, translateNothing } from './graph/script-places.js';
import { BUILTIN_PROFILES } from './profiles/builtin-profiles.js';
import type { Profile } from './profiles/profile-schema.js';
import { reportOnSeries } from './series-report.js';
import type { ByteSource } from './snapshot/byte-source.js';
import { type ColumnMemory, NEW_MEMORY, ReusedMemory } from './snapshot/column-memory.js';
import type { SnapshotColumns } from './snapshot/columns.js';
import { readSnapshotWithMemlab } from './snapshot/memlab-engine.js';
import { readSnapshot, readSnapshotCounts, type SnapshotCounts } from './snapshot/read-snapshot.js';
import { type KeptFiles, readKeptScripts } from './sources/kept-scripts.js';
import { loadTranslator } from './sources/load-translator.js';
import { scriptReader } from './sources/script-reader.js';
import type { SourceFiles } from './sources/source-files.js';

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
   * are findings that this could decide, and the series is judged again with the result. It also gets what the files alone say.
   * Null when nothing was seen.
   */
  readonly watch?: (
    places: readonly PlaceToWatch[],
    soFar: Pick<Report, 'findings' | 'headline'>,
  ) => Promise<Watch | null>;
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
  // The analysis uses nothing of a graph after it was added, so the next snapshot can reuse its memory.
  const run = new SeriesRun(options, inputs.length > 1 ? new ReusedMemory() : NEW_MEMORY);
  for (const input of inputs.slice(0, -1)) {
    await run.read(input, inputs.length);
    run.keep();
  }
  return await run.finish(inputs);
}

/** A snapshot that was read, and not yet summarized or judged. */
interface ReadSnapshot {
  readonly input: SnapshotInput;
  readonly graph: HeapGraph;
}

/**
 * A series that is analyzed while it comes: each snapshot is read and summarized as soon as it is there, so that little is left to
 * do after the last. Only one graph is in memory at a time.
 */
export class SeriesRun {
  readonly #options: AnalyzeOptions;
  readonly #memory: ColumnMemory;
  readonly #clock: PhaseClock;
  readonly #analysis: SeriesAnalysis;
  #kept = 0;
  #read: ReadSnapshot | null = null;

  constructor(options: AnalyzeOptions = {}, memory: ColumnMemory = new ReusedMemory()) {
    this.#options = options;
    this.#memory = memory;
    this.#clock = new PhaseClock(options.timings === true);
    this.#analysis = newAnalysis(options);
  }

  /** Snapshots that were summarized. */
  get kept(): number {
    return this.#kept;
  }

  /**
   * Reads the next snapshot, in place of the one before.
   *
   * @param total snapshots of the series, for progress
   * @param availableMemoryBytes takes precedence over that of the options
   * @throws ToolError when it cannot be read, or would need more memory
   */
  async read(
    input: SnapshotInput,
    total: number,
    availableMemoryBytes = this.#options.availableMemoryBytes,
  ): Promise<void> {
    this.#read = null;
    const index = this.#kept;
    const own = { ...this.#options, ...(availableMemoryBytes === undefined ? {} : { availableMemoryBytes }) };
    const columns = await this.#clock.time('read', () => readInput(input, index, total, this.#memory, own));
    own.signal?.throwIfAborted();
    own.onProgress?.({ phase: 'analyze', file: input.name, index, total, bytes: 0, totalBytes: null });
    this.#read = { input, graph: this.#clock.timeSync('index', () => new HeapGraph(columns)) };
  }

  /** Summarizes the snapshot that was read, as an earlier one of the series, and lets it go. */
  keep(): void {
    const { input, graph } = this.#current();
    const capturedAtMs = input.capturedAt?.getTime() ?? null;
    this.#clock.timeSync('summarize', () => this.#analysis.add(graph, capturedAtMs, input.isLocalTime));
    this.#kept += 1;
    this.#read = null;
  }

  /** What the snapshot that was read says alone. It can still be kept. */
  async judgeAlone(): Promise<Report> {
    const { input, graph } = this.#current();
    const { watch: _, ...options } = this.#options;
    const clock = new PhaseClock(false);
    return await judge(newAnalysis(options), graph, [input], clock, options);
  }

  /**
   * Judges the series. Its last snapshot is read first, unless it was the one that was read last.
   *
   * @param inputs all snapshots, with what is known about them by now
   */
  async finish(inputs: readonly SnapshotInput[]): Promise<Report> {
    const last = inputs[inputs.length - 1];
    if (this.#read?.input.path !== last.path || last.path === null) await this.read(last, inputs.length);
    return await judge(this.#analysis, this.#current().graph, inputs, this.#clock, this.#options);
  }

  #current(): ReadSnapshot {
    if (this.#read === null) throw new Error('no snapshot was read');
    return this.#read;
  }
}

function newAnalysis({ profiles = [], builtinProfiles }: AnalyzeOptions): SeriesAnalysis {
  return new SeriesAnalysis([...profiles, ...(builtinProfiles === false ? [] : BUILTIN_PROFILES)]);
}

/** @param graph that of the last input */
async function judge(
  analysis: SeriesAnalysis,
  graph: HeapGraph,
  inputs: readonly SnapshotInput[],
  clock: PhaseClock,
  options: AnalyzeOptions,
): Promise<Report> {
  const input = inputs[inputs.length - 1];
  const capturedAtMs = input.capturedAt?.getTime() ?? null;
  const { translate, code } = await clock.time('sources', () => findSources(graph, input.path, options));
  const leases = input.leases ?? null;
  const finish = (seen: Watch | null) =>
    clock.timeSync('analyze', () =>
      analysis.finish(graph, translate, capturedAtMs, input.isLocalTime, code, watchedById(seen), leases),
    );
  let watched = input.watched ?? null;
  let result = finish(watched);
  if (options.watch !== undefined && result.toWatch.length > 0) {
    watched = await options.watch(result.toWatch, result);
    options.signal?.throwIfAborted();
    if (watched !== null) result = finish(watched);
  }
  const timings = options.timings === true ? clock.phases : undefined;
  return reportOnSeries(inputs, result, watched, options.heapLimitBytes ?? null, timings);
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

/** By node id. A collection that was not watched to the end is there too, with the reason. */
function watchedById(watched: Watch | null): ReadonlyMap<number, WatchedPlace> {
  return new Map(watched?.places.map((place) => [place.nodeId, place]));
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
