import { join } from 'node:path';

import { ToolError, type ToolErrorCode } from '../errors.js';
import type { Attachment } from './attachment.js';
import { type CostEstimate, estimateCost, type MeasuredCost } from './cost-estimate.js';
import { countObjects } from './count-objects.js';
import { lost } from './dialogue.js';
import { type CapturedHeap, captureHeap, collectGarbage } from './heap-capture.js';
import { type Pace, waitForRound } from './pacing.js';
import { type LoadedScript, listScripts } from './script-list.js';
import type { FindMap, KeptTexts } from './script-texts.js';
import { type SidecarFacts, writeSidecar } from './sidecar.js';
import type { OpenStream } from './snapshot-file.js';
import { readMemory } from './target-facts.js';

/** Progress events of a capture. */
export type CaptureEvent =
  | { readonly type: 'cost'; readonly estimate: CostEstimate; readonly snapshots: number }
  /** The same for the next snapshot, after what the ones before have cost. */
  | { readonly type: 'next-cost'; readonly estimate: CostEstimate }
  | {
      readonly type: 'waiting';
      readonly round: number;
      readonly snapshots: number;
      /** Milliseconds until the snapshot is taken; null where something else than time decides. */
      readonly dueInMs: number | null;
    }
  /** The wait is over: what else uses memory makes room for the snapshot. */
  | { readonly type: 'capturing'; readonly round: number; readonly snapshots: number }
  | {
      readonly type: 'progress';
      readonly round: number;
      readonly snapshots: number;
      readonly share: number;
      /** Written so far. */
      readonly bytes: number;
      /** The file, which has another name until it is whole: see `partOf`. */
      readonly path: string;
    }
  | {
      readonly type: 'captured';
      readonly round: number;
      readonly snapshots: number;
      readonly heap: CapturedHeap;
      /** Bytes of all objects just before, without garbage. */
      readonly heapUsed: number;
      /** Resident memory that the process has more than before the first snapshot; null when it ended. */
      readonly keptBytes?: number | null;
    }
  /** V8 renumbered its objects since the last snapshot, so node ids before and after cannot be compared. */
  | { readonly type: 'renumbered'; readonly round: number }
  /** The texts of the target's scripts were taken, after the last snapshot. */
  | { readonly type: 'scripts'; readonly kept: KeptTexts };

/** Options of {@link captureAttached}. */
export interface SeriesOptions {
  /** An existing folder, for `0.heapsnapshot`, `1.heapsnapshot` … */
  readonly folder: string;
  /** Snapshots after the first one. */
  readonly rounds: number;
  readonly pace: Pace;
  readonly gzip?: boolean;
  /**
   * `ages` records when objects are allocated; `stacks` also records where, which makes allocation ten times slower.
   */
  readonly track?: 'ages' | 'stacks' | null;
  /** Whether the texts of the target's scripts are kept too; yes by default. */
  readonly texts?: boolean;
  /** Reads source maps that lie beside the scripts, which are kept with the texts. */
  readonly findMap?: FindMap;
  /** Continues even if a snapshot would probably kill the target. */
  readonly force?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CaptureEvent) => void;
  /** Opens the output stream; a test passes one that simulates a full disk. */
  readonly open?: OpenStream;
}

/** The snapshots captured, and why the series ended early. */
export interface CapturedSeries {
  readonly snapshots: readonly CapturedHeap[];
  /** What ended the series early, or null. The signal's reason when it was cancelled. */
  readonly failure: unknown;
  /** Milliseconds from the first snapshot to the last. */
  readonly spanMs: number;
}

/**
 * Takes the snapshots of a series in one session, because V8's node ids are valid only within one. Does not throw:
 * snapshots captured before a failure are complete and can be analyzed.
 */
