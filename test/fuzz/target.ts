import type { Random } from './random.js';

/** One entrance for input from elsewhere. */
export interface FuzzTarget {
  readonly name: string;
  /** Files that it is about: the beginnings of their paths below `src`. */
  readonly about: readonly string[];
  /** Valid inputs to begin with. */
  readonly seeds: () => readonly Buffer[] | Promise<readonly Buffer[]>;
  /** Begins with the snapshots of that folder instead. */
  readonly seedFolder?: (folder: string) => void;
  /** Words that mean something there. */
  readonly words: readonly string[];
  /** Changes an input by its structure; bytes are changed when it is absent, or returns null. @param other another input */
  readonly mutate?: (input: Buffer, random: Random, other: Buffer) => Buffer | null;
  /** Takes one input, in memory alone. @throws anything for a fault: refused input is none */
  readonly run: (input: Buffer) => Promise<void>;
  /**
   * Takes one through the command line and files, which is a hundred times slower: some inputs, and all that reach something new.
   *
   * @throws anything for a fault
   */
  readonly runWhole?: (input: Buffer) => Promise<void>;
}

/** An answer that no input may get. */
export class Fault extends Error {
  override readonly name = 'Fault';
}
