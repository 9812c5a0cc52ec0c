import * as z from 'zod/mini';
import { FAIL_POLICIES } from '../../findings/fail-policy.js';
import { described } from '../../schema-text.js';

/** A configuration file. Each field stands for an option that is not given. */
export const configSchema = z.strictObject({
  $schema: z.optional(described(z.string(), 'Address or path of this schema, for editors.')),
  profiles: z.optional(
    described(
      z.array(z.string().check(z.minLength(1))),
      'Profiles of your own pools (--profile): files, relative to the configuration.',
    ),
  ),
  baseline: z.optional(
    described(
      z.string().check(z.minLength(1)),
      'Findings that are known and accepted (--baseline): a file, relative to the configuration.',
    ),
  ),
  failOn: z.optional(described(z.enum(FAIL_POLICIES), 'Lowest verdict that makes the exit code 1 (--fail-on).')),
  sourceRoots: z.optional(
    described(
      z.array(z.string().check(z.minLength(1))),
      'Folders with the files of the process on this machine (--source-root), relative to the configuration.',
    ),
  ),
});

/** What a configuration file says. */
export type Config = z.infer<typeof configSchema>;

/** The JSON Schema of a configuration file (draft 2020-12). Published in the package as `poolscope/config.schema.json`. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(configSchema, { target: 'draft-2020-12', io: 'input' }),
    $id: 'urn:poolscope:config:1',
    title: 'poolscope configuration',
  };
}
