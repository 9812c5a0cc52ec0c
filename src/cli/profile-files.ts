import { readFile } from 'node:fs/promises';

import { ToolError } from '../errors.js';
import { type Profile, parseProfile } from '../profiles/profile-schema.js';

/**
 * Reads the files of `--profile`, in order.
 *
 * @throws ToolError when one cannot be read, is not JSON, or is not a profile
 */
export async function readProfileFiles(paths: readonly string[]): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const path of paths) profiles.push(parseProfile(parseJson(await read(path), path), path));
  return profiles;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new ToolError('file-unreadable', `${path}: the profile cannot be read: ${text}`, {
      hint: 'Check the path given to --profile.',
      cause: error,
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('profile-invalid', `${path}: expected a profile as JSON: ${reason}`, { cause: error });
  }
}
