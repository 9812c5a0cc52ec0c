/** An option, in the words of yargs, which lays out the help. */
export interface OptionSyntax {
  readonly type?: 'boolean' | 'string' | 'number';
  readonly alias?: string;
  readonly choices?: readonly string[];
}

/** What a command takes. */
export interface CommandSyntax {
  readonly options: Readonly<Record<string, OptionSyntax>>;
  /** How many arguments besides options, and what they are: "a snapshot". */
  readonly operands: { readonly least: number; readonly most: number; readonly expected: string };
  /** Pairs of options of which only one may be given. */
  readonly exclusive?: readonly (readonly [string, string])[];
  /** Options whose value may be an empty text. */
  readonly mayBeEmpty?: readonly string[];
  /** What may stand in the place of the first argument. */
  readonly subcommands?: Readonly<Record<string, CommandSyntax>>;
}

/** What every command takes besides. */
export const COMMON_OPTIONS: CommandSyntax['options'] = {
  help: { type: 'boolean', alias: 'h' },
  version: { type: 'boolean' },
};
