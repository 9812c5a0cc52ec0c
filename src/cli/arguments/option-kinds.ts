/** An option without a value. */
export const FLAG = { type: 'boolean', nargs: 0 } as const;
/** An option with one value. */
export const TEXT = { type: 'string', requiresArg: true } as const;
/** An option that may be repeated, with exactly one value each time. */
export const TEXTS = { type: 'string', array: true, nargs: 1 } as const;

/** Options with a value that can also be turned off: yargs gives them the value `false` then. */
export const MAY_BE_OFF: ReadonlySet<string> = new Set(['config']);

/** The file of `--output`; undefined for `-`, which means standard output, the default. */
export function outputFile(path: string): string | undefined {
  return path === '-' ? undefined : path;
}
