/**
 * The manual page, from the same descriptions of the commands as `--help`.
 *
 * @typedef {{ describe?: string, alias?: string | readonly string[], type?: string, default?: unknown, defaultDescription?: string,
 *             choices?: readonly unknown[] }} Option
 * @typedef {{ name: string, usage: string, describe: string, options: Readonly<Record<string, Option>>,
 *             commands: readonly Outline[] }} Outline
 */

const EXIT_CODES = [
  ['0', 'No finding at or above --fail-on.'],
  ['1', 'Findings at or above --fail-on.'],
  ['2', 'Bad usage, bad input, a target that cannot be attached to, or a failure.'],
  ['130', 'Interrupted. What attach captured is kept.'],
];

/**
 * @param {readonly Outline[]} commands
 * @param {{ version: string, description: string, homepage: string }} about
 * @returns {string} in the language of man(7)
 */
export function renderManPage(commands, { version, description, homepage }) {
  return `${[
    `.TH POOLSCOPE 1 "" "poolscope ${escape(version)}" "User Commands"`,
    '.SH NAME',
    'poolscope \\- find leaked connections and reservations in V8 heap snapshots',
    '.SH SYNOPSIS',
    '.B poolscope',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    escape(description),
    '.SH COMMANDS',
    ...commands.flatMap((command) => commandLines(command, 'poolscope ')),
    '.SH FILES',
    ...entry('poolscope.config.json', 'Values for options that are not given; see poolscope schema config.'),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code = '', meaning = '']) => entry(code, meaning)),
    '.SH SEE ALSO',
    escape(homepage),
  ].join('\n')}\n`;
}

/** @param {Outline} command @param {string} above @returns {string[]} */
function commandLines({ name, usage, describe, options, commands }, above) {
  if (commands.length > 0) return commands.flatMap((each) => commandLines(each, `${above}${name} `));
  return [
    `.SS ${escape(`${above}${usage}`)}`,
    escape(`${describe}.`),
    ...Object.entries(options).flatMap(([option, about]) => entry(optionNames(option, about), optionText(about))),
  ];
}

/** @param {string} name @param {Option} option */
function optionNames(name, { alias, type, choices }) {
  const value = choices === undefined ? 'value' : choices.join('|');
  const names = [...[alias ?? []].flat().map((letter) => `-${letter}`), `--${name}`].join(', ');
  return type === 'boolean' ? names : `${names} <${value}>`;
}

/** @param {Option} option */
function optionText({ describe = '', default: value, defaultDescription }) {
  const standard = defaultDescription ?? (value === undefined ? '' : String(value));
  return `${describe}.${standard === '' ? '' : ` Default: ${standard}.`}`;
}

/** @param {string} term @param {string} text */
function entry(term, text) {
  return ['.TP', `.B ${escape(term)}`, escape(text)];
}

/** A line that begins with a dot or a quote would be a request. @param {string} text */
function escape(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
}
