import type { ReadScript, Script } from '../graph/sources.js';
import { beginsAs } from './begins-as.js';
import { localPaths } from './local-paths.js';
import type { SourceFiles } from './source-files.js';

/** A larger file is no program text that anybody could mend a line of. */
const MAX_SCRIPT_BYTES = 32 * 2 ** 20;

/**
 * Reads the text of scripts from files on this machine: where the process had them, then below `roots`. A file that does not begin
 * as the script in the heap does is another version, and is not used.
 */
export function scriptReader(scripts: readonly Script[], files: SourceFiles, roots: readonly string[]): ReadScript {
  const byName = new Map(scripts.map((script) => [script.name, script]));
  return (name) => {
    const script = byName.get(name);
    if (script === undefined) return null;
    for (const path of localPaths(name, roots)) {
      const text = files.readNow(path, MAX_SCRIPT_BYTES);
      // V8 counts columns without the byte order mark.
      if (text !== null && beginsAs(text, script)) return text.replace(/^\uFEFF/, '');
    }
    return null;
  };
}
