import { fork } from 'node:child_process';
import process from 'node:process';

import type { AnalysisProgress } from '../../analyze.js';
import type { PlaceToWatch } from '../../analyzers/search/places-to-watch.js';
import { ToolError, type ToolErrorCode } from '../../errors.js';
import type { Finding, Report } from '../../findings/report-schema.js';
import type { Watch } from '../../findings/watch-schema.js';

/** What a report says first: enough to show before all is known. */
export interface Answer {
  readonly headline: string;
  readonly findings: readonly Pick<Finding, 'verdict' | 'headline'>[];
}

/** Requests to the process that analyzes. All paths are those of snapshots. */
export interface AnalysisRequests {
  /** Takes the arguments of the report. */
  start: { readonly args: object; readonly isWatched: boolean };
  /** Reads and summarizes an earlier snapshot, in memory of that size. With `isAsked`, also says what it shows alone. */
  add: { readonly path: string; readonly memoryBytes: number; readonly isAsked: boolean };
  /** Reads the last snapshot while it is still written, under another name. */
  follow: { readonly path: string; readonly part: string; readonly memoryBytes: number };
  /** Judges the series. What was not read yet is read first. */
  finish: { readonly paths: readonly string[] };
}

/** What the process gives for each. */
export interface AnalysisAnswers {
  start: null;
  add: { readonly answer: Answer | null; readonly heldBytes: number };
  follow: null;
  finish: Report;
}

/** Messages to the process that analyzes. */
export type ToAnalysis =
  | { readonly type: 'ask'; readonly id: number; readonly request: keyof AnalysisRequests; readonly with: unknown }
  /** The snapshot that is followed was written, and has so many bytes on disk. */
  | { readonly type: 'written'; readonly bytes: number }
  | { readonly type: 'watched'; readonly watched: Watch | null };

/** Messages from it. */
export type FromAnalysis =
  | { readonly type: 'done'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'progress'; readonly progress: AnalysisProgress }
  | { readonly type: 'watch'; readonly places: readonly PlaceToWatch[]; readonly soFar: Answer };

/** An error as data. */
interface Failure {
  readonly message: string;
  /** Null for what is no {@link ToolError}. */
  readonly code: ToolErrorCode | null;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

/** What the process wants to know while it works. */
export interface AnalysisListener {
  readonly onProgress: (progress: AnalysisProgress) => void;
  readonly watch: (places: readonly PlaceToWatch[], soFar: Answer) => Promise<Watch | null>;
}

/** A process of its own that analyzes a series. A long computation in it keeps nobody from ending it. */
export interface AnalysisProcess {
  ask<Name extends keyof AnalysisRequests>(name: Name, what: AnalysisRequests[Name]): Promise<AnalysisAnswers[Name]>;
  tell(message: Exclude<ToAnalysis, { type: 'ask' }>): void;
  listen(listener: AnalysisListener): void;
  /** Whether it ended by itself, or was ended by another. */
  readonly isLost: boolean;
  /** Ends it at once. What was asked fails with `reason`. */
  end(reason: unknown): void;
}

/**
 * Starts this program once more, to analyze.
 *
 * @param argument tells it so
 */
export function startAnalysisProcess(argument: string): AnalysisProcess {
  const [, program = ''] = process.argv;
  // Whatever it prints is not meant for the user: it answers through the channel.
  const child = fork(program, [argument], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' });
  return analysisOver(child);
}

/** The part of a child process that is needed. */
export interface AnalysisChild {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
  send(message: object, sent: (error: Error | null) => void): unknown;
  kill(signal: 'SIGKILL'): unknown;
  unref(): void;
}

/** @param child serves an analysis */
export function analysisOver(child: AnalysisChild): AnalysisProcess {
  return new ForkedAnalysis(child);
}

interface Asked {
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
}

class ForkedAnalysis implements AnalysisProcess {
  readonly #child: AnalysisChild;
  readonly #asked = new Map<number, Asked>();
  #listener: AnalysisListener | null = null;
  #end: { readonly reason: unknown } | null = null;
  #nextId = 0;
  isLost = false;

  constructor(child: AnalysisChild) {
    this.#child = child;
    child.on('message', (message) => this.#hear(message as FromAnalysis));
    child.once('error', (error) => this.#lose(error.message));
    child.once('exit', (code, signal) => this.#lose(signal ?? `exit code ${code}`));
    // The command ends when all else is done.
    child.unref();
  }

  ask<Name extends keyof AnalysisRequests>(name: Name, what: AnalysisRequests[Name]): Promise<AnalysisAnswers[Name]> {
    if (this.#end !== null) return Promise.reject(this.#end.reason);
    const id = this.#nextId;
    this.#nextId += 1;
    this.#send({ type: 'ask', id, request: name, with: what });
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  tell(message: Exclude<ToAnalysis, { type: 'ask' }>): void {
    if (this.#end === null) this.#send(message);
  }

  listen(listener: AnalysisListener): void {
    this.#listener = listener;
  }

  end(reason: unknown): void {
    if (this.#end !== null) return;
    this.#end = { reason };
    this.#child.kill('SIGKILL');
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
  }

  #lose(how: string): void {
    if (this.#end !== null) return;
    this.isLost = true;
    this.end(ended(how));
  }

  #send(message: ToAnalysis): void {
    this.#child.send(message, (error) => {
      if (error !== null) this.#lose(error.message);
    });
  }

  #hear(message: FromAnalysis): void {
    switch (message.type) {
      case 'done':
        this.#asked.get(message.id)?.resolve(message.result as never);
        this.#asked.delete(message.id);
        return;
      case 'failed':
        this.#asked.get(message.id)?.reject(errorOf(message.failure));
        this.#asked.delete(message.id);
        return;
      case 'progress':
        this.#listener?.onProgress(message.progress);
        return;
      case 'watch':
        this.#listener?.watch(message.places, message.soFar).then(
          (watched) => this.tell({ type: 'watched', watched }),
          (reason: unknown) => this.end(reason),
        );
    }
  }
}

function ended(how: string): ToolError {
  return new ToolError('engine-failed', `The process that analyzes the snapshots ended before it was done: ${how}`, {
    hint: 'Did it run out of memory? The snapshots are kept: analyze them on a machine with more.',
  });
}

/** An error as data, for the other process. */
export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof ToolError) return { message, code: error.code, hint: error.hint, stack };
  return { message, code: null, hint: undefined, stack };
}

function errorOf({ message, code, hint, stack }: Failure): Error {
  const error = code === null ? new Error(message) : new ToolError(code, message, hint === undefined ? {} : { hint });
  if (stack !== undefined) error.stack = stack;
  return error;
}
