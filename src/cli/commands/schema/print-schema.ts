import { baselineJsonSchema } from '../../../findings/baseline-schema.js';
import { comparisonJsonSchema } from '../../../findings/comparison-schema.js';
import { profileJsonSchema } from '../../../profiles/profile-json-schema.js';
import { reportJsonSchema } from '../../../published-schemas.js';
import { configJsonSchema } from '../../inputs/config-schema.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';

const SCHEMAS = {
  report: reportJsonSchema,
  comparison: comparisonJsonSchema,
  profile: profileJsonSchema,
  config: configJsonSchema,
  baseline: baselineJsonSchema,
} as const;

/** Prints the schema of a kind of document. @returns the exit code */
export async function printSchema(document: keyof typeof SCHEMAS, io: CliIo): Promise<number> {
  await writeText(io.stdout, `${JSON.stringify(SCHEMAS[document](), null, 2)}\n`);
  return ExitCode.clean;
}
