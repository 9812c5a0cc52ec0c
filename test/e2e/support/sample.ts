import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
/** A process that hangs must not take the whole suite with it. */
const TIMEOUT_MS = 60_000;

/** The sample, compiled. */
export interface Sample {
  /** Its compiled program. */
  readonly main: string;
  /**
   * Runs a scenario to its end.
   * @returns the folder of the series, with four snapshots
   */
  capture(node: string, scenario: string, flags: readonly string[], folder: string): Promise<string>;
}

/**
 * Compiles the sample vttablet into `build/e2e/<name>`: a folder for each suite, as suites run side by side.
 */
export async function compileSample(name: string): Promise<Sample> {
  const out = join(ROOT, 'build', 'e2e', name);
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', 'tsconfig.samples.json', '--outDir', out], { cwd: ROOT });
  const main = join(out, 'vttablet', 'main.js');
  return {
    main,
    capture: async (node, scenario, flags, folder) => {
      await run(node, [main, '--scenario', scenario, ...flags, '--out', folder], { timeout: TIMEOUT_MS });
      return folder;
    },
  };
}
