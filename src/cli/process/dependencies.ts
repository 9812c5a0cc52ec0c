import type { analyzeSnapshots } from '../../analyze.js';

/** The analysis that the commands call. It is passed in so that a test can replace it. */
export interface CliDependencies {
  readonly analyze: typeof analyzeSnapshots;
  /**
   * Runs this command line in a process of its own, until `signal` is aborted. It gives what that wrote to stdout, or null when it
   * failed. Absent where there is no program to be run.
   */
  readonly runApart?: (argv: readonly string[], signal: AbortSignal) => Promise<string | null>;
  /** Version of the package. */
  readonly version: string;
}
