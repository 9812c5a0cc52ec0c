import { ToolError } from '../../errors.js';

/**
 * A failure of usage, with where to read on.
 *
 * @param command its name, with that of its subcommand; empty when there is none
 */
export function usageError(message: string, command: string, suggestion?: string): ToolError {
  const meant = suggestion === undefined ? '' : `Did you mean ${suggestion}? `;
  return new ToolError('usage', message, {
    hint: `${meant}See ${['poolscope', command, '--help'].filter((word) => word !== '').join(' ')}.`,
  });
}
