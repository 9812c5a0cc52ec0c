import { EdgeType } from '../snapshot/kinds.js';

/**
 * What an edge means for retention. Codes 0 … 7 are the edge types of the file. `applyRetentionRules` gives the other
 * codes to edges whose type does not determine their retention.
 */
export const EdgeCode = {
  ...EdgeType,
  /** Key → value of a WeakMap entry: retains only while the table is alive too. */
  ephemeronValue: 8,
  /** Table → value of a WeakMap entry: never retains; the edge from the key does. */
  ephemeronTable: 9,
  /** The root's shortcut to the global object: the one kind of shortcut that retains. */
  rootShortcut: 10,
  /** From the stack, the handle scope or the debugger: lasts no longer than the current call. */
  transientRoot: 11,
  /** Target of a WeakRef that was read in the current job: lasts until the job ends. */
  jobScoped: 12,
  /** From the root or the global handles to a wrapper of a native handle (a socket, a timer, a worker). */
  handleRoot: 13,
  /** From a cell of a FinalizationRegistry to the held value of its target. */
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

/** The edge type in the file, whatever code the retention rules assigned. */
export function edgeTypeOfCode(code: number): EdgeType {
  switch (code) {
    case EdgeCode.ephemeronValue:
    case EdgeCode.ephemeronTable:
    case EdgeCode.transientRoot:
    case EdgeCode.jobScoped:
    case EdgeCode.handleRoot:
      // All of these were `internal` or `element` edges, which are never properties of the program.
      return EdgeType.internal;
    case EdgeCode.rootShortcut:
      return EdgeType.shortcut;
    case EdgeCode.heldValue:
      return EdgeType.hidden;
    default:
      return code as EdgeType;
  }
}
