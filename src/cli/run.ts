import type { CliDependencies } from './process/dependencies.js';
import { ExitCode } from './process/exit-code.js';
import { type CliIo, writeText } from './process/io.js';
import { parseArguments } from './arguments/parse-arguments.js';
import { lineWidth } from './output/terminal.js';

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
    const { printFailure } = await import('./output/failure.js');
    return await printFailure(io, error);
  }
}

function ignore(): void {
  // Already told.
}

/** Each command is loaded when it is the one given: none needs what the others do. */
async function runCommand(io: CliIo, dependencies: CliDependencies): Promise<number> {
  const invocation = await parseArguments(io.argv, dependencies.version, lineWidth(io.stdout, io.env));
  switch (invocation.command) {
    case 'analyze': {
      const { runAnalyze } = await import('./commands/analyze/run-analyze.js');
      return await runAnalyze(invocation.args, io, dependencies);
    }
    case 'attach': {
      const { runAttach } = await import('./commands/attach/run-attach.js');
      return await runAttach(invocation.args, io, dependencies);
    }
    case 'compare': {
      const { runCompare } = await import('./commands/compare/run-compare.js');
      return await runCompare(invocation.args, io, dependencies);
    }
    case 'profiles': {
      const { runProfiles } = await import('./commands/profiles/run-profiles.js');
      return await runProfiles(invocation.args, io);
    }
    case 'schema': {
      const { runSchema } = await import('./commands/schema/run-schema.js');
      return await runSchema(invocation.document, io);
    }
    case 'print':
      await writeText(io.stdout, invocation.text);
      return ExitCode.clean;
  }
}
