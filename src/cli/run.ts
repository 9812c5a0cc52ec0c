import { parseArguments } from './arguments/parse-arguments.js';
import { lineWidth } from './output/terminal.js';
import type { CliDependencies } from './process/dependencies.js';
import { ExitCode } from './process/exit-code.js';
import { type CliIo, writeText } from './process/io.js';
import { COMMANDS } from './registry.js';

/**
 * The whole command line, with the process passed in. Data goes to stdout, progress and failures to stderr.
 *
 * @returns the exit code; see {@link ExitCode}
 */
export async function run(io: CliIo, dependencies: CliDependencies): Promise<number> {
  // Each write reports its own failure. These handlers keep the error event from ending the process as well, also one
  // that comes after the last write: a reader that goes away ends the output, not the run.
  io.stdout.on('error', ignore);
  io.stderr.on('error', ignore);
  try {
    return await runCommand(io, dependencies);
  } catch (error) {
    // Loaded when needed, as it imports the schema of reports.
    const { printFailure } = await import('./output/failure.js');
    return await printFailure(io, error).catch(() => ExitCode.failure);
  }
}

function ignore(): void {
  // It was printed already.
}

async function runCommand(io: CliIo, dependencies: CliDependencies): Promise<number> {
  const width = lineWidth(io.stdout, io.env);
  const invocation = parseArguments(io.argv, COMMANDS, { version: dependencies.version, width });
  if (invocation.kind === 'run') return await invocation.run({ io, dependencies, commands: COMMANDS });
  await writeText(io.stdout, invocation.text);
  return ExitCode.clean;
}
