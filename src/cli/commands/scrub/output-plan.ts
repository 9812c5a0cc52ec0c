import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { SNAPSHOT_NAME } from '../../../disk/snapshot-inputs.js';
import { ToolError } from '../../../errors.js';
import { checkOutputFile } from '../../output/output-file.js';

/** Where the copies go. */
export interface OutputPlan {
  /** One path for each input. */
  readonly outputs: readonly string[];
  /** The folder that must be made for them, if it is not there; null for a single file. */
  readonly folder: string | null;
}

/**
 * One snapshot goes to a file, several to a folder, where each keeps its name.
 *
 * @param paths the snapshots
 * @param args as they were given: a folder is a series, even of one snapshot
 * @throws ToolError `usage`, `output-unwritable`
 */
export async function planOutputs(
  paths: readonly string[],
  args: readonly string[],
  output: string,
): Promise<OutputPlan> {
  const isFolder = (await stat(output).catch(() => null))?.isDirectory() === true || /[\\/]$/.test(output);
  if (paths.length === 1 && paths[0] === args[0] && !isFolder) {
    if (/\.(br|zst)$/i.test(output))
      throw new ToolError('usage', `--output: ${output}: copies are written as they are, or with gzip`, {
        hint: 'Let the name end in .heapsnapshot or .heapsnapshot.gz.',
      });
    await checkOutputFile(output, paths);
    return { outputs: [output], folder: null };
  }
  await checkFolder(output);
  const names = paths.map((path) => basename(path).replace(/\.(br|zst)$/i, '.gz'));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ToolError('usage', `Two of the snapshots are called ${twice}`);
  return { outputs: names.map((name) => join(output, name)), folder: resolve(output) };
}

async function checkFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => null);
  if (stats === null) return;
  if (!stats.isDirectory())
    throw new ToolError('output-unwritable', `${folder}: expected a folder for several snapshots, found a file`);
  const names = await readdir(folder).catch(() => []);
  if (!names.some((name) => SNAPSHOT_NAME.test(name))) return;
  throw new ToolError('output-unwritable', `${folder}: there are snapshots in this folder already`, {
    hint: 'Name another folder with --output: they would be read as part of the series.',
  });
}
