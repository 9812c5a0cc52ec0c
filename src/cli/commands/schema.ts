import type { Argv } from 'yargs';

import { reportJsonSchema } from '../../findings/json-schema.js';
import { ExitCode } from '../exit-code.js';
import { type CliIo, writeText } from '../io.js';

/** Adds `schema` to the parser. `select` is called when it is the command given. */
export function defineSchema<T>(parser: Argv<T>, select: () => void): Argv<T> {
  return parser.command('schema', 'Print the JSON Schema of the report', {}, select);
}

/** Runs `poolscope schema`. @returns the exit code */
export async function runSchema(io: CliIo): Promise<number> {
  await writeText(io.stdout, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
  return ExitCode.clean;
}
