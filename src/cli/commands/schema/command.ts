import { defineCommand } from '../../arguments/define-command.js';
import { FLAG } from '../../arguments/option-kinds.js';

const DOCUMENTS = ['report', 'comparison', 'profile', 'config', 'baseline'] as const;

/** `poolscope schema` */
export const schemaCommand = defineCommand({
  command: 'schema [document]',
  describe: 'Print the JSON Schema of a report, a comparison, a profile, a configuration or a baseline',
  expected: 'a document: report, comparison, profile, config or baseline',
  options: {
    comparison: { ...FLAG, describe: 'The same as schema comparison', conflicts: 'profile' },
    profile: { ...FLAG, describe: 'The same as schema profile' },
  },
  builder: (parser) =>
    parser.positional('document', { choices: DOCUMENTS, describe: 'Document; a report when none is given' }),
  handler: async ({ document, comparison, profile }, { io }) => {
    const { printSchema } = await import('./print-schema.js');
    const kind = profile === true ? 'profile' : 'report';
    return await printSchema(document ?? (comparison === true ? 'comparison' : kind), io);
  },
});
