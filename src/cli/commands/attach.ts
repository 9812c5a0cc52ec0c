import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { attach } from '../../capture/attachment.js';
import type { Pace } from '../../capture/pacing.js';
import { type CapturedSeries, captureSeries } from '../../capture/series-capture.js';
import { ToolError } from '../../errors.js';
import type { AttachArguments } from '../attach-arguments.js';
import { type CaptureNotices, createCaptureNotices } from '../capture-notices.js';
import type { CliDependencies } from '../dependencies.js';
import { ExitCode } from '../exit-code.js';
import type { CliIo } from '../io.js';
import { localSystem } from '../local-system.js';
import { checkOutputFile } from '../output-file.js';
import { readProfileFiles } from '../profile-files.js';
import { SNAPSHOT_NAME } from '../snapshot-inputs.js';
import { findSourceRoots } from '../source-files.js';
import { listTargets } from '../target-list.js';
import { nextLine } from '../terminal-line.js';
import { runAnalyze } from './analyze.js';

/** Runs `poolscope attach`. @returns the exit code */
export async function runAttach(args: AttachArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  await checkReport(args);
  const notices = createCaptureNotices(io, args.report.quiet);
  const { folder, snapshots, failure } = await capture(args, io, notices).finally(() => notices.done());
  const paths = snapshots.map(({ path }) => path);
  if (failure !== null) {
    tellRest(notices, folder, paths);
    await notices.done();
    throw failure;
  }
  notices.say(`The snapshots are in ${folder}. They hold every string of the process, passwords too.`);
  await notices.done();
  if (!args.analyze) return ExitCode.clean;
  return await runAnalyze({ ...args.report, snapshots: paths }, io, dependencies);
}

/** What would fail after minutes of capturing fails at once. */
async function checkReport({ analyze, report }: AttachArguments): Promise<void> {
  if (!analyze) return;
  await readProfileFiles(report.profile);
  await findSourceRoots(report.sourceRoot);
  if (report.output !== undefined) await checkOutputFile(report.output);
}

async function capture(
  args: AttachArguments,
  io: CliIo,
  notices: CaptureNotices,
): Promise<CapturedSeries & { readonly folder: string }> {
  const system = await localSystem();
  if (args.target === null) throw await listTargets(system);
  const { worker, allowRemote, close, force, rounds, gzip, track } = args;
  const { signal } = io;
  if (args.dir !== undefined) await refuseUsedFolder(args.dir);
  const options = { system, worker, allowRemote, close, force, onLine: notices.echo, signal };
  const attachment = await attach(args.target, options);
  notices.attached(attachment);
  let series: CapturedSeries = { snapshots: [], failure: null };
  try {
    const folder = args.dir ?? folderName(attachment.identity.pid, new Date());
    await makeFolder(folder);
    const onEvent = notices.event;
    const pace = paceOf(args.pace, io, notices);
    series = await captureSeries(attachment, { folder, rounds, pace, gzip, track, force, signal, onEvent });
    return { ...series, folder };
  } finally {
    notices.detached(await attachment.detach(series.failure !== null), attachment.identity.pid);
  }
}

function paceOf(pace: AttachArguments['pace'], io: CliIo, notices: CaptureNotices): Pace {
  switch (pace.kind) {
    case 'between':
      return { ...pace, env: io.env, onLine: notices.echo };
    case 'wait':
      return {
        kind: 'wait',
        ready: async (round, signal) => {
          notices.echo(`Press Enter for snapshot ${round}.`);
          await nextLine(io.stdin, signal);
        },
      };
    default:
      return pace;
  }
}

/** `poolscope-4711-20261122T171500Z` */
function folderName(pid: number, now: Date): string {
  return `poolscope-${pid}-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
}

/** Snapshots of another series would be read as part of this one. */
async function refuseUsedFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (!names.some((name) => SNAPSHOT_NAME.test(name))) return;
  throw new ToolError('output-unwritable', `${folder}: there are snapshots in this folder already`, {
    hint: 'Name another one with --dir.',
  });
}

/** For the user alone: snapshots hold passwords. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('output-unwritable', `${folder}: cannot be created: ${reason}`, { cause: error });
  }
}

function tellRest(notices: CaptureNotices, folder: string, paths: readonly string[]): void {
  const [first, ...more] = paths;
  if (first === undefined) return;
  notices.echo(
    more.length === 0
      ? `Kept 1 snapshot: ${first}`
      : `Kept ${paths.length} snapshots; to analyse them: poolscope analyze ${join(folder, '/')}`,
  );
}
