import { extname } from 'node:path';
import { describeProblem, readOrdinaryFile } from '../../disk/ordinary-file.js';
import { reasonOf, ToolError } from '../../errors.js';
import type { Profile } from '../../profiles/profile-schema.js';

/** A profile of a library takes a few kilobytes. */
const MAX_PROFILE_BYTES = 16 * 2 ** 20;

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
  return await parseProfileText(read(path), path);
}

/** The profile that a file holds. @throws ToolError `profile-invalid` */
export async function parseProfileText(content: string, path: string): Promise<Profile> {
  const text = content.replace(/^\uFEFF/, '');
  const isYaml = YAML_NAMES.has(extname(path).toLowerCase());
  // Loaded when needed, as few runs have profile files.
  const { parseProfile } = await import('../../profiles/parse-profile.js');
  return parseProfile(isYaml ? await parseYaml(text, path) : parseJson(text, path), path);
}

function read(path: string): string {
  try {
    const found = readOrdinaryFile(path, MAX_PROFILE_BYTES);
    if ('text' in found) return found.text;
    throw unreadable(path, describeProblem(found.problem, MAX_PROFILE_BYTES));
  } catch (error) {
    if (error instanceof ToolError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new ToolError('file-not-found', `${path}: no such file`, { hint: 'Check the path of the profile.' });
    throw unreadable(path, reasonOf(error), error);
  }
}

function unreadable(path: string, reason: string, cause?: unknown): ToolError {
  return new ToolError('file-unreadable', `${path}: the profile cannot be read: ${reason}`, { cause });
}

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
    // Its own way to warn, of a tag that it does not know, is to print.
    const document = yaml.parseDocument(text, { logLevel: 'error' });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS() as unknown;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ToolError('profile-invalid', `${path}: expected a profile as YAML: ${reason}`, { cause: error });
  }
}
