import type { AnalyzeOptions, SnapshotInput } from '../../src/analyze.js';
import type { CliDependencies } from '../../src/cli/process/dependencies.js';
import { run } from '../../src/cli/run.js';
import type { Report } from '../../src/findings/report-schema.js';
import { createFakeIo, type FakeIoOptions } from '../support/fake-io.js';
import { reportFixture } from '../support/report-fixtures.js';

/** What the analysis was asked. */
export interface Asked {
  inputs: readonly SnapshotInput[];
  options: AnalyzeOptions;
}

/** Runs the command line over an analysis that answers with `report`, or does what it is told to. */
export async function start(
  options: FakeIoOptions,
  answer: Report | ((asked: Asked) => Promise<Report> | Report) = reportFixture(),
): Promise<{ code: number; stdout: string; stderr: string; asked: Asked | undefined }> {
  const io = createFakeIo(options);
  let asked: Asked | undefined;
  const dependencies: CliDependencies = {
    analyze: async (inputs, analyzeOptions = {}) => {
      asked = { inputs, options: analyzeOptions };
      return typeof answer === 'function' ? await answer(asked) : answer;
    },
    version: '1.2.3',
  };
  const code = await run(io, dependencies);
  return { code, ...io.written, asked };
}
