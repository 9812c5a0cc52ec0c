import { COMMON_OPTIONS, type CommandSyntax, type OptionSyntax } from './command-syntax.js';
import { suggestWord } from './suggest.js';
import { usageError } from './usage.js';

/** An option as it was written. */
export interface GivenOption {
  /** Without its dashes; the long name also of a short one. */
  readonly name: string;
  /** With them. */
  readonly rawName: string;
  readonly value?: string | undefined;
  /** Whether the value follows a `=` rather than a space. */
  readonly inlineValue?: boolean | undefined;
}

/** @throws ToolError `usage` when the command has no such option, or when the value is none that it takes */
export function checkOption(given: GivenOption, { options, mayBeEmpty = [] }: CommandSyntax, command: string): void {
  const { name, rawName, value, inlineValue } = given;
  const known = { ...options, ...COMMON_OPTIONS };
  const option = optionOf(known, name) ?? negatedOption(known, name);
  if (option === undefined) throw usageError(`Unknown option: ${rawName}`, command, suggestOption(name, known));
  const { type, choices } = option;
  if (type === 'boolean') {
    if (value === undefined || value === 'true' || value === 'false') return;
    throw usageError(`${rawName}: expected no value, got ${value}`, command);
  }
  const isMissing = value === undefined || (inlineValue !== true && isLikeOption(value));
  const isEmpty = value === '' && !mayBeEmpty.includes(name);
  const isTaken = choices?.includes(value ?? '') !== false && !(type === 'number' && Number.isNaN(Number(value)));
  if (!isMissing && !isEmpty && isTaken) return;
  const got = isMissing ? '' : `, got ${value === '' ? 'an empty text' : value}`;
  throw usageError(`${rawName}: expected ${expectedBy(option)}${got}`, command);
}

function optionOf(options: CommandSyntax['options'], name: string): OptionSyntax | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

/** `--no-color` for `color` */
function negatedOption(options: CommandSyntax['options'], name: string): OptionSyntax | undefined {
  const option = name.startsWith('no-') ? optionOf(options, name.slice('no-'.length)) : undefined;
  return option?.type === 'boolean' ? option : undefined;
}

/** Whether a text can only be meant as an option, so that the value in its place is missing. */
function isLikeOption(text: string): boolean {
  return text.startsWith('-') && text !== '-' && Number.isNaN(Number(text));
}

/** `text or json`, `leak, suspect or never` */
function expectedBy({ type, choices }: OptionSyntax): string {
  if (choices === undefined) return type === 'number' ? 'a number' : 'a value';
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

/** The option that was meant, with its dashes: also `--format json` for `--json`. */
function suggestOption(name: string, known: CommandSyntax['options']): string | undefined {
  const names = Object.entries(known).flatMap(([each, { type }]) =>
    type === 'boolean' ? [each, `no-${each}`] : [each],
  );
  const nearest = suggestWord(name, names);
  if (nearest !== undefined) return `--${nearest}`;
  const [chosen] = Object.entries(known).flatMap(([each, { choices = [] }]) =>
    choices.includes(name) ? [`--${each} ${name}`] : [],
  );
  return chosen;
}
