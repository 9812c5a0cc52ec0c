import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

// The small build of zod has no words for what is wrong with a value. A language that the host has chosen stays.
if (z.config().localeError === undefined) z.config(english());

/** The schema with what its value means, for the JSON Schema. A copy: parts that several fields share stay bare. */
export function described<Schema extends z.ZodMiniType>(schema: Schema, meaning: string): Schema {
  const copy = z.clone(schema);
  z.globalRegistry.add(copy, { description: meaning });
  return copy;
}
