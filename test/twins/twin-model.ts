import type { FindingKind } from '../../src/findings/report-schema.js';

/** Objects that a round makes. */
export const PER_ROUND = 40;

type Round = (round: number) => void | Promise<void>;

/**
 * A small program in three versions, run in a process of its own: one leaks, one does the same work without the leak,
 * one is clean and only looks like the first. Names say nothing on purpose. State lives in the module, so a
 * process runs one version only. Round 0 is the warm-up, before the first snapshot.
 */
export interface TwinModel {
  readonly name: string;
  readonly buggy: Round;
  readonly fixed: Round;
  readonly lookAlike: Round;
  readonly expected: {
    /** Matches the label of the reference to cut, as the first finding must give it. */
    readonly label: RegExp;
    /** The same in a minified program; when not given, `label` with any class in the place of the one it starts with. */
    readonly renamed?: RegExp;
    readonly kinds: readonly FindingKind[];
  };
}

/** Calls `work` for each object of a round with a number that no other object of the process has. */
export function eachOf(round: number, work: (serial: number) => void): void {
  for (let index = 0; index < PER_ROUND; index += 1) work(round * PER_ROUND + index);
}
