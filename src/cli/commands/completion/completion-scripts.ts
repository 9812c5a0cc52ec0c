import type { CommandOutline } from '../../arguments/define-command.js';
import { MAY_BE_OFF } from '../../arguments/option-kinds.js';

/** An option as a shell completes it. */
interface Row {
  readonly name: string;
  /** A letter, or none. */
  readonly alias: string | null;
  readonly describe: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly isRepeatable: boolean;
}

/** A shell's script, from the descriptions of all commands. */
type Renderer = (commands: readonly CommandOutline[]) => string;

/** Of running programs, those that `attach` may be asked for. */
const PIDS = 'pgrep -x node';

/** The scripts by the shells that they are for. They hold all words, so that completing starts no process of poolscope. */
export const COMPLETION_SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', Renderer>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

function rowsOf({ options }: CommandOutline): Row[] {
  const rows = Object.entries(options).flatMap(([name, option]) => {
    const isFlag = option.type === 'boolean';
    const row: Row = {
      name,
      alias: typeof option.alias === 'string' ? option.alias : null,
      describe: option.describe ?? '',
      takesValue: !isFlag,
      choices: (option.choices ?? []).map(String),
      isRepeatable: option.array === true,
    };
    return (isFlag && option.default === true) || MAY_BE_OFF.has(name)
      ? [row, { ...row, ...NO_VALUE, name: `no-${name}`, alias: null }]
      : [row];
  });
  return [...rows, { ...NO_VALUE, name: 'help', alias: 'h', describe: 'Show help' }];
}

const NO_VALUE = { takesValue: false, choices: [], isRepeatable: false } as const;

function namesOf({ name, alias }: Row): string[] {
  return [`--${name}`, ...(alias === null ? [] : [`-${alias}`])];
}

/** Every command and subcommand, with the words that name it. */
function flatten(commands: readonly CommandOutline[], above = ''): { words: string; command: CommandOutline }[] {
  return commands.flatMap((command) => {
    const words = `${above}${command.name}`;
    return [{ words, command }, ...flatten(command.commands, `${words} `)];
  });
}

function listOf(commands: readonly CommandOutline[]): string {
  return commands.map(({ name }) => name).join(' ');
}

/** Choices of operands are few, and known by the command's name. */
const OPERANDS: Readonly<Record<string, string>> = {
  completion: 'bash zsh fish',
  schema: 'report comparison profile config',
  attach: `$(${PIDS})`,
};

function renderBash(commands: readonly CommandOutline[]): string {
  const values = flatten(commands).flatMap(({ words, command }) =>
    rowsOf(command)
      .filter(({ takesValue }) => takesValue)
      .map((row) => {
        const patterns = namesOf(row).map((name) => `'${words} ${name}'`);
        return `    ${patterns.join('|')}) words='${row.choices.join(' ')}' ;;`;
      }),
  );
  const options = flatten(commands).map(({ words, command }) => {
    const names = rowsOf(command).flatMap(namesOf).join(' ');
    const operands = command.commands.length > 0 ? listOf(command.commands) : (OPERANDS[words] ?? '');
    return `        '${words}') options='${names}'; words="${operands}" ;;`;
  });
  return `# Completes poolscope in bash. In ~/.bashrc: source <(poolscope completion bash)
_poolscope() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" command="\${COMP_WORDS[1]}"
  local words='' options=''
  case "$command" in
${commands
  .filter((command) => command.commands.length > 0)
  .map(({ name, commands: own }) => {
    const names = own.map((each) => each.name).join('|');
    return `    ${name}) case "\${COMP_WORDS[2]}" in ${names}) ((COMP_CWORD > 2)) && command+=" \${COMP_WORDS[2]}" ;; esac ;;`;
  })
  .join('\n')}
  esac
  if ((COMP_CWORD == 1)); then
    words='${listOf(commands)}'
    options='--help --version'
  else
    case "$command $before" in
${values.join('\n')}
    *)
      case "$command" in
${options.join('\n')}
      esac ;;
    esac
  fi
  [[ "$word" == -* ]] && words="$options"
  # Without a match bash completes names of files.
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o bashdefault -o default -F _poolscope poolscope
`;
}

