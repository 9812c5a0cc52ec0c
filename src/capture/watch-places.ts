import { setTimeout as sleep } from 'node:timers/promises';

import type { InspectorSession } from './inspector-session.js';
import { type LineToCount, startCounting, stopCounting, takeCounts } from './line-counts.js';
import { holdPlace, type PlaceHandle, type WayToPlace } from './place-handle.js';
import { QuietCalls } from './quiet-calls.js';
import { COUNT_ENTRIES, COUNT_GONE, COUNT_KEYS, SAMPLE_KEYS } from './target-functions.js';

/** A collection that grew, and what is asked about it. Node ids are those of the last snapshot of this session. */
export interface PlaceToWatch {
  readonly label: string;
  readonly nodeId: number;
  readonly way: WayToPlace | null;
  /** Positions of the entries that single ones are picked from. */
  readonly older: { readonly from: number; readonly to: number };
  readonly lines: readonly (LineToCount & {
    readonly what: 'adds' | 'removes';
    readonly place: {
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly function: string | null;
    };
  })[];
}

/** What was seen of one place. */
export interface WatchedPlace {
  readonly label: string;
  readonly nodeId: number;
  readonly entries: { readonly ms: number; readonly entries: number; readonly quiet: boolean }[];
  readonly sampled: number;
  readonly gone: number;
  readonly inPlace: boolean;
  readonly lines: {
    readonly what: 'adds' | 'removes';
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly function: string | null;
    readonly runs: number | null;
    readonly reached: number | null;
  }[];
  /** Why it was not watched to the end, or null. */
  readonly failure: string | null;
}

/** What was seen, and what it cost. Times in milliseconds. */
export interface Watch {
  readonly loadMs: number;
  readonly quietMs: number;
  readonly longestMs: number;
  readonly busyMs: number;
  readonly bytes: number;
  readonly places: WatchedPlace[];
  readonly failure: string | null;
}

/** How far a watch has come. */
export interface WatchProgress {
  readonly isQuiet: boolean;
  /** Of this part of it, in milliseconds. */
  readonly leftMs: number;
}

/** Options of {@link watchPlaces}. */
export interface WatchOptions {
  /** How long to watch under whatever load there is, at most. */
  readonly loadMs: number;
  /** How long to watch after that, without load. */
  readonly quietMs: number;
  /** All handles together may pause the target for about this long: each is searched for in the whole heap. */
  readonly handlesMs: number;
  readonly signal: AbortSignal;
  /** Called every time before the places are looked at. */
  readonly onProgress?: (progress: WatchProgress) => void;
}

/** Handles that are kept while the watch lasts, and those of one look. */
const GROUP = 'poolscope-watch';
const LOOK_GROUP = 'poolscope-look';
const LOOK_MS = 1_000;
const MOST_SAMPLED = 32;
/** Entries of a place above which single ones are not looked for: going through them would pause the target. */
const MOST_SEARCHED = 200_000;
/** Once so many of the old entries have left every place, more time tells nothing more. */
const NEARLY_ALL = 0.9;

/**
 * Looks at growing places of a target for some time: how many entries they have, whether old ones leave, and whether the code that
 * adds and removes runs. Nothing in the target is changed, and everything is undone at the end. Never fails: what could not be
 * seen is said in the result.
 *
 * @throws the signal's reason
 */
export async function watchPlaces(
  session: InspectorSession,
  places: readonly PlaceToWatch[],
  options: WatchOptions,
): Promise<Watch> {
  const calls = new QuietCalls(session);
  const watched: WatchedCollection[] = [];
  let times = { loadMs: 0, quietMs: 0 };
  let failure: string | null = null;
  try {
    await prepare(calls, places, options, watched);
    times = await lookOn(watched, options);
    await countRuns(calls, watched);
  } catch (error) {
    failure = reasonOf(error);
  }
  await leaveNothing(calls, places);
  options.signal.throwIfAborted();
  return { ...times, ...calls.costs, places: watched.map((each) => each.result), failure };
}

async function prepare(
  calls: QuietCalls,
  places: readonly PlaceToWatch[],
  { handlesMs, signal }: WatchOptions,
  watched: WatchedCollection[],
): Promise<void> {
  for (const place of places) {
    signal.throwIfAborted();
    const collection = new WatchedCollection(calls, place);
    watched.push(collection);
    if (calls.costs.busyMs > handlesMs) collection.fail('looking for it would have paused the process for too long');
    else await collection.hold();
  }
  if (places.some(({ lines }) => lines.length > 0)) await startCounting(calls);
}