export async function captureAttached(attachment: Attachment, options: SeriesOptions): Promise<CapturedSeries> {
  const rounds: RoundFacts[] = [];
  // A script keeps its number, so one list serves all rounds.
  const scripts = new Map<number, LoadedScript>();
  const { signal, texts = true, onEvent } = options;
  let failure: unknown = null;
  try {
    for await (const round of capture(attachment, options, scripts)) rounds.push(round);
  } catch (error) {
    failure = error;
  }
  if (texts && rounds.length > 0 && !signal.aborted && !isUnreachable(failure))
    onEvent({ type: 'scripts', kept: await keepTexts(attachment, options, rounds, scripts) });
  return {
    snapshots: rounds.map(({ heap }) => heap),
    failure: signal.aborted ? signal.reason : failure,
    spanMs: spanOf(rounds),
  };
}

function spanOf(rounds: readonly RoundFacts[]): number {
  const [first] = rounds;
  const last = rounds.at(-1);
  return first === undefined || last === undefined ? 0 : last.capturedAt.getTime() - first.capturedAt.getTime();
}

/** Whether a series ended because the target did, or answers no more, or nothing that can be used. */
function isUnreachable(failure: unknown): boolean {
  return failure instanceof ToolError && UNREACHABLE.includes(failure.code);
}

const UNREACHABLE: readonly ToolErrorCode[] = ['target-lost', 'target-silent', 'target-mismatch', 'snapshot-truncated'];

/** The contents of a snapshot's sidecar, except for the scripts. */
type RoundFacts = Omit<SidecarFacts, 'scripts' | 'texts' | 'maps'>;

async function* capture(
  attachment: Attachment,
  options: SeriesOptions,
  scripts: Map<number, LoadedScript>,
): AsyncGenerator<RoundFacts> {
  const { session, marker } = attachment;
  const { rounds, pace, track, onEvent } = options;
  const snapshots = rounds + 1;
  const cost = await checkCost(attachment, options, null);
  onEvent({ type: 'cost', estimate: cost, snapshots });
  if (track != null)
    await session.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: track === 'stacks' });
  let measured: MeasuredCost | null = null;
  let nodeId = 0;
  let firstRss: number | null = null;
  for (let round = 0; round < snapshots; round += 1) {
    onEvent({ type: 'waiting', round, snapshots, dueInMs: dueIn(pace, round) });
    await whileAlive(attachment, options.signal, (signal) => waitForRound(pace, round, session, signal));
    onEvent({ type: 'capturing', round, snapshots });
    if (measured !== null) onEvent({ type: 'next-cost', estimate: await checkCost(attachment, options, measured) });
    if (round > 0 && (await marker.readNodeId()) !== nodeId) onEvent({ type: 'renumbered', round });
    const facts = await captureRound(attachment, options, round, scripts);
    measured = measuredCost(facts);
    firstRss ??= facts.before.rss;
    const keptBytes = facts.after === null ? null : Math.max(0, facts.after.rss - firstRss);
    const { heap, before } = facts;
    onEvent({ type: 'captured', round, snapshots, heap, heapUsed: before.heapUsed, keptBytes });
    yield facts;
    nodeId = await marker.readNodeId();
  }
}

function dueIn(pace: Pace, round: number): number | null {
  return pace.kind === 'interval' && round > 0 ? pace.intervalMs : null;
}

/** Bytes of a snapshot by byte of heap are 10 at most: an array of small numbers. */
const MOST_PER_BYTE = 50;
const MOST_BESIDES = 2 ** 28;

async function captureRound(
  { session, identity }: Attachment,
  { folder, rounds, gzip = false, signal, onEvent, open }: SeriesOptions,
  round: number,
  known: Map<number, LoadedScript>,
): Promise<RoundFacts> {
  const scripts = await listScripts(session);
  for (const script of scripts) known.set(script.scriptId, known.get(script.scriptId) ?? script);
  await collectGarbage(session);
  const before = await readMemory(session);
  const capturedAt = new Date();
  const path = join(folder, `${round}.heapsnapshot${gzip ? '.gz' : ''}`);
  const heap = await captureHeap(session, path, {
    gzip,
    signal,
    mostBytes: before.heapUsed * MOST_PER_BYTE + MOST_BESIDES,
    onProgress: (progress) => onEvent({ type: 'progress', round, snapshots: rounds + 1, path, ...progress }),
    ...(open === undefined ? {} : { open }),
  });
  // A target that ended meanwhile says no more, but its snapshot is whole.
  const after = await readMemory(session).catch(() => null);
  const facts = { identity, capturedAt, round, heap, before, after };
  await writeSidecar({ ...facts, scripts, texts: new Map(), maps: new Map() });
  return facts;
}

