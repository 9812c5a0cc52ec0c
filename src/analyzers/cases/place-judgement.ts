import type { Evidence, Verdict } from '../../findings/report-schema.js';
import type { ContainerContents } from './place-contents.js';

/** Why a place grows without objects. */
export type PlaceCause =
  /** The same objects are entered again and again. */
  | 'repeated'
  /** The entries are strings, booleans and the like. */
  | 'values'
  /** The entries are not in the snapshot: only the room for them grows. */
  | 'integers'
  /** Strings that get longer. */
  | 'text';

/** What was made of a place, see `verdict/container-growth.ts`. */
export interface PlaceJudgement {
  readonly verdict: Verdict;
  readonly cause: PlaceCause;
  readonly contents: ContainerContents;
  /** Entries that came during the series; strings, where these grow; slots of room, where entries are invisible. */
  readonly added: number;
  /** Bytes that these cost. */
  readonly addedBytes: number;
  readonly against: readonly Evidence[];
}
