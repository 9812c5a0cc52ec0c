import process from 'node:process';

import { type AnalyzeOptions, analyzeSnapshots, SeriesRun, type SnapshotInput } from '../../../analyze.js';
import { findSnapshotInputs } from '../../../disk/snapshot-inputs.js';
import type { Report } from '../../../findings/report-schema.js';
import type { Watch } from '../../../findings/watch-schema.js';
import { openGrowingFile } from '../../inputs/growing-file.js';
import {
  type AnalysisAnswers,
  type AnalysisRequests,
  type Answer,
  type FromAnalysis,
  failureOf,
  type ToAnalysis,
} from '../../process/analysis-process.js';
import { tuneEngine } from '../../process/tune-engine.js';
import { findUsableMemory } from '../../process/usable-memory.js';
import { analysisOptions } from '../analyze/run-analyze.js';
import type { ConfiguredReportArguments } from '../report-options.js';

/** The other end of the channel. */
export interface AnalysisChannel {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  send(message: FromAnalysis): void;
}

/** Time between two messages of progress. */
const PROGRESS_MS = 100;

/** Analyzes a series for `attach`, as it is asked: one request after the other. */
export function serveAnalysis(channel: AnalysisChannel): void {
  const analysis = new ServedAnalysis((message) => channel.send(message));
  let working = Promise.resolve();
  channel.on('message', (given) => {
    const message = given as ToAnalysis;
    if (message.type !== 'ask') return analysis.hear(message);
    const { id, request } = message;
    working = working.then(async () => {
      try {
        channel.send({ type: 'done', id, result: await analysis.answer(request, message.with) });
      } catch (error) {
        channel.send({ type: 'failed', id, failure: failureOf(error) });
      }
    });
  });
}

class ServedAnalysis {
  readonly #send: (message: FromAnalysis) => void;
  #options: AnalyzeOptions = {};
  #run = new SeriesRun();
  /** The last snapshot, when it was read while it was written. */
  #followed: string | null = null;
  readonly #written = new Told<number>();
  readonly #watched = new Told<Watch | null>();

  constructor(send: (message: FromAnalysis) => void) {
    this.#send = send;
  }

  hear(message: Exclude<ToAnalysis, { type: 'ask' }>): void {
    if (message.type === 'written') this.#written.tell(message.bytes);
    else this.#watched.tell(message.watched);
  }

  answer(name: keyof AnalysisRequests, what: unknown): Promise<unknown> {
    const answers: {
      [Name in keyof AnalysisRequests]: (asked: AnalysisRequests[Name]) => Promise<AnalysisAnswers[Name]>;
    } = {
      start: (asked) => this.#start(asked),
      add: (asked) => this.#add(asked),
      follow: (asked) => this.#follow(asked),
      finish: (asked) => this.#finish(asked),
    };
    return answers[name](what as never);
  }

  async #start({ args, isWatched }: AnalysisRequests['start']): Promise<null> {
    let shownAtMs = 0;
    this.#options = {
      ...(await analysisOptions(args as ConfiguredReportArguments)),
      onProgress: (progress) => {
        const nowMs = performance.now();
        if (progress.phase === 'read' && nowMs - shownAtMs < PROGRESS_MS) return;
        shownAtMs = nowMs;
        this.#send({ type: 'progress', progress });
      },
      ...(isWatched
        ? {
            watch: (places, soFar) => {
              this.#send({ type: 'watch', places, soFar: answerOf(soFar) });
              return this.#watched.promise;
            },
          }
        : {}),
    };
    this.#run = new SeriesRun(this.#options);
    return null;
  }

  async #add({ path, memoryBytes, isAsked }: AnalysisRequests['add']): Promise<AnalysisAnswers['add']> {
    const [input] = await inputsOf([path]);
    await this.#run.read(input, this.#run.kept + 1, memoryBytes);
    const answer = isAsked ? answerOf(await this.#run.judgeAlone()) : null;
    // The parser of the program's text may have changed it.
    tuneEngine();
    this.#run.keep();
    return { answer, heldBytes: process.memoryUsage.rss() };
  }

  async #follow({ path, part, memoryBytes }: AnalysisRequests['follow']): Promise<null> {
    const source = openGrowingFile(part, this.#written.promise, path);
    await this.#run.read({ name: path, path, open: () => Promise.resolve(source) }, this.#run.kept + 1, memoryBytes);
    this.#followed = path;
    return null;
  }

  async #finish({ paths }: AnalysisRequests['finish']): Promise<Report> {
    const inputs = await inputsOf(paths);
    const availableMemoryBytes = this.#options.availableMemoryBytes ?? findUsableMemory();
    if (this.#run.kept < paths.length - 1)
      return await analyzeSnapshots(inputs, { ...this.#options, availableMemoryBytes });
    const last = inputs[inputs.length - 1];
    if (this.#followed !== last.path) await this.#run.read(last, inputs.length, availableMemoryBytes);
    return await this.#run.finish(inputs);
  }
}

/** Something that is told once. */
class Told<T> {
  tell: (value: T) => void = () => undefined;
  readonly promise = new Promise<T>((resolve) => {
    this.tell = resolve;
  });
}

/** Files only: nothing is read from standard input. */
async function inputsOf(paths: readonly string[]): Promise<SnapshotInput[]> {
  return await findSnapshotInputs(paths, { stdin: process.stdin });
}

/** What is shown of a report before all is known. */
function answerOf({ headline, findings }: Answer): Answer {
  return { headline, findings: findings.map(({ verdict, headline: text }) => ({ verdict, headline: text })) };
}
