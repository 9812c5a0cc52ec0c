import type { SnapshotInput } from '../../../analyze.js';
import { viewHeap } from '../../../analyzers/objects/heap-view.js';
import { draftProfile } from '../../../analyzers/pools/profile-draft.js';
import { fitProfile } from '../../../analyzers/pools/profile-fit.js';
import { findSnapshotInputs } from '../../../disk/snapshot-inputs.js';
import { ToolError } from '../../../errors.js';
import { HeapGraph } from '../../../graph/heap-graph.js';
import { BUILTIN_PROFILES } from '../../../profiles/builtin-profiles.js';
import type { Profile } from '../../../profiles/profile-schema.js';
import { readSnapshot } from '../../../snapshot/read-snapshot.js';
import { pageAddress } from '../../../version.js';
import { suggestWord } from '../../arguments/nearest-word.js';
import { readProfileFile } from '../../inputs/profile-files.js';
import { checkOutputFile, writeOutputFile } from '../../output/output-file.js';
import { lineWidth } from '../../output/terminal.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';
import { renderProfileFit, renderProfileList, renderProfileSummary } from './profile-text.js';

/** Prints all built-in profiles, one line each. */
export async function listProfiles(io: CliIo): Promise<number> {
  await writeText(io.stdout, renderProfileList(BUILTIN_PROFILES, lineWidth(io.stdout, io.env)));
  return ExitCode.clean;
}

/** Prints one profile as its author would write it. */
export async function showProfile(name: string, io: CliIo): Promise<number> {
  await writeText(io.stdout, toJson(findProfile(name)));
  return ExitCode.clean;
}

/**
 * @param against a snapshot in which to look up what the profiles name
 * @returns 1 when something that a profile names is not in the snapshot
 * @throws ToolError when one of the files is not a valid profile
 */
export async function checkProfiles(files: readonly string[], against: string | undefined, io: CliIo): Promise<number> {
  const profiles: { readonly file: string; readonly profile: Profile }[] = [];
  for (const file of files) {
    const profile = await readProfileFile(file);
    profiles.push({ file, profile });
    await writeText(io.stdout, renderProfileSummary(file, profile));
  }
  if (against === undefined) return ExitCode.clean;
  const input = await findOneSnapshot(against, io);
  const graph = new HeapGraph(await readSnapshot(await input.open(), { signal: io.signal }));
  let code: number = ExitCode.clean;
  for (const { file, profile } of profiles) {
    const fit = fitProfile(graph, profile);
    if (fit.matches.some(({ isMatched }) => !isMatched)) code = ExitCode.findings;
    await writeText(io.stdout, renderProfileFit(`${file} in ${input.name}`, fit));
  }
  return code;
}

function findProfile(name: string): Profile {
  const packagesOf = ({ library }: Profile) => [library?.package ?? []].flat();
  const found =
    BUILTIN_PROFILES.find((profile) => profile.name === name) ??
    BUILTIN_PROFILES.find((profile) => packagesOf(profile).includes(name));
  if (found !== undefined) return found;
  const nearest = suggestWord(
    name,
    BUILTIN_PROFILES.map((profile) => profile.name),
  );
  throw new ToolError('usage', `There is no profile called ${name}`, {
    hint: `${nearest === undefined ? '' : `Did you mean ${nearest}? `}poolscope profiles lists them.`,
  });
}

/** Drafts a profile of the pools in a snapshot. */
export async function suggestProfile(snapshot: string, output: string | undefined, io: CliIo): Promise<number> {
  const input = await findOneSnapshot(snapshot, io);
  if (output !== undefined) await checkOutputFile(output, input.path === null ? [] : [input.path]);
  const columns = await readSnapshot(await input.open(), { signal: io.signal });
  const profile = draftProfile(viewHeap(new HeapGraph(columns), BUILTIN_PROFILES), 'draft');
  if (profile === null)
    throw new ToolError('usage', `${input.name}: poolscope recognized no pool other than those that a profile knows`, {
      hint: `How to write a profile by hand: ${pageAddress('profiles')}`,
    });
  const text = toJson(profile);
  if (output === undefined) await writeText(io.stdout, text);
  else await writeOutputFile(output, text);
  return ExitCode.clean;
}

async function findOneSnapshot(path: string, io: CliIo): Promise<SnapshotInput> {
  const [input, ...others] = await findSnapshotInputs([path], io);
  if (input !== undefined && others.length === 0) return input;
  throw new ToolError('usage', `${path}: expected one snapshot, found a folder of ${others.length + 1}`, {
    hint: 'Name the snapshot that shows the pool at work.',
  });
}

function toJson(profile: Profile): string {
  return `${JSON.stringify(profile, null, 2)}\n`;
}
