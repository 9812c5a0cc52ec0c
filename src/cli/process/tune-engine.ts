import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * Sets flags of V8 for this kind of work. An analysis is a few dozen long loops over arrays outside V8's heap, each of which
 * runs once. By default V8 spends a fifth of the time of a small analysis on optimizing code that ends before this pays.
 */
export function tuneEngine(): void {
  // A young generation that grows to tens of megabytes only adds to the peak.
  setFlagsFromString('--semi-space-growth-factor=1');
  // While another thread compiles a loop, it runs at a tenth of its speed.
  setFlagsFromString('--no-concurrent-osr');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  if (process.versions.v8.startsWith('11.')) tuneOldEngine();
}

/** Flags for Node 20 only. Later versions count executed code differently, and print an error for unknown flags. */
function tuneOldEngine(): void {
  // A function must run six times as much as by default before it is optimized.
  setFlagsFromString('--interrupt-budget=400000');
  // A young generation of one megabyte is collected before another thread has started.
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
