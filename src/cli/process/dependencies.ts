import type { analyzeSnapshots } from '../../analyze.js';

/** What the commands call. Passed in, so that a test can put another analysis at the seam. */
export interface CliDependencies {
  readonly analyze: typeof analyzeSnapshots;
  /** Of the package. */
  readonly version: string;
}
