import * as z from 'zod';
import { ToolError } from '../errors.js';

const names = z.array(z.string().min(1));

const ledgerRoles = z.enum(['idle', 'leased', 'all', 'pending']);

/**
 * What one library's pool, or a user's own, looks like on the heap. Built-in profiles and users' files share
 * this schema. Everything is optional: what a profile does not say is inferred.
 */
export const profileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1).describe('How reports call it'),
    connections: names.default([]).describe('Classes of connections'),
    wrappers: names
      .default([])
      .describe('Classes that wrap one connection while it is pooled: entries, resources, leases'),
    reservations: names.default([]).describe('Classes that bind a session to a connection'),
    sessions: names.default([]).describe('Classes of sessions, transactions and other borrowers'),
    waiters: names.default([]).describe('Classes of pending checkouts'),
    pools: z
      .array(
        z.strictObject({
          class: z.string().min(1),
          ledgers: z
            .array(z.strictObject({ field: z.string().min(1), role: ledgerRoles }))
            .default([])
            .describe('Fields in which the pool books its resources'),
          counters: names.default([]).describe('Numeric fields that must agree with the ledgers'),
        }),
      )
      .default([]),
    deadWhen: z
      .array(
        z.strictObject({
          class: z.string().min(1),
          field: z.string().min(1).describe('Property; symbols as `<symbol name>`, private fields as `#name`'),
          equals: z.union([z.boolean(), z.string(), z.number(), z.null()]),
        }),
      )
      .default([])
      .describe('Field values that prove that an instance is dead'),
    refcounts: z
      .array(z.strictObject({ class: z.string().min(1), field: z.string().min(1) }))
      .default([])
      .describe('Numeric fields that count holders'),
    links: z
      .array(z.strictObject({ class: z.string().min(1), field: z.string().min(1) }))
      .default([])
      .describe('Link fields of intrusive lists'),
  })
  .describe('A poolscope profile');

/** A parsed profile. */
export type Profile = z.infer<typeof profileSchema>;

/**
 * Parses a profile.
 *
 * @param json the parsed file
 * @param name where it came from, for the message
 * @throws ToolError `profile-invalid`, naming each wrong field
 */
export function parseProfile(json: unknown, name: string): Profile {
  const result = profileSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.length === 0 ? '(top level)' : issue.path.join('.')}: ${issue.message}`,
  );
  throw new ToolError('profile-invalid', `${name} is not a valid profile: ${problems.join('; ')}`, {
    hint: 'See docs/profiles.md for the fields of a profile.',
    cause: result.error,
  });
}
