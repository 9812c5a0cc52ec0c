import type { Options } from 'yargs';

/** Messages of yargs that may reach a user, by how they begin, and the messages of poolscope for them. */
const WORDINGS: readonly (readonly [RegExp, (match: readonly string[], options: KnownOptions) => string])[] = [
  [
    /^Not enough arguments following: (.+)/,
    ([, key = ''], options) => `${dashed(key)}: expected ${valueOf(key, options)}`,
  ],
  [/^Unknown arguments?: ([^,]+)/, ([, key = '']) => `Unknown option: ${dashed(key)}`],
  [/^Argument unexpected for: (.+)/, ([, key = '']) => `${dashed(key)}: expected no value`],
  [/^Arguments (.+) and (.+) are mutually exclusive/, ([, one, other]) => `Give --${one} or --${other}, not both`],
  [
    /^ {2}Argument: (.+), Given: "(.*)", Choices: (.*)/m,
    ([, key = '', given, choices = ''], options) =>
      key in options
        ? `${dashed(key)}: expected ${valueOf(key, options)}, got ${given}`
        : // An operand.
          `Expected ${oneOf(choices.split(', ').map((choice) => choice.slice(1, -1)))}, got ${given}`,
  ],
];

type KnownOptions = Readonly<Record<string, Options>>;

/** The message of poolscope for a failure that yargs found. */
export function explainFailure(message: string, options: KnownOptions): string {
  for (const [pattern, wording] of WORDINGS) {
    const match = pattern.exec(message);
    if (match !== null) return wording(match, options);
  }
  return message;
}

/** Whether yargs reports missing operands. Its message has their number, but not their names. */
export function isMissingOperands(message: string): boolean {
  return message.startsWith('Not enough non-option arguments');
}

function dashed(key: string): string {
  return `${key.length === 1 ? '-' : '--'}${key}`;
}

/** `text or json`, `leak, suspect or never` */
function valueOf(key: string, options: KnownOptions): string {
  const choices = options[key]?.choices ?? [];
  return choices.length === 0 ? 'a value' : oneOf(choices.map(String));
}

function oneOf(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