function renderZsh(commands: readonly CommandOutline[]): string {
  return `#compdef poolscope
# Completes poolscope in zsh. In ~/.zshrc, after compinit: source <(poolscope completion zsh)
_poolscope() {
${zshChoice(commands, '  ')}
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then _poolscope "$@"; else compdef _poolscope poolscope; fi
`;
}

function zshChoice(commands: readonly CommandOutline[], indent: string): string {
  const names = commands.map(({ name, describe }) => zshQuoted(`${name}:${describe}`));
  const cases = commands.map((command) => `${indent}  ${command.name})\n${zshCommand(command, `${indent}    `)} ;;`);
  return [
    `${indent}if (( CURRENT == 2 )); then`,
    `${indent}  local -a commands=(${names.join(' ')})`,
    `${indent}  _describe command commands`,
    `${indent}  return`,
    `${indent}fi`,
    `${indent}shift words`,
    `${indent}(( CURRENT-- ))`,
    `${indent}case $words[1] in`,
    ...cases,
    `${indent}esac`,
  ].join('\n');
}

function zshCommand(command: CommandOutline, indent: string): string {
  if (command.commands.length > 0) return zshChoice(command.commands, indent);
  const specs = rowsOf(command).map((row) => {
    const about = row.describe.replace(/[[\]:\\]/g, '\\$&');
    const value = row.choices.length > 0 ? `(${row.choices.join(' ')})` : '_files';
    const rest = `[${about}]${row.takesValue ? `:${row.name}:${value}` : ''}`;
    const names = namesOf(row);
    const others = names.length > 1 ? `(${names.join(' ')})` : '';
    const repeats = row.isRepeatable ? '*' : others;
    return names.length > 1
      ? `${zshQuoted(repeats)}{${names.join(',')}}${zshQuoted(rest)}`
      : zshQuoted(`${repeats}${names[0]}${rest}`);
  });
  const operands = OPERANDS[command.name];
  const operand = operands === undefined ? "'*:file:_files'" : `"1:${command.name}:(${operands})"`;
  return [`${indent}_arguments`, ...specs, operand].join(` \\\n${indent}  `);
}

function zshQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function renderFish(commands: readonly CommandOutline[]): string {
  const lines = flatten(commands).flatMap(({ words, command }) => {
    const parts = words.split(' ');
    const [parent, ...below] = parts;
    const isHere = `__fish_seen_subcommand_from ${parts.at(-1)}`;
    const named =
      below.length === 0
        ? '__fish_use_subcommand'
        : `${seen(parent)}; and not ${seen(listOf(siblings(commands, parent)))}`;
    const here = below.length === 0 ? isHere : `${seen(parent)}; and ${isHere}`;
    const operands = OPERANDS[words]?.replace(/^\$/, '');
    return [
      `complete -c poolscope -n '${named}' -f -a ${command.name} -d ${fishQuoted(command.describe)}`,
      ...rowsOf(command).map((row) => fishOption(row, here)),
      ...(operands === undefined ? [] : [`complete -c poolscope -n '${here}' -f -a '${operands}'`]),
    ];
  });
  return `# Completes poolscope in fish. In ~/.config/fish/config.fish: poolscope completion fish | source\n${lines.join('\n')}\n`;
}

function siblings(commands: readonly CommandOutline[], parent = ''): readonly CommandOutline[] {
  return commands.find(({ name }) => name === parent)?.commands ?? [];
}

function seen(names = ''): string {
  return `__fish_seen_subcommand_from ${names}`;
}

function fishOption({ name, alias, describe, takesValue, choices }: Row, condition: string): string {
  return [
    `complete -c poolscope -n '${condition}' -l ${name}`,
    ...(alias === null ? [] : [`-s ${alias}`]),
    ...(takesValue ? ['-r'] : []),
    ...(choices.length > 0 ? [`-f -a '${choices.join(' ')}'`] : []),
    `-d ${fishQuoted(describe)}`,
  ].join(' ');
}

function fishQuoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
