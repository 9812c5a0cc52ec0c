import { join } from 'node:path';

import { attach } from '../../../capture/attachment.js';
import type { Pace } from '../../../capture/pacing.js';
import { type CapturedSeries, captureSeries } from '../../../capture/series-capture.js';
import type { AttachArguments } from './command.js';
import { type CaptureNotices, createCaptureNotices } from './capture-notices.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { ExitCode } from '../../process/exit-code.js';
import type { CliIo } from '../../process/io.js';
import { localSystem } from '../../process/local-system.js';
import { checkOutputFile } from '../../output/output-file.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { checkSeriesFolder, makeSeriesFolder, removeEmptyFolders } from '../../inputs/series-folder.js';
import { findSourceRoots } from '../../inputs/source-files.js';
import { listTargets } from './target-list.js';
import { nextLine } from '../../inputs/terminal-line.js';
import { runAnalyze } from '../analyze/run-analyze.js';

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
  await checkSeriesFolder(args.dir);
  const options = { system, worker, allowRemote, close, force, onLine: notices.echo, signal };
  const attachment = await attach(args.target, options);
  notices.attached(attachment);
  if (track !== null) notices.say(TRACKING_COST[track]);
  let series: CapturedSeries = { snapshots: [], failure: null };
  let made: string[] = [];
  try {
    const folder = args.dir ?? folderName(attachment.pid, new Date());
    made = await makeSeriesFolder(folder);
    const onEvent = notices.event;
    const pace = paceOf(args.pace, io, notices);
    series = await captureSeries(attachment, { folder, rounds, pace, gzip, track, force, signal, onEvent });
    return { ...series, folder };
  } finally {
    if (series.snapshots.length === 0) await removeEmptyFolders(made);
    notices.detached(await attachment.detach(series.failure !== null), attachment.pid);
  }
}

const TRACKING_COST = {
  ages: 'Recording when objects are born takes the process up to half a core, until the last snapshot',
  stacks: 'Recording where objects are made slows allocation in the process ten times, until the last snapshot',
} as const;

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

function tellRest(notices: CaptureNotices, folder: string, paths: readonly string[]): void {
  const [first, ...more] = paths;
  if (first === undefined) return;
  notices.echo(
    more.length === 0
      ? `Kept 1 snapshot: ${first}`
      : `Kept ${paths.length} snapshots; to analyse them: poolscope analyze ${join(folder, '/')}`,
  );
}
