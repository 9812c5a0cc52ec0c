import { join } from 'node:path';

import type { AttachArguments } from './attach-options.js';

/** What the command to analyze what was kept repeats. */
type Repeated = Pick<AttachArguments, 'profile' | 'source-root' | 'builtin-profiles'>;

/**
 * What is left of a series that did not end, with the command that analyzes it; null when nothing is left, and nobody waited for
 * more.
 */
export function describeKept(
  args: Repeated,
  folder: string,
  paths: readonly string[],
  isInterrupted: boolean,
): string | null {
  const why = isInterrupted ? 'Interrupted. ' : '';
  const [first, ...more] = paths;
  if (first === undefined) return isInterrupted ? `${why}No snapshot was kept.` : null;
  const [what, input] =
    more.length === 0 ? [`1 snapshot: ${first}`, first] : [`${paths.length} snapshots`, join(folder, '/')];
  return `${why}Kept ${what}; to analyze ${more.length === 0 ? 'it' : 'them'}: ${commandFor(args, input)}`;
}

function commandFor(
  { profile = [], 'source-root': roots = [], 'builtin-profiles': builtin }: Repeated,
  input: string,
): string {
  const words = [
    'poolscope',
    'analyze',
    input,
    ...profile.flatMap((file) => ['--profile', file]),
    ...roots.flatMap((folder) => ['--source-root', folder]),
    ...(builtin ? [] : ['--no-builtin-profiles']),
  ];
  return words.map(quoted).join(' ');
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
