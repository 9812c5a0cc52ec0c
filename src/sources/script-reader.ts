import { plainPath } from '../graph/script-path.js';
import type { ReadScript, Script } from '../graph/script-places.js';
import { isTextOf } from './begins-as.js';
import type { KeptScripts } from './kept-scripts.js';
import { localPaths } from './local-paths.js';
import type { SourceFiles } from './source-files.js';

/** Largest script that is read; larger ones are no code that people edit. */
const MAX_SCRIPT_BYTES = 32 * 2 ** 20;

/** Where texts of scripts are searched. */
export interface ScriptPlaces {
  /** The texts that `attach` kept beside the snapshots, or null. */
  readonly kept: KeptScripts | null;
  readonly files: SourceFiles;
  /** Local folders that hold the files of the process, when their paths differ here. */
  readonly roots: readonly string[];
}

/**
 * Reads the text of scripts: as it was taken from the process itself, or else from files of this machine, at the paths of the
 * process or below the roots. A file that does not begin like the script in the heap, or has another length, is another version, and is not used.
 */
export function scriptReader(scripts: readonly Script[], { kept, files, roots }: ScriptPlaces): ReadScript {
  const byName = new Map(scripts.map((script) => [script.name, script]));
  const keptReader = readerOfKept(kept);
  return (name) => {
    const script = byName.get(name);
    if (script === undefined) return null;
    const own = keptReader(name);
    if (own !== null && isTextOf(own, script)) return own;
    for (const path of localPaths(name, roots)) {
      const text = files.readNow(path, MAX_SCRIPT_BYTES);
      // V8 counts columns without the byte order mark.
      if (text !== null && isTextOf(text, script)) return text.replace(/^\uFEFF/, '');
    }
    return null;
  };
}

/** Reads kept texts. The inspector names a CommonJS file by its URL, a snapshot by its path. Of scripts with one name the last counts. */
function readerOfKept(kept: KeptScripts | null): ReadScript {
  if (kept === null) return () => null;
  const byPath = new Map(kept.scripts.map((script) => [plainPath(script.url), script]));
  return (name) => {
    const script = byPath.get(plainPath(name));
    return script === undefined ? null : kept.readText(script);
  };
}
