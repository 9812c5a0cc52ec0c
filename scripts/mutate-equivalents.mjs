/**
 * Mutants that change nothing that a test could notice, each with its reason. A mutant is told by its file below `src/analyzers`, the text
 * that it changes and what it becomes; without `mutated`, all mutants of that text.
 *
 * @type {readonly { file: string, original: string, mutated?: string, reason: string }[]}
 */
export const EQUIVALENTS = [
  {
    file: 'verdict/judge.ts',
    original: "'leak'",
    reason: 'A silence that is not late is asked before there is a verdict, and does not look at this one.',
  },
];
