import * as z from 'zod/mini';
import { profileSchema } from './profile-schema.js';

/**
 * The JSON Schema of a profile (draft 2020-12), generated from the zod schema that every profile is parsed against.
 * Published in the package as `poolscope/profile.schema.json`; it refuses unknown properties, as the command does.
 */
export function profileJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(profileSchema, { target: 'draft-2020-12', io: 'input' }),
    $id: 'urn:poolscope:profile:2',
    title: 'poolscope profile',
  };
}
