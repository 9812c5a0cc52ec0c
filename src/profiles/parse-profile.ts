import { ToolError } from '../errors.js';
import { pageAddress } from '../version.js';
import { describeProblems } from './profile-problems.js';
import { type Profile, profileSchema } from './profile-schema.js';

/**
 * Parses a profile.
 *
 * @param json the parsed file
 * @param name where it came from, for the message
 * @throws ToolError `profile-invalid`, naming each wrong field and what is allowed there
 */
export function parseProfile(json: unknown, name: string): Profile {
  const result = profileSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = describeProblems(result.error.issues, json);
  throw new ToolError(
    'profile-invalid',
    `${name} is not a valid profile:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    {
      hint: `The fields of a profile: poolscope schema --profile, or ${pageAddress('profiles')}`,
      cause: result.error,
    },
  );
}
