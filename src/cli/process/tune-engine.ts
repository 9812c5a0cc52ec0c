import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * An analysis is a few dozen long loops over arrays outside V8's heap, each of them run once. V8 is made for programs
 * that run on: without this a fifth of the time of a small analysis goes into compiling what is over before it pays.
 */
export function tuneEngine(): void {
  // A young generation that grows to tens of megabytes only adds to the peak.
  setFlagsFromString('--semi-space-growth-factor=1');
  // A loop that waits for another thread to compile it runs at a tenth of its speed meanwhile.
  setFlagsFromString('--no-concurrent-osr');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  if (process.versions.v8.startsWith('11.')) tuneOldEngine();
}

/** Measured on Node 20 alone: later engines count what has run in another way, and print an error for a flag that they do not have. */
function tuneOldEngine(): void {
  // Six times as much has to have run before a function is worth compiling.
  setFlagsFromString('--interrupt-budget=400000');
  // A young generation of one megabyte is collected before another thread has woken up.
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--no-concurrent-marking');
}

/**
 * A parser runs as programs do that V8 is made for, the same small functions over and over, and makes millions of objects: it takes
 * half as long, where there are megabytes of text, when what {@link tuneEngine} has set for loops is taken back.
 */
export function tuneForParsing(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
  setFlagsFromString('--concurrent-osr');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=920');
  if (!process.versions.v8.startsWith('11.')) return;
  setFlagsFromString('--interrupt-budget=67584');
  setFlagsFromString('--parallel-scavenge');
  setFlagsFromString('--concurrent-marking');
}
