import { EdgeType } from '../snapshot/kinds.js';

/**
 * What an edge means for retention. Codes 0 … 7 are the edge types of the file; the others are given by
 * `applyRetentionRules` to edges whose type alone misleads.
 */
export const EdgeCode = {
  ...EdgeType,
  /** Key → value of a WeakMap entry: retains only while the table is alive too. */
  ephemeronValue: 8,
  /** Table → value of a WeakMap entry: never retains, the key does. */
  ephemeronTable: 9,
  /** The root's shortcut to the global object: the one kind of shortcut that retains. */
  rootShortcut: 10,
  /** From the stack, the handle scope or the debugger: lasts no longer than the current call. */
  transientRoot: 11,
  /** Target of a WeakRef that was read in the current job: lasts until the job ends. */
  jobScoped: 12,
  /** From the root or the global handles to a wrapper of a native handle (a socket, a timer, a worker). */
  handleRoot: 13,
  /** From the cell of a FinalizationRegistry to the value that it holds for its target. */
  heldValue: 14,
} as const;
export type EdgeCode = (typeof EdgeCode)[keyof typeof EdgeCode];

function codeTable(codes: readonly EdgeCode[]): Uint8Array {
  const table = new Uint8Array(16);
  for (const code of codes) table[code] = 1;
  return table;
}

const STRONG: readonly EdgeCode[] = [
  EdgeCode.context,
  EdgeCode.element,
  EdgeCode.property,
  EdgeCode.internal,
  EdgeCode.hidden,
  EdgeCode.other,
  EdgeCode.ephemeronValue,
  EdgeCode.rootShortcut,
  EdgeCode.handleRoot,
  EdgeCode.heldValue,
];

/** Codes that retain at the moment of the snapshot; indexed by code. */
export const RETAINS: Uint8Array = codeTable([...STRONG, EdgeCode.transientRoot, EdgeCode.jobScoped]);

/** The type that the file gave an edge, whatever code the retention rules gave it. */
export function edgeTypeOfCode(code: number): EdgeType {
  switch (code) {
    case EdgeCode.ephemeronValue:
    case EdgeCode.ephemeronTable:
    case EdgeCode.transientRoot:
    case EdgeCode.jobScoped:
    case EdgeCode.handleRoot:
      // All of these were `internal` or `element`; neither holds a property of the user's.
      return EdgeType.internal;
    case EdgeCode.rootShortcut:
      return EdgeType.shortcut;
    case EdgeCode.heldValue:
      return EdgeType.hidden;
    default:
      return code as EdgeType;
  }
}
