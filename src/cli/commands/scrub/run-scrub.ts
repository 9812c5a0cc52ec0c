import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SnapshotInput } from '../../../analyze.js';
import { makeSeriesFolder } from '../../../disk/series-folder.js';
import { findSnapshotInputs } from '../../../disk/snapshot-inputs.js';
import { ToolError } from '../../../errors.js';
import { escapeControls } from '../../../report/escape.js';
import { formatBytes, plural } from '../../../report/units.js';
import { Scrubber } from '../../../scrub/scrub-snapshot.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { createStatusLine } from '../../output/progress.js';
import { writeStreamedFile } from '../../output/streamed-file.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';
import { tuneForParsing } from '../../process/tune-engine.js';
import { copyKeptScripts } from './kept-texts.js';
import { planOutputs } from './output-plan.js';
import { readKey } from './scrub-key.js';
import { copySidecar } from './sidecar-copy.js';

/** Arguments of `poolscope scrub`. */
export interface ScrubArguments {
  readonly snapshots: readonly string[];
  readonly output: string;
  readonly numbers: boolean | undefined;
  readonly names: boolean | undefined;
  readonly 'keep-scripts': boolean | undefined;
  readonly 'key-file': string | undefined;
  readonly profile: readonly string[] | undefined;
}

/** Runs `poolscope scrub`. @returns the exit code */
export async function runScrub(args: ScrubArguments, io: CliIo): Promise<number> {
  const { numbers = false, names = false, 'keep-scripts': keepsScripts = false } = args;
  const profiles = await readProfileFiles(args.profile ?? []);
  const key = await readKey(args['key-file']);
  const inputs = await filesOf(args.snapshots, io);
  const { outputs, folder } = await planOutputs(
    inputs.map(({ path }) => path),
    args.snapshots,
    args.output,
  );
  if (folder !== null) await makeSeriesFolder(folder);
  tuneForParsing();
  const { signal } = io;
  const scrubber = new Scrubber({ key, numbers, names, sources: keepsScripts, profiles, signal });
  const line = createStatusLine(io);
  const lines: string[] = [];
  try {
    // What a name means is known when all snapshots have been read. A single one is read for itself.
    for (const [index, input] of (inputs.length === 1 ? [] : inputs).entries()) {
      line.show(`[${index + 1}/${inputs.length}] reading ${input.name}`);
      await scrubber.learn(await input.open());
    }
    for (const [index, { input, path }] of inputs.entries()) {
      line.show(`[${index + 1}/${inputs.length}] scrubbing ${input.name}`);
      const output = outputs[index];
      const modifiedAt = (await stat(path).catch(() => null))?.mtime ?? null;
      const bytes = await writeStreamedFile(output, scrubber.scrub(await input.open()), { modifiedAt, signal });
      const scripts = keepsScripts ? await copyKeptScripts(path, join(dirname(output), 'scripts'), signal) : null;
      await copySidecar(path, output, { scripts, isNamed: !names, nameOf: (text) => scrubber.name(text) });
      lines.push(`${output}  ${formatBytes(bytes)}`);
    }
  } finally {
    line.clear();
  }
  const left = names
    ? 'Sizes, references and names of JavaScript, Node.js and known libraries'
    : 'Names, sizes and references';
  lines.push(
    `${plural(inputs.length, 'snapshot')} scrubbed. ${left} stay${numbers ? '' : ', and so do numbers'}. Look through a copy before you hand it on.`,
  );
  await writeText(io.stdout, `${lines.map((each) => escapeControls(each)).join('\n')}\n`);
  return ExitCode.clean;
}

interface FileInput {
  readonly input: SnapshotInput;
  readonly name: string;
  readonly path: string;
  readonly open: SnapshotInput['open'];
}

/** The snapshots, all of which must be ordinary files: each is read several times. */
async function filesOf(args: readonly string[], io: CliIo): Promise<FileInput[]> {
  const inputs = await findSnapshotInputs(args, io);
  const files: FileInput[] = [];
  for (const input of inputs) {
    const { path, name, open } = input;
    const stats = path === null ? null : await stat(path).catch(() => null);
    if (path === null || (stats !== null && !stats.isFile())) {
      throw new ToolError('usage', `${name}: expected a file, because each snapshot is read several times`, {
        hint: 'Write it to a file first.',
      });
    }
    files.push({ input, name, path, open });
  }
  return files;
}
