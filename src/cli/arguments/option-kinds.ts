/** An option without a value. */
export const FLAG = { type: 'boolean', nargs: 0 } as const;
/** An option with one value. */
export const TEXT = { type: 'string', requiresArg: true } as const;
/** An option that may be repeated, with one value each time: what follows is an operand. */
export const TEXTS = { type: 'string', array: true, nargs: 1 } as const;

/** `-` is standard output, which is where reports go anyway. */
export function outputFile(path: string): string | undefined {
  return path === '-' ? undefined : path;
}
