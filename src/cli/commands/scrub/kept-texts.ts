import { writeTexts } from '../../../capture/text-files.js';
import { ToolError } from '../../../errors.js';
import { type KeptScript, readKeptScripts } from '../../../sources/kept-scripts.js';
import { keptFilesOnDisk } from '../../inputs/kept-files.js';

/**
 * Copies the texts of scripts that lie beside a snapshot.
 *
 * @returns the scripts whose texts were copied
 * @throws ToolError `output-unwritable`
 */
export async function copyKeptScripts(
  snapshot: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly KeptScript[]> {
  const kept = readKeptScripts(snapshot, keptFilesOnDisk);
  const copied: KeptScript[] = [];
  for (const script of kept?.scripts ?? []) {
    const text = kept?.readText(script) ?? null;
    if (text === null) continue;
    const texts = new Map([[script.hash, Buffer.from(text)]]);
    const { failure } = await writeTexts(folder, texts, Number.POSITIVE_INFINITY, signal);
    signal.throwIfAborted();
    if (failure !== null)
      throw new ToolError('output-unwritable', `${folder}: cannot be written: ${failure.message}`, { cause: failure });
    copied.push(script);
  }
  return copied;
}
