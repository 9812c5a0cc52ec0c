import { defineCommand } from '../../arguments/define-command.js';
import { FLAG } from '../../arguments/option-kinds.js';

/** `poolscope schema` */
export const schemaCommand = defineCommand({
  command: 'schema',
  describe: 'Print the JSON Schema of a report, a comparison or a profile',
  options: {
    comparison: { ...FLAG, describe: 'Print the schema of a comparison', conflicts: 'profile' },
    profile: { ...FLAG, describe: 'Print the schema of a profile' },
  },
  builder: (parser) => parser,
  handler: async ({ comparison, profile }, { io }) => {
    const { printSchema } = await import('./print-schema.js');
    const kind = profile === true ? 'profile' : 'report';
    return await printSchema(comparison === true ? 'comparison' : kind, io);
  },
});