/**
 * Takes the texts of the scripts, and adds them to the sidecar of each snapshot. This is done once, after the last snapshot,
 * when the target has loaded most scripts. Never fails.
 */
async function keepTexts(
  { session }: Attachment,
  { folder, signal, findMap }: SeriesOptions,
  rounds: readonly RoundFacts[],
  known: ReadonlyMap<number, LoadedScript>,
): Promise<KeptTexts> {
  const { keepScriptTexts } = await import('./script-texts.js');
  const kept = await keepScriptTexts(session, folder, signal, findMap === undefined ? {} : { findMap });
  if (kept.texts.size === 0) return kept;
  const named = kept.scripts.filter(({ scriptId, url }) => url !== '' || kept.texts.has(scriptId));
  const all = new Map([...known, ...named.map((script) => [script.scriptId, script] as const)]);
  const scripts = [...all.values()].sort((a, b) => a.scriptId - b.scriptId);
  try {
    for (const facts of rounds) await writeSidecar({ ...facts, scripts, texts: kept.texts, maps: kept.maps });
    return kept;
  } catch (error) {
    // The earlier sidecars are still complete.
    return { ...kept, failure: asError(error) };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function measuredCost({ before, after: known, heap: { pauseMs } }: RoundFacts): MeasuredCost {
  const after = known ?? before;
  // `maxRss` is the peak over the whole life of the process. If it did not rise, this snapshot stayed below an earlier
  // peak.
  const rssPeak = after.maxRss > before.maxRss ? after.maxRss : Math.max(before.rss, after.rss);
  return { heapUsed: before.heapUsed, rssBefore: before.rss, rssPeak, pauseMs };
}

/**
 * What the next snapshot of a target will cost. Before the first one its objects are counted, unless another session relies on the
 * ids that V8 gave them.
 */
export async function readCost(
  { session, marker }: Pick<Attachment, 'session' | 'marker'>,
  measured: MeasuredCost | null,
): Promise<CostEstimate> {
  const first = estimateCost(await readMemory(session), measured);
  if (measured !== null && first.danger === 'safe') return first;
  // The heap may be much smaller without its garbage.
  await collectGarbage(session);
  const count = measured === null && (await marker.readNodeId()) === 0 ? await countObjects(session) : null;
  return estimateCost(await readMemory(session), measured, count);
}

/** @throws ToolError `capture-unsafe` when a snapshot would probably kill the target */
async function checkCost(
  attachment: Attachment,
  { force }: SeriesOptions,
  measured: MeasuredCost | null,
): Promise<CostEstimate> {
  const estimate = await readCost(attachment, measured);
  if (force !== true) refuseDeadly(estimate);
  return estimate;
}

/** @throws ToolError `capture-unsafe` when a snapshot would probably kill the target */
export function refuseDeadly(estimate: CostEstimate): void {
  if (estimate.danger !== 'deadly') return;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  const [least, most] = estimate.extraBytes;
  throw new ToolError(
    'capture-unsafe',
    `A snapshot may need ${megabytes(least)} to ${megabytes(most)} more memory, and the ${estimate.availableOf} has ` +
      `${megabytes(estimate.available ?? 0)} left for the target: it would probably be killed`,
    { hint: 'Give it more memory, attach to a replica with a smaller heap, or add --force.' },
  );
}

/** Runs `work`, which ends when the target ends or the signal is aborted. */
async function whileAlive(
  { session }: Attachment,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  void session.ended.then(() => gone.abort(session.reason ?? lost('the next request')));
  const either = AbortSignal.any([signal, gone.signal]);
  try {
    await work(either);
  } catch (error) {
    throw either.aborted ? either.reason : error;
  }
}
