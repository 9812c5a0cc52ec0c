/**
 * poolscope for users of memlab: its findings as a leak filter and as an analysis of `memlab analyze`, and snapshots that memlab has
 * loaded as input. memlab itself is not needed to import this.
 */
export {
  type AnalysisPluginOptions,
  analysisPlugin,
  type MemlabHeapAnalysis,
  type PoolscopeAnalysis,
} from './analysis-plugin.js';
export { type LeakFilterOptions, leakFilter, type PoolscopeLeakFilter } from './leak-filter.js';
export { type MemlabSnapshot, readMemlabSnapshot } from './memlab-snapshot.js';
