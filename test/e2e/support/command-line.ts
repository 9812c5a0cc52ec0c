import { analyzeSnapshots } from '../../../src/analyze.js';
import { run } from '../../../src/cli/run.js';
import { type Report, reportSchema } from '../../../src/findings/report-schema.js';
import { VERSION } from '../../../src/version.js';
import { createFakeIo, type FakeIoOptions } from '../../support/fake-io.js';
import { startAnalysisHere } from './analysis-here.js';

/** What `poolscope` did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole command line with the real analysis, in this process. */
export async function poolscope(argv: readonly string[], options: Omit<FakeIoOptions, 'argv'> = {}): Promise<Outcome> {
  const io = createFakeIo({ ...options, argv });
  const startAnalysis = () => Promise.resolve(startAnalysisHere());
  const code = await run(io, { analyze: analyzeSnapshots, startAnalysis, version: VERSION });
  return { code, ...io.written };
}

/**
 * `poolscope analyze … --format json`.
 * @throws when it prints anything on stderr, or no report
 */
export async function analyzeToJson(
  argv: readonly string[],
  options: Omit<FakeIoOptions, 'argv'> = {},
): Promise<{ readonly code: number; readonly report: Report }> {
  const { code, stdout, stderr } = await poolscope(['analyze', ...argv, '--format', 'json'], options);
  if (stderr !== '') throw new Error(`poolscope analyze ${argv.join(' ')} said on stderr: ${stderr}`);
  return { code, report: reportSchema.parse(JSON.parse(stdout)) };
}
