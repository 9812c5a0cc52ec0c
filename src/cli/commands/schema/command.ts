import type { Argv } from 'yargs';

import type { CommandSyntax } from '../../arguments/command.js';
import type { GivenArguments } from '../../given-arguments.js';

/** What has a schema. */
export type SchemaDocument = 'report' | 'comparison' | 'profile';

const OPTIONS = {
  comparison: { describe: 'Of what `compare` writes, rather than the report', type: 'boolean' },
  profile: { describe: 'Of a profile, rather than the report', type: 'boolean' },
} as const;

/** What `schema` takes. */
export const SCHEMA_SYNTAX: CommandSyntax = {
  options: OPTIONS,
  operands: { least: 0, most: 0, expected: 'nothing' },
  exclusive: [['comparison', 'profile']],
};

/** Adds `schema` to what the help tells of. */
export function describeSchema<T>(parser: Argv<T>): Argv<T> {
  return parser.command('schema', 'Print the JSON Schema of a report, a comparison or a profile', (command) =>
    command.options(OPTIONS),
  );
}

/** Whose schema is asked for. */
export function readSchemaDocument(given: GivenArguments): SchemaDocument {
  if (given.flag('comparison') === true) return 'comparison';
  return given.flag('profile') === true ? 'profile' : 'report';
}
