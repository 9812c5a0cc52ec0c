import { plainPath } from '../graph/script-path.js';
import type { PlaceTranslator, ReadScript, Script } from '../graph/script-places.js';
import { beginsAs, isTextOf } from './begins-as.js';
import { localPaths } from './local-paths.js';
import { decodeDataUrl, findMapUrl, mapPath } from './map-url.js';
import type { SourceFiles } from './source-files.js';
import { MAX_SEGMENTS, SourceMap } from './source-map.js';

/** Larger files are not read: a map of this size belongs to a bundle of some 20 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
/** Maximum total size of all maps of an analysis, in UTF-16 code units. Maps are kept until the report is written. */
const MAX_TOTAL_LENGTH = 192 * 2 ** 20;
/** Bytes of a script that are compared with the heap, which contains about the first thousand characters. */
const HEAD_BYTES = 4096;

/** Options of {@link loadTranslator}. */
export interface LoadTranslatorOptions {
  readonly files: SourceFiles;
  /** Local folders with the files of the process, when their paths differ here. */
  readonly roots?: readonly string[];
  /** Reads the text of a script, whose inline map takes precedence. */
  readonly read?: ReadScript;
  /** The map of a script that was kept when it was captured, by the script's name, with the file that it was read from. */
  readonly readMap?: (name: string) => FoundMap | null;
  readonly signal?: AbortSignal;
}

/**
 * Finds the source maps of `scripts`: inline, beside the file on disk, or below one of the roots. Returns a translator
 * from places in the scripts to places in the original source. A map that is missing, broken, too large or of another
 * build (the file on disk does not begin like the script in the heap) leaves its places as they are.
 *
 * @throws the signal's reason when cancelled, and nothing else
 */
export async function loadTranslator(
  scripts: readonly Script[],
  { files, roots = [], read, readMap = () => null, signal }: LoadTranslatorOptions,
): Promise<PlaceTranslator> {
  const maps = new Map<string, SourceMap>();
  let room = MAX_TOTAL_LENGTH;
  const segments = { segments: MAX_SEGMENTS };
  for (const script of ownScriptsFirst(scripts)) {
    signal?.throwIfAborted();
    const limit = Math.min(room, MAX_FILE_BYTES);
    const kept = mapInText(script, read, limit) ?? readMap(script.name);
    const found = kept !== null && kept.text.length <= limit ? kept : await findMap(script, files, roots, limit);
    if (found === null) continue;
    room -= found.text.length;
    maps.set(script.name, new SourceMap(found.text, found.path, segments));
  }
  return (place) => maps.get(place.file)?.translate(place) ?? { ...place, file: plainPath(place.file) };
}

/** The map in the text that ran: the heap has only the beginning of a long one. */
function mapInText({ name, mapUrl }: Script, read: ReadScript | undefined, limit: number): FoundMap | null {
  if (read === undefined || mapUrl?.startsWith('data:') !== true) return null;
  const code = read(name);
  const url = code === null ? null : findMapUrl(code);
  const text = url === null ? null : decodeDataUrl(url);
  return text === null || text.length > limit ? null : { text, path: plainPath(name) };
}

/** Puts the program's own scripts before those of packages, in case the size limit is reached. */
function ownScriptsFirst(scripts: readonly Script[]): Script[] {
  const isInstalled = ({ name }: Script): boolean => /[\\/]node_modules[\\/]/.test(name);
  return [...scripts.filter((script) => !isInstalled(script)), ...scripts.filter(isInstalled)];
}

interface FoundMap {
  readonly text: string;
  readonly path: string;
}

async function findMap(
  script: Script,
  files: SourceFiles,
  roots: readonly string[],
  maxBytes: number,
): Promise<FoundMap | null> {
  const inline = script.mapUrl === null ? null : decodeDataUrl(script.mapUrl);
  if (inline !== null && isWholeJson(inline)) return { text: inline, path: plainPath(script.name) };
  for (const path of localPaths(script.name, roots)) {
    const found = await findMapOf(path, script, files, roots, maxBytes);
    if (found !== null && (await isSameScript(path, script, files))) return found;
  }
  return null;
}

async function findMapOf(
  path: string,
  { mapUrl }: Script,
  files: SourceFiles,
  roots: readonly string[],
  maxBytes: number,
): Promise<FoundMap | null> {
  if (mapUrl?.startsWith('data:') === true) {
    // The heap contains only the beginning of the text; the file has the rest.
    const code = await files.read(path, MAX_FILE_BYTES);
    const url = code === null ? null : findMapUrl(code);
    const text = url === null ? null : decodeDataUrl(url);
    return text === null || text.length > maxBytes ? null : { text, path };
  }
  const beside = mapUrl === null ? `${path}.map` : mapPath(mapUrl, path, roots);
  const text = beside === null ? null : await files.read(beside, maxBytes);
  return beside === null || text === null ? null : { text, path: beside };
}

/** Whether the file on disk is the one that the process ran, as far as the heap shows it. */
async function isSameScript(path: string, script: Script, files: SourceFiles): Promise<boolean> {
  if (script.sourceBytes !== undefined) {
    const whole = await files.read(path, MAX_FILE_BYTES);
    return whole === null || isTextOf(whole, script);
  }
  const text = await files.readHead(path, HEAD_BYTES);
  // Only the map may have been copied to this machine.
  return text === null || beginsAs(text, script);
}

function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
