import { isRecord } from './dialogue.js';
import type { QuietCalls } from './quiet-calls.js';

/** A place in a script of the target. */
export interface LineToCount {
  /** V8's numbers of the scripts that have it. */
  readonly scriptIds: readonly number[];
  /** UTF-16 code units from the beginning of the text. */
  readonly offset: number;
  /** Where the function around it ends; null where there is none. */
  readonly functionEnd: number | null;
  /** Whether the function around it can be suspended: then it may run on without being called. */
  readonly isSuspendable: boolean;
}

/** How often a line ran. */
export interface LineCount {
  /** Calls of the function around it; null when these do not tell whether it ran. */
  readonly runs: number | null;
  /** Runs of the line itself; null where V8 counts functions only, because it compiled them before. */
  readonly reached: number | null;
}

interface CoveredFunction {
  readonly isBlockCoverage: boolean;
  /** The first one is the function itself; blocks lie within. */
  readonly ranges: readonly { readonly start: number; readonly end: number; readonly count: number }[];
}

/** Counts calls of functions of a target from now on. Until {@link stopCounting}, each call costs it an increment more. */
export async function startCounting(calls: QuietCalls): Promise<void> {
  await calls.ask('Profiler.enable');
  await calls.ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true, allowTriggeredUpdates: false });
  // V8 may have counted before, for itself: what it gives is then reset.
  await calls.ask('Profiler.takePreciseCoverage');
}

/** Counts since {@link startCounting}, in the order of `lines`. */
export async function takeCounts(calls: QuietCalls, lines: readonly LineToCount[]): Promise<LineCount[]> {
  const byScript = readCoverage(await calls.ask('Profiler.takePreciseCoverage'));
  return lines.map((line) => countLine(line, byScript));
}

/** Undoes {@link startCounting}. Never fails. */
export async function stopCounting(calls: QuietCalls): Promise<void> {
  for (const method of ['Profiler.stopPreciseCoverage', 'Profiler.disable'])
    await calls.ask(method).catch(() => undefined);
}

function countLine(
  { scriptIds, offset, functionEnd, isSuspendable }: LineToCount,
  byScript: ReadonlyMap<number, readonly CoveredFunction[]>,
): LineCount {
  let runs = 0;
  let reached: number | null = null;
  for (const scriptId of scriptIds) {
    // V8 leaves out functions that did not run. The outer function of one that did not must not stand for it.
    const counted = byScript.get(scriptId)?.find(({ ranges: [whole] }) => {
      return whole !== undefined && whole.end === functionEnd && whole.start <= offset;
    });
    if (counted === undefined) continue;
    runs += counted.ranges[0]?.count ?? 0;
    if (counted.isBlockCoverage) reached = (reached ?? 0) + countAt(counted, offset);
  }
  const isUnknown = scriptIds.length === 0 || functionEnd === null || (runs === 0 && isSuspendable);
  return { runs: isUnknown ? null : runs, reached };
}

/** Blocks are listed from the outer to the inner ones. */
function countAt({ ranges }: CoveredFunction, offset: number): number {
  return ranges.findLast(({ start, end }) => start <= offset && offset < end)?.count ?? 0;
}

function readCoverage(answer: Readonly<Record<string, unknown>>): ReadonlyMap<number, readonly CoveredFunction[]> {
  const scripts = new Map<number, CoveredFunction[]>();
  for (const script of listOf(answer['result'])) {
    const functions = listOf(script['functions']).map((each) => ({
      isBlockCoverage: each['isBlockCoverage'] === true,
      ranges: listOf(each['ranges']).map((range) => ({
        start: Number(range['startOffset']),
        end: Number(range['endOffset']),
        count: Number(range['count']),
      })),
    }));
    scripts.set(Number(script['scriptId']), functions);
  }
  return scripts;
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
