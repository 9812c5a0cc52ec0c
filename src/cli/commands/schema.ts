import type { Argv } from 'yargs';

import { comparisonJsonSchema } from '../../findings/comparison-schema.js';
import { reportJsonSchema } from '../../findings/json-schema.js';
import { profileJsonSchema } from '../../profiles/json-schema.js';
import type { CommandSyntax } from '../command-syntax.js';
import { ExitCode } from '../exit-code.js';
import { type CliIo, writeText } from '../io.js';

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

/** Adds `schema` to the parser. `select` is called when it is the command given. */
export function defineSchema<T>(parser: Argv<T>, select: (document: SchemaDocument) => void): Argv<T> {
  return parser.command(
    'schema',
    'Print the JSON Schema of a report, a comparison or a profile',
    (command) => command.options(OPTIONS),
    (args) => select(documentOf(args.comparison === true, args.profile === true)),
  );
}

function documentOf(comparison: boolean, profile: boolean): SchemaDocument {
  if (comparison) return 'comparison';
  return profile ? 'profile' : 'report';
}

const SCHEMAS: Readonly<Record<SchemaDocument, () => Readonly<Record<string, unknown>>>> = {
  report: reportJsonSchema,
  comparison: comparisonJsonSchema,
  profile: profileJsonSchema,
};

/** Runs `poolscope schema`. @returns the exit code */
export async function runSchema(document: SchemaDocument, io: CliIo): Promise<number> {
  const schema = SCHEMAS[document]();
  await writeText(io.stdout, `${JSON.stringify(schema, null, 2)}\n`);
  return ExitCode.clean;
}
