import { writeTexts } from '../../../capture/text-files.js';
import { keptFilesOnDisk } from '../../../disk/kept-files.js';
import { ToolError } from '../../../errors.js';
import { type KeptScript, readKeptScripts } from '../../../sources/kept-scripts.js';

/** The scripts whose texts were copied, with their places in the file that has them. */
export interface CopiedScripts {
  readonly file: string | null;
  readonly scripts: readonly KeptScript[];
}

/**
 * Copies the texts and source maps of scripts that lie beside a snapshot to one file in a folder.
 *
 * @throws ToolError `output-unwritable`
 */
export async function copyKeptScripts(snapshot: string, folder: string, signal: AbortSignal): Promise<CopiedScripts> {
  const kept = readKeptScripts(snapshot, keptFilesOnDisk);
  const contents = new Map<string, Buffer>();
  const copied: KeptScript[] = [];
  for (const script of kept?.scripts ?? []) {
    const text = kept?.readText(script) ?? null;
    if (text === null) continue;
    contents.set(script.hash, Buffer.from(text));
    const map = script.map == null ? null : (kept?.readMap(script.url) ?? null);
    if (map !== null && script.map != null) contents.set(script.map.hash, Buffer.from(map.text));
    copied.push({ ...script, map: map === null ? null : script.map });
  }
  if (copied.length === 0) return { file: null, scripts: [] };
  const { file, offsets, failure } = await writeTexts(folder, contents, Number.POSITIVE_INFINITY, signal);
  signal.throwIfAborted();
  if (failure !== null)
    throw new ToolError('output-unwritable', `${folder}: cannot be written: ${failure.message}`, { cause: failure });
  const placed = <T extends { readonly hash: string }>(text: T): T => ({ ...text, at: offsets.get(text.hash) ?? null });
  return {
    file,
    scripts: copied.map((script) => ({ ...placed(script), map: script.map == null ? null : placed(script.map) })),
  };
}
