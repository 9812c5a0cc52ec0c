import type { FindingKind, Verdict } from '../../src/findings/report-schema.js';

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
  } & TwinAnswers;
  /**
   * What today's analysis still gets wrong. While it is given, the twin's test must fail; whoever mends it takes the
   * mark away.
   */
  readonly pending?: string;
  /**
   * Its leaking version is analyzed with the program's text, and its clean versions as well where they run alone. All versions have the
   * same text, so the leaking one must not be bounded by lines of the clean ones.
   */
  readonly withText?: true;
  /** Its look-alike grows as a leak does, and only its use speaks against one: a `suspect` is fair, a `leak` is not. */
  readonly lookAlikeAtMost?: 'suspect';
  /** Its clean versions run in processes of their own: their classes are Node's, which other twins have as well, or they need the text. */
  readonly alone?: true;
}

/** What else the report must say of the leaking version: each about its first finding, and only where it is given. */
export interface TwinAnswers {
  /** All findings of the report, notes included: one fault is one finding. */
  readonly findings?: number;
  readonly verdict?: Verdict;
  /** The class that the finding is about, the first of its classes. */
  readonly className?: RegExp;
  /** Instances of that class in each of the four snapshots, as the program made them. */
  readonly counts?: readonly number[];
  /** Suspects that each round adds, exactly. */
  readonly perRound?: number;
  readonly headline?: RegExp;
  /**
   * The place of the reference to cut: `file:line` and, for a file of the twin, the text of that line as it ran, or as it was
   * written. So an answer names what stands there, not the number of the line.
   */
  readonly source?: RegExp;
  /** A field that proves death. */
  readonly deadBy?: RegExp;
  /** Objects that are proven dead, all or none. */
  readonly dead?: number;
  /** The sentence that says what to do. */
  readonly action?: RegExp;
  /** Whether the finding traces back to reservation bookkeeping. */
  readonly tracesBack?: boolean;
  /** None is matched by the headline, the action or a sentence of the evidence. */
  readonly neverSaid?: readonly RegExp[];
  /** Each is matched by a sentence of the evidence for or against. */
  readonly evidence?: readonly RegExp[];
  /** Each is matched by the reference to cut or by one that must go with it. */
  readonly references?: readonly RegExp[];
  /** The path from the root, folded. */
  readonly path?: RegExp;
  /** What the last snapshot alone names as the reference to cut, in a finding of any verdict. */
  readonly labelInOne?: RegExp;
  /** The gravest that the last snapshot alone may say of anything: it does not show what grows. */
  readonly gravestInOne?: Verdict;
  /** Whether the last snapshot alone gives that finding the same fingerprint. */
  readonly sameFingerprintInOne?: true;
  /** Whether no holder counts more references than there are references to cut. */
  readonly countsHoldersOnce?: true;
}

/** Calls `work` for each object of a round with a number that no other object of the process has. */
export function eachOf(round: number, work: (serial: number) => void, perRound = PER_ROUND): void {
  for (let index = 0; index < perRound; index += 1) work(round * perRound + index);
}
