/** Parent of a stack that has none. */
export const NO_TRACE_PARENT = 2 ** 32 - 1;

/** Allocation stacks, when allocations were tracked: functions, and a tree of calls whose nodes objects refer to. */
export interface TraceColumns {
  readonly functions: TraceFunctionColumns;
  readonly calls: TraceCallColumns;
}

/** Functions on allocation stacks. */
export interface TraceFunctionColumns {
  readonly count: number;
  /** Indexes into the strings. */
  readonly names: Uint32Array;
  /** Indexes into the strings. */
  readonly scriptNames: Uint32Array;
  /** 1-based, 0 when unknown. */
  readonly lines: Uint32Array;
  /** 1-based, 0 when unknown. */
  readonly columns: Uint32Array;
}

/** The calls, in file order: each call comes after its caller. */
export interface TraceCallColumns {
  readonly count: number;
  /** The numbers that `traceNodeIds` of the nodes refer to. */
  readonly ids: Uint32Array;
  /** Row of the calling call, or {@link NO_TRACE_PARENT}. */
  readonly parents: Uint32Array;
  /** Rows of the functions called. */
  readonly functions: Uint32Array;
}
