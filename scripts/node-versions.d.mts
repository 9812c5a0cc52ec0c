/** A binary that is there and has told its version. */
export interface NodeBinary {
  readonly major: number;
  readonly version: string;
  /** Absolute path of the executable. */
  readonly path: string;
}

/** A binary that could not be had, and why, in one line. */
export interface SkippedNodeBinary {
  readonly major: number;
  readonly version: string;
  readonly reason: string;
}

/** The exact version of each major. */
export declare const NODE_VERSIONS: Readonly<Record<number, string>>;

/** The lowest version that the package's `engines` admits. */
export declare const LOWEST_NODE: string;

/** All majors, oldest first. */
export declare const NODE_MAJORS: readonly number[];

/** `.cache/node` of this repository. */
export declare const DEFAULT_CACHE: string;

/**
 * Makes the binaries of `majors` available, fetching only those that the cache does not hold.
 * @throws RangeError for a major that the table does not list
 */
export declare function provideNodeBinaries(options?: {
  readonly majors?: readonly number[];
  /** Exact versions, instead of the one of each major. */
  readonly versions?: readonly string[];
  readonly cache?: string;
  readonly onFetch?: (version: string) => void;
}): Promise<{ binaries: NodeBinary[]; skipped: SkippedNodeBinary[] }>;
