import { Coverage } from './coverage.js';
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
  /** Those of the files which the target is about, as `[first, behind the last]`. */
  readonly ownCounters?: readonly (readonly [number, number])[];
  /** One of so many inputs goes through the command line, too, where the target can. */
  readonly wholeEvery?: number;
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
  /** Those of them that went through the command line as well. */
  readonly whole: number;
  /** Inputs that reached something new. */
  readonly kept: number;
  /** Counters that any input reached. */
  readonly reached: number;
  /** Those of them that are in the files which the target is about. */
  readonly reachedOwn: number;
  readonly faults: readonly FoundFault[];
}

/** Time for a small input, on a machine that does other work as well. */
const LIMIT_MS = 4_000;
const LIMIT_MS_PER_BYTE = 0.2;
/** An input that waits takes no processor time; nor does one while the machine does other work. */
const MOST_WAITING = 20;
/** Growth of the process' peak by one input, in kilobytes. */
const LIMIT_KB = 400 * 1024;
const WHOLE_EVERY = 1000;
/** The system needs longer than this for so much memory; asking for the peak takes longer than most inputs. */
const LEAST_LARGE_MS = 10;

/**
 * Tries inputs on a target: the seeds, then changes of those that reached branches in a number that no earlier input did.
 * Reproducible by its seed.
 */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzResult> {
  const { runs, seed, deadlineMs = Number.POSITIVE_INFINITY, onInput, mostFaults = 20 } = options;
  const { wholeEvery = WHOLE_EVERY } = options;
  const random = new Random(seed);
  const seeds = await target.seeds();
  const corpus: Buffer[] = [];
  const coverage = options.counters === undefined ? null : new Coverage(options.counters);
  const faults = new Map<string, FoundFault>();
  const note = (input: Buffer, what: string | null): void => {
    if (what !== null && !faults.has(keyOf(what))) faults.set(keyOf(what), { input, what });
  };
  let tried = 0;
  let whole = 0;
  while (tried < runs && performance.now() < deadlineMs && faults.size < mostFaults) {
    const input = seeds[tried] ?? nextInput(target, corpus.length === 0 ? seeds : corpus, random);
    coverage?.start();
    onInput?.(input, tried);
    note(input, await tryInput(target.run, input));
    let isNew = coverage === null ? tried < seeds.length : coverage.add();
    if (target.runWhole !== undefined && (isNew || tried % wholeEvery === 0)) {
      whole += 1;
      coverage?.start();
      note(input, await tryInput(target.runWhole, input));
      isNew = coverage?.add() === true || isNew;
    }
    if (isNew) corpus.push(input);
    tried += 1;
  }
  return {
    tried,
    whole,
    kept: corpus.length,
    reached: coverage?.reached ?? 0,
    reachedOwn: coverage?.reachedOf(options.ownCounters ?? []) ?? 0,
    faults: [...faults.values()],
  };
}

function nextInput(target: FuzzTarget, corpus: readonly Buffer[], random: Random): Buffer {
  // The newest inputs are chosen more often, as their changes are the least tried.
  const at =
    random.below(2) === 0
      ? corpus.length - 1 - random.below(Math.ceil(corpus.length / 8))
      : random.below(corpus.length);
  const input = corpus[at] ?? Buffer.alloc(0);
  const other = random.pick(corpus);
  const changed = target.mutate !== undefined && random.below(8) > 0 ? target.mutate(input, random, other) : null;
  return changed ?? mutateBytes(input, other, target.words, random);
}

/** What is wrong with the answer to an input; null when nothing is. */
export async function tryInput(run: FuzzTarget['run'], input: Buffer, leastMs = LIMIT_MS): Promise<string | null> {
  const limitMs = leastMs + LIMIT_MS_PER_BYTE * input.length;
  let durationMs = Number.POSITIVE_INFINITY;
  let busyMs = Number.POSITIVE_INFINITY;
  const isSlow = (): boolean => busyMs > limitMs || durationMs > MOST_WAITING * limitMs;
  // Again when it took long, by processor time: the machine may have done other work. Asking for that takes longer than most inputs.
  for (let attempt = 0; attempt < 3 && isSlow(); attempt += 1) {
    const startMs = performance.now();
    const startCpu = attempt === 0 ? null : process.cpuUsage();
    try {
      await run(input);
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    durationMs = performance.now() - startMs;
    busyMs = startCpu === null ? durationMs : processorMs(startCpu);
  }
  if (isSlow()) return `slow: ${Math.round(durationMs)} ms for ${input.length} bytes`;
  const grownKb = durationMs < LEAST_LARGE_MS ? 0 : growthOfPeakKb();
  return grownKb > LIMIT_KB ? `large: ${Math.round(grownKb / 1024)} MB for ${input.length} bytes` : null;
}

function processorMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

let peakKb = process.resourceUsage().maxRSS;

/** Since it was asked last. */
function growthOfPeakKb(): number {
  const before = peakKb;
  peakKb = process.resourceUsage().maxRSS;
  return peakKb - before;
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
