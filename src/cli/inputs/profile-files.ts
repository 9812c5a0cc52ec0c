import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

import { ToolError } from '../../errors.js';
import type { Profile } from '../../profiles/profile-schema.js';

const YAML_NAMES = new Set(['.yaml', '.yml']);

/**
 * Reads the files of `--profile`, in order: JSON, or YAML by the ending of the name.
 *
 * @throws ToolError when one cannot be read, is neither JSON nor YAML, or is not a profile
 */
export async function readProfileFiles(paths: readonly string[]): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const path of paths) profiles.push(await readProfileFile(path));
  return profiles;
}

/** Reads one file of `--profile`. */
export async function readProfileFile(path: string): Promise<Profile> {
  const text = (await read(path)).replace(/^\uFEFF/, '');
  const isYaml = YAML_NAMES.has(extname(path).toLowerCase());
  // Loaded when needed, as few runs have profile files.
  const { parseProfile } = await import('../../profiles/parse-profile.js');
  return parseProfile(isYaml ? await parseYaml(text, path) : parseJson(text, path), path);
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT')
      throw new ToolError('file-not-found', `${path}: no such file`, { hint: 'Check the path of the profile.' });
    const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
    throw new ToolError('file-unreadable', `${path}: the profile cannot be read: ${reason}`, { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'expected a file, found a folder',
  ENOTDIR: 'part of the path is a file, not a folder',
};

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('profile-invalid', `${path}: expected a profile as JSON: ${reason}`, {
      hint: 'A profile in YAML needs a name that ends with .yaml or .yml.',
      cause: error,
    });
  }
}

/** Parses YAML. The parser is loaded when needed, as most runs have no YAML. */
async function parseYaml(text: string, path: string): Promise<unknown> {
  // A CommonJS module, of which all loaders provide the default export.
  const { default: yaml } = await import('yaml');
  try {
    return yaml.parse(text) as unknown;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ToolError('profile-invalid', `${path}: expected a profile as YAML: ${reason}`, { cause: error });
  }
}
