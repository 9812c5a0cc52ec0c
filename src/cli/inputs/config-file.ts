import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { z } from 'zod/mini';
import { describeProblem, readOrdinaryFile } from '../../disk/ordinary-file.js';
import { reasonOf, ToolError } from '../../errors.js';
import type { FailPolicy } from '../../findings/fail-policy.js';
import { type CliIo, writeText } from '../process/io.js';
import { type Config, configSchema } from './config-schema.js';

/** Name of the file that is looked for. */
const CONFIG_NAME = 'poolscope.config.json';
/** A configuration takes a few hundred bytes. */
const MAX_CONFIG_BYTES = 2 ** 20;
const DEFAULT_POLICY: FailPolicy = 'leak';

/** Options that a configuration may stand for. */
interface Configurable {
  /** `false` for `--no-config`, which yargs has no type for. */
  readonly config?: string | undefined;
  readonly profile?: readonly string[] | undefined;
  readonly 'source-root'?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly 'fail-on'?: FailPolicy | undefined;
  readonly verbose?: boolean | undefined;
}

/** Arguments in which every option has its value: that of the command line, else that of the configuration, else the default. */
export type Configured<A> = Omit<A, 'profile' | 'source-root' | 'baseline' | 'fail-on'> & {
  readonly profile: string[];
  readonly 'source-root': string[];
  readonly baseline: string | undefined;
  readonly 'fail-on': FailPolicy;
};

/**
 * Completes arguments by the configuration: that of `--config`, else the one in the working folder or in a folder above it, up to
 * the first that has a `package.json`. With `--verbose` it says which it used.
 *
 * @throws ToolError when it cannot be read, or has another field or value than is allowed
 */
export async function withConfig<A extends Configurable>(args: A, io: CliIo): Promise<Configured<A>> {
  const path = configPath(args.config, io.folder);
  const config = path === null ? {} : readConfig(path, nameOf(path, io.folder));
  const folder = dirname(path ?? '.');
  const inFolder = (paths: readonly string[] = []): string[] =>
    paths.map((each) => shortened(resolve(folder, each), io.folder));
  if (path !== null && args.verbose === true)
    await writeText(io.stderr, `Configuration: ${nameOf(path, io.folder)}${usedOf(args, config)}\n`);
  return {
    ...args,
    profile: [...(args.profile ?? inFolder(config.profiles))],
    'source-root': [...(args['source-root'] ?? inFolder(config.sourceRoots))],
    baseline: args.baseline ?? inFolder(config.baseline === undefined ? [] : [config.baseline])[0],
    'fail-on': args['fail-on'] ?? config.failOn ?? DEFAULT_POLICY,
  };
}

/** ` (failOn; profiles by the command line)` */
function usedOf(args: Configurable, { profiles, baseline, failOn, sourceRoots }: Config): string {
  const fields = [
    ['profiles', profiles, args.profile],
    ['baseline', baseline, args.baseline],
    ['failOn', failOn, args['fail-on']],
    ['sourceRoots', sourceRoots, args['source-root']],
  ] as const;
  const words = fields.flatMap(([name, value, given]) => {
    if (value === undefined) return [];
    return given === undefined ? [name] : [`${name} replaced by the command line`];
  });
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function configPath(given: string | false | undefined, folder = ''): string | null {
  if (given === false) return null;
  if (given !== undefined) return resolve(folder, given);
  return folder === '' ? null : findConfig(folder);
}

/** Beyond the package that one works in, a file would be somebody else's; outside of any, only the folder itself is one's own. */
function findConfig(folder: string): string | null {
  const folders = [folder];
  for (let place = folder; !existsSync(join(place, 'package.json')); place = dirname(place)) {
    if (place === dirname(place)) {
      folders.length = 1;
      break;
    }
    folders.push(dirname(place));
  }
  return folders.map((place) => join(place, CONFIG_NAME)).find((path) => existsSync(path)) ?? null;
}

/** As one would write it: relative, where that is not longer. */
function shortened(path: string, folder: string | undefined): string {
  const below = folder === undefined ? path : relative(folder, path) || '.';
  return below.length < path.length ? below : path;
}

function nameOf(path: string, folder: string | undefined): string {
  return shortened(path, folder);
}

function readConfig(path: string, name: string): Config {
  return parseConfig(read(path, name), name);
}

/**
 * What the text of a configuration says.
 *
 * @throws ToolError `config-invalid`
 */
export function parseConfig(text: string, name: string): Config {
  const parsed = configSchema.safeParse(parse(text, name));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(name, issue === undefined ? 'is no configuration' : describeIssue(issue));
}

function read(path: string, name: string): string {
  try {
    const found = readOrdinaryFile(path, MAX_CONFIG_BYTES);
    if ('text' in found) return found.text.replace(/^\uFEFF/, '');
    throw new Error(describeProblem(found.problem, MAX_CONFIG_BYTES));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new ToolError('file-not-found', `${name}: no such file`, { hint: 'Check the path of --config.' });
    throw new ToolError('file-unreadable', `${name}: the configuration cannot be read: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(name, `expected JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const field = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : String(part))).join('');
  switch (issue.code) {
    case 'unrecognized_keys':
      return `there is no field ${issue.keys[0]}; allowed are ${Object.keys(configSchema.shape).join(', ')}`;
    case 'invalid_value':
      return `${field}: expected ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_type':
      return `${field === '' ? '' : `${field}: `}expected ${issue.expected}`;
    default:
      return `${field}: ${issue.message}`;
  }
}

function invalid(name: string, what: string): ToolError {
  return new ToolError('config-invalid', `${name}: ${what}`, {
    hint: 'All fields: poolscope schema config. To do without the file: --no-config.',
  });
}
