import { runAnalyze } from './commands/analyze.js';
import { runAttach } from './commands/attach.js';
import { runCompare } from './commands/compare.js';
import { runProfiles } from './commands/profiles.js';
import { runSchema } from './commands/schema.js';
import type { CliDependencies } from './dependencies.js';
import { ExitCode } from './exit-code.js';
import { printFailure } from './failure.js';
import { type CliIo, writeText } from './io.js';
import { parseArguments } from './parse-arguments.js';
import { lineWidth } from './terminal.js';

/**
 * The whole command line, with the process passed in. Data goes to stdout, progress and failures to stderr.
 *
 * @returns the exit code; see {@link ExitCode}
 */
export async function run(io: CliIo, dependencies: CliDependencies): Promise<number> {
  // Whoever writes is told by the write itself. These keep an error event from ending the process besides, also one
  // that comes after the last write: a reader that goes away ends the output, not the run.
  io.stdout.on('error', ignore);
  io.stderr.on('error', ignore);
  try {
    return await runCommand(io, dependencies);
  } catch (error) {
    return await printFailure(io, error);
  }
}

function ignore(): void {
  // Already told.
}

async function runCommand(io: CliIo, dependencies: CliDependencies): Promise<number> {
  const invocation = await parseArguments(io.argv, dependencies.version, lineWidth(io.stdout, io.env));
  switch (invocation.command) {
    case 'analyze':
      return runAnalyze(invocation.args, io, dependencies);
    case 'attach':
      return runAttach(invocation.args, io, dependencies);
    case 'compare':
      return runCompare(invocation.args, io, dependencies);
    case 'profiles':
      return runProfiles(invocation.args, io);
    case 'schema':
      return runSchema(invocation.document, io);
    case 'print':
      await writeText(io.stdout, invocation.text);
      return ExitCode.clean;
  }
}
