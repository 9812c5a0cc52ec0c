import { ProfiledClasses } from '../../src/analyzers/objects/profiled-classes.js';
import { HeapGraph } from '../../src/graph/heap-graph.js';
import { BUILTIN_PROFILES } from '../../src/profiles/builtin-profiles.js';
import { openSnapshotFile } from '../../src/snapshot/byte-source.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';

/**
 * How many borrowers a built-in profile knows in a heap: its sessions, with all other profiles looking for theirs too.
 *
 * @throws Error when no profile has this name
 */
export async function countSessions(file: string, name: string): Promise<number> {
  const profile = BUILTIN_PROFILES.find((each) => each.name === name);
  if (profile === undefined) throw new Error(`no built-in profile is called ${name}`);
  const graph = new HeapGraph(await readSnapshot(await openSnapshotFile(file)));
  const known = new ProfiledClasses(graph, BUILTIN_PROFILES);
  return (profile.sessions ?? []).reduce((sum, key) => sum + known.objectsOf(profile, key).length, 0);
}
