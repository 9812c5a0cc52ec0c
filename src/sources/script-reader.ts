import { plainPath } from '../graph/script-path.js';
import type { ReadScript, Script } from '../graph/script-places.js';
import { beginsAs } from './begins-as.js';
import type { KeptScripts } from './kept-scripts.js';
import { localPaths } from './local-paths.js';
import type { SourceFiles } from './source-files.js';

/** A larger file is no program text that anybody could mend a line of. */
const MAX_SCRIPT_BYTES = 32 * 2 ** 20;

/** Where the text of scripts may be. */
export interface ScriptPlaces {
  /** What `attach` kept beside the snapshots, or null. */
  readonly kept: KeptScripts | null;
  readonly files: SourceFiles;
  /** Local folders that hold the files of the process, when their paths differ here. */
  readonly roots: readonly string[];
}

/**
 * Reads the text of scripts: what was taken from the process itself, else files of this machine where the process had them, then below
 * the roots. A file that does not begin as the script in the heap does is another version, and is not used.
 */
export function scriptReader(scripts: readonly Script[], { kept, files, roots }: ScriptPlaces): ReadScript {
  const byName = new Map(scripts.map((script) => [script.name, script]));
  const keptReader = readerOfKept(kept);
  return (name) => {
    const script = byName.get(name);
    if (script === undefined) return null;
    const own = keptReader(name);
    if (own !== null && beginsAs(own, script)) return own;
    for (const path of localPaths(name, roots)) {
      const text = files.readNow(path, MAX_SCRIPT_BYTES);
      // V8 counts columns without the byte order mark.
      if (text !== null && beginsAs(text, script)) return text.replace(/^\uFEFF/, '');
    }
    return null;
  };
}

/** The inspector calls a CommonJS file by its URL, a snapshot by its path. Of several scripts of one name the last is taken. */
function readerOfKept(kept: KeptScripts | null): ReadScript {
  if (kept === null) return () => null;
  const byPath = new Map(kept.scripts.map((script) => [plainPath(script.url), script]));
  return (name) => {
    const script = byPath.get(plainPath(name));
    return script === undefined ? null : kept.readText(script);
  };
}
