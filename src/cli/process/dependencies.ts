import type { analyzeSnapshots } from '../../analyze.js';

/** The analysis that the commands call. It is passed in so that a test can replace it. */
export interface CliDependencies {
  readonly analyze: typeof analyzeSnapshots;
  /** Version of the package. */
  readonly version: string;
}
