import { ToolError } from '../../errors.js';

/**
 * A failure of usage, with where to read on.
 *
 * @param command its name, with that of its subcommand; empty when there is none
 * @param advice a sentence on what to do
 */
export function usageError(message: string, command: string, advice?: string): ToolError {
  const seeHelp = `See ${['poolscope', command, '--help'].filter((word) => word !== '').join(' ')}.`;
  return new ToolError('usage', message, { hint: advice === undefined ? seeHelp : `${advice} ${seeHelp}` });
}

/** The sentence that offers what was probably meant, if anything was. */
export function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `Did you mean ${suggestion}?`;
}
