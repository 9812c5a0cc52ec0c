/** Which line of a sample each scenario's fault is at, and where the place that it fills is added to. Written before the code that judges. */

import type { Point } from './releases/answers.js';

interface PlaceInFile extends Point {
  /** In the folder `samples/vttablet`. */
  readonly file: string;
}

export interface SampleCase {
  readonly scenario: string;
  /** The field that the entries are in; `null` for a scenario in which nothing leaks. */
  readonly place: string | null;
  /** The field that a report may name instead, as it keeps the same objects. */
  readonly alsoPlaces?: readonly string[];
  readonly added: readonly PlaceInFile[];
  readonly removed: readonly PlaceInFile[];
  /** The function in which a line is wanting, and the lines of it that may be named. The first is the best one. */
  readonly missing: readonly PlaceInFile[];
  readonly why: string;
}

export const SAMPLE_CASES: readonly SampleCase[] = [
  {
    scenario: 'stale-link',
    place: 'Pooled.next',
    added: [{ file: 'conn-stack.ts', line: 18, text: 'entry.next = this.top;' }],
    removed: [],
    missing: [
      { file: 'conn-stack.ts', line: 26, text: 'this.top = entry.next;' },
      { file: 'conn-stack.ts', line: 23, text: 'pop(): Pooled<C> | null {' },
      { file: 'conn-stack.ts', line: 28, text: 'return entry;' },
    ],
    why: 'pop takes the entry off the stack and does not clear its next.',
  },
  {
    scenario: 'refcount',
    place: 'Numbered.entries',
    alsoPlaces: ['StatefulConnection.refCount'],
    added: [{ file: 'numbered.ts', line: 30, text: 'this.entries.set(id, ' }],
    removed: [{ file: 'numbered.ts', line: 35, text: 'this.entries.delete(id)' }],
    missing: [
      { file: 'statement.ts', line: 12, text: 'const rows = await conn.exec(sql);' },
      { file: 'statement.ts', line: 10, text: 'conn.retain();' },
    ],
    why: 'When exec rejects, the release below it is not reached, so the count that retain raised never falls to zero.',
  },
  {
    scenario: 'cycle',
    place: 'Session.heartbeat',
    alsoPlaces: ['Timeout._onTimeout'],
    added: [{ file: 'session.ts', line: 80, text: 'this.heartbeat = setInterval(' }],
    removed: [],
    missing: [
      { file: 'session.ts', line: 61, text: 'async end(): Promise<void> {' },
      { file: 'session.ts', line: 63, text: 'this.ended = true;' },
    ],
    why: 'The interval is set in reserve, and no line clears it: end only marks the session as ended.',
  },
  {
    scenario: 'accumulate',
    place: 'ConnectionBook.byId',
    added: [{ file: 'connection-book.ts', line: 24, text: 'this.byId.set(conn.id, conn);' }],
    removed: [],
    missing: [{ file: 'connection-book.ts', line: 27, text: 'onClosed(): void {' }],
    why: 'onClosed counts, and no line deletes from the book.',
  },
  {
    scenario: 'control',
    place: null,
    added: [],
    removed: [],
    missing: [],
    why: 'The stack is the faulty one, but entries come back to it and get a new next.',
  },
  {
    scenario: 'healthy-cycles',
    place: null,
    added: [],
    removed: [],
    missing: [],
    why: 'The cycles are anchored by nothing, and the WeakMap keeps no key.',
  },
];
