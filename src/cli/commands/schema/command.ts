import { defineCommand } from '../../arguments/define-command.js';
import { suggestWord } from '../../arguments/nearest-word.js';
import { FLAG } from '../../arguments/option-kinds.js';
import { didYouMean, usageError } from '../../arguments/usage-error.js';

const DOCUMENTS = ['report', 'comparison', 'profile', 'baseline'] as const;

/** `poolscope schema` */
export const schemaCommand = defineCommand({
  command: 'schema [document]',
  describe: 'Print the JSON Schema of a report, a comparison, a profile or a baseline',
  expected: 'report, comparison, profile or baseline',
  options: {
    comparison: { ...FLAG, describe: 'The same as: schema comparison', conflicts: 'profile' },
    profile: { ...FLAG, describe: 'The same as: schema profile' },
  },
  builder: (parser) =>
    parser.positional('document', {
      describe: 'report, comparison, profile or baseline',
      type: 'string',
      default: 'report',
    }),
  handler: async ({ document: wanted, comparison, profile }, { io }) => {
    const document = DOCUMENTS.find((known) => known === wanted);
    if (document === undefined) {
      const advice = didYouMean(suggestWord(wanted, DOCUMENTS));
      throw usageError(`Expected report, comparison, profile or baseline, got ${wanted}`, 'schema', advice);
    }
    const { printSchema } = await import('./print-schema.js');
    const kind = profile === true ? 'profile' : document;
    return await printSchema(comparison === true ? 'comparison' : kind, io);
  },
});
