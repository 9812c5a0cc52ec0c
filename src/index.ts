/**
 * poolscope as a library: what the command line does, without a process, a terminal or exit codes.
 *
 * @example
 * ```ts
 * import { analyzeFiles, captureSeries } from 'poolscope';
 *
 * const { paths } = await captureSeries(4711, { folder: 'snapshots' });
 * const report = await analyzeFiles(paths);
 * console.log(report.verdict, report.headline);
 * ```
 */
export { type AnalysisProgress, type AnalyzeOptions, analyzeSnapshots, type SnapshotInput } from './analyze.js';
export { type AnalyzeFilesOptions, analyzeFiles } from './analyze-files.js';
export { type CompareOptions, compareReports, type ReportSide } from './analyzers/comparison/compare-reports.js';
export type { CostEstimate } from './capture/cost-estimate.js';
export type { CapturedHeap } from './capture/heap-capture.js';
export type { CaptureEvent } from './capture/series-capture.js';
export type { Target } from './capture/target.js';
export { type CapturedFiles, type CaptureOptions, type CapturePace, captureSeries } from './capture-process.js';
export { ToolError, type ToolErrorCode, type ToolErrorOptions } from './errors.js';
export {
  type ComparedClass,
  type ComparedFinding,
  type Comparison,
  comparisonJsonSchema,
  comparisonSchema,
  type Interval,
} from './findings/comparison-schema.js';
export {
  type BrokenEdge,
  type Cycle,
  type Evidence,
  FINDING_KINDS,
  type Finding,
  type FindingKind,
  type FindingPath,
  type GrowthRate,
  type Holder,
  type Ledger,
  type Pool,
  type RefcountCheck,
  type Report,
  reportSchema,
  SCHEMA_VERSION,
  type Source,
  VERDICTS,
  type Verdict,
} from './findings/report-schema.js';
export { HeapGraph } from './graph/heap-graph.js';
export { parseProfile } from './profiles/parse-profile.js';
export { profileJsonSchema } from './profiles/profile-json-schema.js';
export { type Profile, profileSchema } from './profiles/profile-schema.js';
export { reportJsonSchema } from './published-schemas.js';
export {
  COMPARISON_FORMATS,
  type ComparisonFormat,
  REPORT_FORMATS,
  type RenderOptions,
  type ReportFormat,
  renderComparison,
  renderReport,
} from './report/formats.js';
export { type ByteSource, openSnapshotFile, openSnapshotStream } from './snapshot/byte-source.js';
export { type ColumnMemory, ReusedMemory } from './snapshot/column-memory.js';
export type { LocationColumns, SampleColumns, SnapshotColumns } from './snapshot/columns.js';
export { EdgeType, NodeType } from './snapshot/kinds.js';
export { type ParsedSnapshot, readParsedSnapshot } from './snapshot/parsed-snapshot.js';
export { type ReadSnapshotOptions, readSnapshot } from './snapshot/read-snapshot.js';
export type { StringTable } from './snapshot/string-table.js';
export { type SeriesFindings, SnapshotSeries, type SnapshotSeriesOptions } from './snapshot-series.js';
export type { KeptFiles } from './sources/kept-scripts.js';
export type { SourceFiles } from './sources/source-files.js';
