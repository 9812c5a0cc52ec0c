import type { RecordedClass, RecordedFrame } from '../agent/recorded.js';

/** What was recorded of who took what, for the sidecar of the last snapshot. Times in milliseconds. */
export interface RecordedLeases {
  readonly by: 'attach' | 'agent';
  readonly recordedMs: number;
  readonly checkouts: number;
  readonly releases: number;
  readonly unseen: number;
  readonly kept: number;
  readonly classes: readonly RecordedClass[];
  readonly places: readonly { readonly frames: readonly RecordedFrame[]; readonly checkouts: number }[];
  readonly leases: readonly { readonly nodeId: number; readonly place: number | null; readonly ageMs: number }[];
  readonly omittedLeases: number;
  readonly failure: string | null;
}
