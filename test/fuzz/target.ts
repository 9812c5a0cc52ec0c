import type { Random } from './random.js';

/** One entrance for input from elsewhere. */
export interface FuzzTarget {
  readonly name: string;
  /** Valid inputs to begin with. */
  readonly seeds: () => readonly Buffer[] | Promise<readonly Buffer[]>;
  /** Words that mean something there. */
  readonly words: readonly string[];
  /** Changes an input by its structure; bytes are changed when it is absent. */
  readonly mutate?: (input: Buffer, random: Random) => Buffer;
  /** Takes one input. @throws anything for a fault: refused input is none */
  readonly run: (input: Buffer) => Promise<void>;
}

/** An answer that no input may get. */
export class Fault extends Error {
  override readonly name = 'Fault';
}
