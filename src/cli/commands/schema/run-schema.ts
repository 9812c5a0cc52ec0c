import { comparisonJsonSchema } from '../../../findings/comparison-schema.js';
import { reportJsonSchema } from '../../../findings/json-schema.js';
import { profileJsonSchema } from '../../../profiles/json-schema.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';
import type { SchemaDocument } from './command.js';

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
