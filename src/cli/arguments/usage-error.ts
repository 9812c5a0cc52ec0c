import { ToolError } from '../../errors.js';

/**
 * An error of usage, with a hint where to find help.
 *
 * @param command its name, with that of its subcommand; empty when there is none
 * @param advice a sentence on what to do
 */
export function usageError(message: string, command: string, advice?: string): ToolError {
  const seeHelp = `See ${['poolscope', command, '--help'].filter((word) => word !== '').join(' ')}.`;
  return new ToolError('usage', message, { hint: advice === undefined ? seeHelp : `${advice} ${seeHelp}` });
}

/** The sentence that suggests what was probably meant; undefined without a suggestion. */
export function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `Did you mean ${suggestion}?`;
}
