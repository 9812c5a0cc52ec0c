import { ToolError } from '../../errors.js';

/**
 * The value of an option that may be given once: yargs makes an array of one that was given twice, whatever its type says.
 *
 * @throws ToolError `usage`
 */
export function singleOption<T>(name: string, value: T): T {
  if (Array.isArray(value)) throw new ToolError('usage', `--${name} was given more than once`);
  return value;
}
