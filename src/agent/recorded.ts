import type { LendingClass } from '../profiles/lending-classes.js';

export type { LendingClass };

/** A class that was found, with the methods that are recorded. */
export interface RecordedClass {
  readonly profile: string;
  readonly class: string;
  readonly methods: string[];
}

/** One call of a stack. Lines and columns are 1-based. */
export interface RecordedFrame {
  readonly function: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What was recorded, without the leases themselves. */
export interface RecorderStatus {
  readonly classes: RecordedClass[];
  readonly recordedMs: number;
  readonly checkouts: number;
  readonly releases: number;
  /** Calls whose resource could not be seen. */
  readonly unseen: number;
  /** Methods that other code has wrapped meanwhile: they pass calls on and stay. */
  readonly kept: number;
  readonly places: { readonly frames: RecordedFrame[]; readonly checkouts: number }[];
}

/** Records who checks out, until it is disarmed. */
export interface LeaseRecorder {
  /**
   * Looks for classes that lend among functions, and records their methods from now on.
   *
   * @returns the classes that are new
   */
  arm(functions: ArrayLike<unknown>, classes: readonly LendingClass[]): RecordedClass[];
  /** Restores all methods, and leaves what was recorded as it is. */
  disarm(): void;
  /** Disarms after so many seconds without a call of {@link LeaseRecorder.beat}. Seconds in which the process is paused do not count. */
  disarmWithout(seconds: number): void;
  beat(): void;
  status(): RecorderStatus;
  /** Resource → age and place as one number; see {@link LeaseRecorder.read}. */
  readonly taken: WeakMap<object, number>;
  /** @param values of {@link LeaseRecorder.taken} @returns age in ms and index of the place for each; -1 where there was no room for it */
  read(values: readonly number[]): [ageMs: number, place: number][];
}
