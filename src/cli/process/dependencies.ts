import type { analyzeSnapshots } from '../../analyze.js';
import type { AnalysisProcess } from './analysis-process.js';

/** The analysis that the commands call. It is passed in so that a test can replace it. */
export interface CliDependencies {
  readonly analyze: typeof analyzeSnapshots;
  /** Starts a process that analyzes a series for `attach`. Absent where there is no program to be run. */
  readonly startAnalysis?: () => Promise<AnalysisProcess>;
  /** Version of the package. */
  readonly version: string;
}
