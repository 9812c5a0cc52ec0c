import { ToolError } from '../errors.js';
import type { GivenOption } from './check-option.js';

/** What was given to one command, after it was held to what the command takes: no name and no value is wrong. */
export class GivenArguments {
  readonly #options: readonly GivenOption[];
  /** All that is no option, in order. */
  readonly operands: readonly string[];
  /** Null for the command itself. */
  readonly subcommand: string | null;

  constructor(options: readonly GivenOption[], operands: readonly string[], subcommand: string | null) {
    this.#options = options;
    this.operands = operands;
    this.subcommand = subcommand;
  }

  /** Whether `--name` or `--no-name` was given last; undefined when neither was. */
  flag(name: string): boolean | undefined {
    const last = this.#options.findLast((option) => option.name === name || option.name === `no-${name}`);
    return last === undefined ? undefined : (last.name === name) === (last.value !== 'false');
  }

  /** All its values, in order. */
  texts(name: string): string[] {
    return this.#options.flatMap((option) => (option.name === name ? [option.value ?? ''] : []));
  }

  /** @throws ToolError `usage` when it was given twice, as all that take one value do */
  text(name: string): string | undefined {
    const [value, ...more] = this.texts(name);
    if (more.length > 0) throw new ToolError('usage', `--${name} was given more than once`);
    return value;
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    return choices.find((choice) => choice === text);
  }

  /** `-` is standard output, which is where reports go anyway. */
  outputFile(name: string): string | undefined {
    const path = this.text(name);
    return path === '-' ? undefined : path;
  }
}