async function lookOn(
  watched: readonly WatchedCollection[],
  { loadMs, quietMs, signal, onProgress }: WatchOptions,
): Promise<{ loadMs: number; quietMs: number }> {
  const startMs = performance.now();
  const passed = (): number => Math.round(performance.now() - startMs);
  const phase = async (isQuiet: boolean, durationMs: number): Promise<number> => {
    const beganMs = passed();
    for (;;) {
      onProgress?.({ isQuiet, leftMs: Math.max(0, durationMs - (passed() - beganMs)) });
      for (const each of watched) await each.look(passed(), isQuiet);
      const leftMs = durationMs - (passed() - beganMs);
      if (leftMs <= 0 || !watched.some((each) => each.isOpen)) return passed() - beganMs;
      await sleep(Math.min(LOOK_MS, leftMs), undefined, { signal });
    }
  };
  const load = loadMs > 0 ? await phase(false, loadMs) : 0;
  return { loadMs: load, quietMs: quietMs > 0 && watched.some((each) => each.isOpen) ? await phase(true, quietMs) : 0 };
}

async function countRuns(calls: QuietCalls, watched: readonly WatchedCollection[]): Promise<void> {
  const lines = watched.flatMap((each) => each.place.lines);
  if (lines.length === 0) return;
  const counts = await takeCounts(calls, lines);
  let next = 0;
  for (const each of watched) {
    each.count(counts.slice(next, next + each.place.lines.length));
    next += each.place.lines.length;
  }
}

/** Even after a failure, as far as the target still answers. */
async function leaveNothing(calls: QuietCalls, places: readonly PlaceToWatch[]): Promise<void> {
  if (places.some(({ lines }) => lines.length > 0)) await stopCounting(calls);
  await Promise.allSettled(
    [LOOK_GROUP, GROUP].map((objectGroup) => calls.ask('Runtime.releaseObjectGroup', { objectGroup })),
  );
}

/** One place, from the first look to the last. What goes wrong with it ends this one only. */
class WatchedCollection {
  readonly place: PlaceToWatch;
  readonly #calls: QuietCalls;
  readonly #entries: { ms: number; entries: number; quiet: boolean }[] = [];
  #handle: PlaceHandle | null = null;
  /** The array of keys in the target, or null. */
  #keys: string | null = null;
  #sampled = 0;
  #gone = 0;
  #lines: WatchedPlace['lines'] = [];
  #failure: string | null = null;

  constructor(calls: QuietCalls, place: PlaceToWatch) {
    this.#calls = calls;
    this.place = place;
  }

  fail(reason: string): void {
    this.#failure ??= reason;
  }

  /** Whether more time could tell more. */
  get isOpen(): boolean {
    return this.#failure === null && !(this.#sampled > 0 && this.#gone >= this.#sampled * NEARLY_ALL);
  }

  get result(): WatchedPlace {
    const { label, nodeId } = this.place;
    return {
      label,
      nodeId,
      entries: this.#entries,
      sampled: this.#sampled,
      gone: this.#gone,
      inPlace: this.#handle?.isInPlace === true,
      lines: this.#lines,
      failure: this.#failure,
    };
  }

  async hold(): Promise<void> {
    await this.#try(async () => {
      const { nodeId, way, older } = this.place;
      this.#handle = await holdPlace(this.#calls, nodeId, way, GROUP);
      const collection = await this.#handle?.find(LOOK_GROUP);
      if (collection == null) return this.fail('the collection is no longer there');
      if (older.to <= older.from || older.to > MOST_SEARCHED) return;
      const args = [older.from, older.to, MOST_SAMPLED].map((value) => ({ value }));
      const { objectId } = await this.#calls.call(collection, SAMPLE_KEYS, args, GROUP);
      if (objectId === null) return;
      this.#keys = objectId;
      this.#sampled = await this.#calls.count(objectId, COUNT_KEYS);
    });
  }

  async look(ms: number, quiet: boolean): Promise<void> {
    if (this.#failure !== null) return;
    await this.#try(async () => {
      const collection = await this.#handle?.find(LOOK_GROUP);
      if (collection == null) return this.fail('the collection is no longer there');
      const entries = await this.#calls.count(collection, COUNT_ENTRIES);
      this.#entries.push({ ms, entries, quiet });
      if (this.#keys !== null && entries <= MOST_SEARCHED)
        this.#gone = await this.#calls.count(collection, COUNT_GONE, this.#keys);
    });
    await this.#calls.ask('Runtime.releaseObjectGroup', { objectGroup: LOOK_GROUP });
  }

  /** @param counts of the lines of the place */
  count(counts: readonly { readonly runs: number | null; readonly reached: number | null }[]): void {
    this.#lines = this.place.lines.map(({ what, place: { file, line, column, function: name } }, index) => ({
      what,
      file,
      line,
      column,
      function: name,
      ...(counts[index] ?? { runs: null, reached: null }),
    }));
  }

  /** A target that is gone or silent ends the whole watch; what it refuses ends this place. */
  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isRefused(error)) this.fail(reasonOf(error));
      else throw error;
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'capture-failed';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
