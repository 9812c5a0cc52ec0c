import { availableParallelism } from 'node:os';

import type { CostEstimate } from '../../../capture/cost-estimate.js';
import type { CaptureEvent } from '../../../capture/series-capture.js';
import { partOf } from '../../../capture/snapshot-file.js';
import type { Report } from '../../../findings/report-schema.js';
import type { AnalysisListener, AnalysisProcess } from '../../process/analysis-process.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { findUsableMemory } from '../../process/usable-memory.js';
import type { AttachArguments } from './attach-options.js';
import { soFarText } from './so-far-text.js';

/** The analysis of a series, in a process of its own so that a signal can end it at any moment. */
export interface EarlyAnalysis {
  event(event: CaptureEvent): void;
  /** Judges the series, reading what was not read before. @throws the signal's reason */
  finish(paths: readonly string[], listener: AnalysisListener): Promise<Report>;
  /** Ends it, if it has not ended. */
  stop(): void;
}

/** What an analysis works with, besides the arguments. */
export interface EarlyAnalysisOptions {
  readonly isWatched: boolean;
  /** Shows what the first snapshot says, while the next is waited for; null to show nothing. */
  readonly say: ((line: string) => void) | null;
  readonly signal: AbortSignal;
  /** For tests. */
  readonly usableMemory?: () => number;
  readonly cores?: number;
}

/** Early reading may take this part of the memory that is free: the target needs some for its next snapshot. */
const MEMORY_SHARE = 4;
/** What was read is let go, before a snapshot is taken, when less than this many times its memory is free. */
const LEAST_FREE = 2;

/**
 * Analyzes a series while it is captured: a snapshot is read and summarized while the next is waited for, the last one is read while
 * it comes. Where memory is short, or a step fails, all of it is done after the last snapshot instead. The report is the same.
 */
export async function startEarlyAnalysis(
  args: AttachArguments,
  { startAnalysis }: Pick<CliDependencies, 'startAnalysis'>,
  options: EarlyAnalysisOptions,
): Promise<EarlyAnalysis> {
  if (startAnalysis === undefined) throw new Error('there is no program that could analyze');
  const { signal, isWatched } = options;
  let current: AnalysisProcess | null = null;
  signal.addEventListener('abort', () => current?.end(signal.reason));
  const start = async (): Promise<AnalysisProcess> => {
    const started = await startAnalysis();
    current = started;
    if (signal.aborted) started.end(signal.reason);
    // A failure is that of the next request as well.
    started.ask('start', { args, isWatched }).catch(ignore);
    return started;
  };
  const early = new EarlySteps(await start(), args, options);
  return {
    event: (event) => early.event(event),
    finish: async (paths, listener) => {
      const ask = (process: AnalysisProcess): Promise<Report> => {
        process.listen(listener);
        return process.ask('finish', { paths }).finally(() => process.end(null));
      };
      try {
        const process = await early.done();
        // One that is killed, as for its memory, is given another chance without what it had read.
        const report = await (process === null
          ? null
          : ask(process).catch((error) => (process.isLost ? null : reject(error))));
        return report ?? (await ask(await start()));
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      }
    },
    stop: () => current?.end(null),
  };
}

class EarlySteps {
  readonly #process: AnalysisProcess;
  readonly #args: AttachArguments;
  readonly #options: EarlyAnalysisOptions;
  readonly #usableMemory: () => number;
  #isGivenUp = false;
  #estimate: CostEstimate | null = null;
  #heldBytes = 0;
  /** The snapshot that is captured. */
  #round = 0;
  #isFollowing = false;
  #working: Promise<unknown> = Promise.resolve();

  constructor(process: AnalysisProcess, args: AttachArguments, options: EarlyAnalysisOptions) {
    this.#process = process;
    this.#args = args;
    this.#options = options;
    this.#usableMemory = options.usableMemory ?? findUsableMemory;
  }

  event(event: CaptureEvent): void {
    switch (event.type) {
      case 'cost':
      case 'next-cost':
        this.#estimate = event.estimate;
        return;
      case 'capturing':
        this.#round = event.round;
        if (this.#usableMemory() < this.#heldBytes * LEAST_FREE) this.#giveUp();
        return;
      case 'progress':
        if (event.bytes > 0 && event.round === this.#args.rounds) this.#follow(event.path);
        return;
      case 'captured':
        if (event.round < this.#args.rounds) this.#add(event.heap.path, event.round);
        else if (this.#isFollowing) this.#process.tell({ type: 'written', bytes: event.heap.fileBytes });
        return;
      case 'waiting':
      case 'renumbered':
      case 'scripts':
        return;
    }
  }

  /** @returns the process with all that it has read, or null when it cannot be used */
  async done(): Promise<AnalysisProcess | null> {
    await this.#working;
    return this.#isGivenUp ? null : this.#process;
  }

  /** The other engine reads whole files only, and all of them at the end. */
  get #isOn(): boolean {
    return !this.#isGivenUp && this.#args.engine === 'native';
  }

  #add(path: string, round: number): void {
    if (!this.#isOn) return;
    const { say } = this.#options;
    const isAsked = round === 0 && say !== null;
    const memoryBytes = this.#memoryFor(0);
    const adding = this.#process.ask('add', { path, memoryBytes, isAsked }).then(({ answer, heldBytes }) => {
      this.#heldBytes = heldBytes;
      // Once the next snapshot is taken, its answer is nearer than that of the first.
      if (answer !== null && this.#round === 0) say?.(soFarText('by the first snapshot alone', answer, FIRST_MORE));
    });
    this.#after(adding.catch(() => this.#giveUp()));
  }

  /** Starts to read the last snapshot while it comes, unless that would slow down the process that it comes from. */
  #follow(path: string): void {
    if (this.#isFollowing || !this.#isOn || (this.#options.cores ?? availableParallelism()) < 2) return;
    this.#isFollowing = true;
    const memoryBytes = this.#memoryFor(this.#estimate?.extraBytes[1] ?? 0);
    // What failed is read again from the whole file.
    this.#after(this.#process.ask('follow', { path, part: partOf(path), memoryBytes }).catch(ignore));
  }

  #memoryFor(targetBytes: number): number {
    const { 'max-memory': given } = this.#args;
    if (given !== undefined) return given;
    const free = Math.min(this.#usableMemory(), this.#estimate?.available ?? Number.POSITIVE_INFINITY);
    return Math.max(0, Math.floor((free - targetBytes) / MEMORY_SHARE));
  }

  #after(work: Promise<unknown>): void {
    this.#working = Promise.all([this.#working, work]);
  }

  #giveUp(): void {
    this.#isGivenUp = true;
    this.#process.end(null);
  }
}

const FIRST_MORE = { clean: 'What grows shows in the next ones.', found: 'The next ones show whether it goes on.' };

function reject(error: unknown): never {
  throw error;
}

function ignore(): void {
  // The next request fails as well, or what failed is done again.
}
