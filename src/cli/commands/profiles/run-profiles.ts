import { viewHeap } from '../../../analyzers/objects/heap-view.js';
import { draftProfile } from '../../../analyzers/pools/profile-draft.js';
import { ToolError } from '../../../errors.js';
import { HeapGraph } from '../../../graph/heap-graph.js';
import { BUILTIN_PROFILES } from '../../../profiles/builtin-profiles.js';
import type { Profile } from '../../../profiles/profile-schema.js';
import { readSnapshot } from '../../../snapshot/read-snapshot.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';
import { checkOutputFile, writeOutputFile } from '../../output/output-file.js';
import { readProfileFile } from '../../inputs/profile-files.js';
import { renderProfileList, renderProfileSummary } from './profile-text.js';
import type { ProfilesArguments } from './command.js';
import { findSnapshotInputs } from '../../inputs/snapshot-inputs.js';
import { suggestWord } from '../../arguments/suggest.js';
import { lineWidth } from '../../output/terminal.js';

/** Runs `poolscope profiles`. @returns the exit code */
export async function runProfiles(args: ProfilesArguments, io: CliIo): Promise<number> {
  switch (args.action) {
    case 'list':
      await writeText(io.stdout, renderProfileList(BUILTIN_PROFILES, lineWidth(io.stdout, io.env)));
      break;
    case 'show':
      await writeText(io.stdout, toJson(findProfile(args.name)));
      break;
    case 'check':
      for (const file of args.files)
        await writeText(io.stdout, renderProfileSummary(file, await readProfileFile(file)));
      break;
    case 'suggest':
      await suggest(args.snapshot, args.output, io);
      break;
  }
  return ExitCode.clean;
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

async function suggest(snapshot: string, output: string | undefined, io: CliIo): Promise<void> {
  const [input, ...others] = await findSnapshotInputs([snapshot], io);
  if (input === undefined || others.length > 0)
    throw new ToolError('usage', `${snapshot}: expected one snapshot, found a folder of ${others.length + 1}`, {
      hint: 'Name the snapshot that shows the pool at work.',
    });
  if (output !== undefined) await checkOutputFile(output, input.path === null ? [] : [input.path]);
  const columns = await readSnapshot(await input.open(), { signal: io.signal });
  const profile = draftProfile(viewHeap(new HeapGraph(columns), BUILTIN_PROFILES), 'draft');
  if (profile === null)
    throw new ToolError('usage', `${input.name}: no pool was recognised besides those that are known already`, {
      hint: 'docs/profiles.md tells how to write a profile by hand.',
    });
  const text = toJson(profile);
  if (output === undefined) await writeText(io.stdout, text);
  else await writeOutputFile(output, text);
}

function toJson(profile: Profile): string {
  return `${JSON.stringify(profile, null, 2)}\n`;
}
