import { mutateBytes } from './mutate-bytes.js';
import { Random } from './random.js';
import type { FuzzTarget } from './target.js';

/** How long a target is tried. */
export interface FuzzOptions {
  readonly runs: number;
  readonly seed: number;
  /** Ends a run of inputs early. */
  readonly deadlineMs?: number;
  /** Counters of branches in the code under test; without them all inputs are made from the seeds. */
  readonly counters?: Uint8Array;
  /** Called before each input. */
  readonly onInput?: (input: Buffer, tried: number) => void;
  /** Most faults to collect before the end. */
  readonly mostFaults?: number;
}

/** An input that did not end as it should. */
export interface FoundFault {
  readonly input: Buffer;
  /** What happened: an error, or how long it took. */
  readonly what: string;
}

export interface FuzzResult {
  readonly tried: number;
  /** Inputs that reached something new. */
  readonly kept: number;
  /** Counters that any input reached. */
  readonly reached: number;
  readonly faults: readonly FoundFault[];
}

/** Time for a small input, on a machine that does other work as well. */
const LIMIT_MS = 4_000;
const LIMIT_MS_PER_BYTE = 0.2;
/** Growth of the process' peak by one input, in kilobytes. */
const LIMIT_KB = 400 * 1024;

/**
 * Tries inputs on a target: the seeds, then changes of those that reached branches in a number that no earlier input did.
 * Reproducible by its seed.
 */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzResult> {
  const { runs, seed, deadlineMs = Number.POSITIVE_INFINITY, counters, onInput, mostFaults = 20 } = options;
  const random = new Random(seed);
  const seeds = await target.seeds();
  const corpus: Buffer[] = [];
  const seen = new Uint8Array(counters?.length ?? 0);
  const faults = new Map<string, FoundFault>();
  let tried = 0;
  while (tried < runs && performance.now() < deadlineMs && faults.size < mostFaults) {
    const input = seeds[tried] ?? nextInput(target, corpus.length === 0 ? seeds : corpus, random);
    counters?.fill(0);
    onInput?.(input, tried);
    const what = await tryInput(target, input);
    if (what !== null && !faults.has(keyOf(what))) faults.set(keyOf(what), { input, what });
    if (counters === undefined ? tried < seeds.length : addCounts(counters, seen)) corpus.push(input);
    tried += 1;
  }
  return { tried, kept: corpus.length, reached: seen.filter((bits) => bits > 0).length, faults: [...faults.values()] };
}

function nextInput(target: FuzzTarget, corpus: readonly Buffer[], random: Random): Buffer {
  // The newest inputs are chosen more often, as their changes are the least tried.
  const at =
    random.below(2) === 0
      ? corpus.length - 1 - random.below(Math.ceil(corpus.length / 8))
      : random.below(corpus.length);
  const input = corpus[at] ?? Buffer.alloc(0);
  if (target.mutate !== undefined && random.below(8) > 0) return target.mutate(input, random);
  return mutateBytes(input, random.pick(corpus), target.words, random);
}

/** What is wrong with the answer to an input; null when nothing is. */
export async function tryInput(target: FuzzTarget, input: Buffer, leastMs = LIMIT_MS): Promise<string | null> {
  const limitMs = leastMs + LIMIT_MS_PER_BYTE * input.length;
  const { maxRSS } = process.resourceUsage();
  const startMs = performance.now();
  try {
    await target.run(input);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const durationMs = performance.now() - startMs;
  if (durationMs > limitMs) return `slow: ${Math.round(durationMs)} ms for ${input.length} bytes`;
  const grownKb = process.resourceUsage().maxRSS - maxRSS;
  return grownKb > LIMIT_KB ? `large: ${Math.round(grownKb / 1024)} MB for ${input.length} bytes` : null;
}

/** Faults at the same place count as one. */
function keyOf(what: string): string {
  return what
    .split('\n')
    .slice(0, 3)
    .map((line, at) => (at === 0 ? line.slice(0, 40) : line))
    .join('\n')
    .replace(/\d+/g, '#');
}

/** Adds what an input reached, as AFL does: how often, in steps. @returns whether anything is new */
function addCounts(counters: Uint8Array, seen: Uint8Array): boolean {
  let isNew = false;
  for (let at = 0; at < counters.length; at += 1) {
    const count = counters[at] ?? 0;
    if (count === 0) continue;
    const step = 1 << Math.min(7, 32 - Math.clz32(count) - 1);
    if (((seen[at] ?? 0) & step) !== 0) continue;
    seen[at] = (seen[at] ?? 0) | step;
    isNew = true;
  }
  return isNew;
}
