import { join } from 'node:path';

import { type Attachment, attach } from '../../../capture/attachment.js';
import type { Pace } from '../../../capture/pacing.js';
import {
  type CapturedSeries,
  type CaptureEvent,
  captureSeries,
  readCost,
  refuseDeadly,
} from '../../../capture/series-capture.js';
import { addWatchToSidecar } from '../../../capture/sidecar.js';
import type { Target } from '../../../capture/target.js';
import { type Watch, watchPlaces } from '../../../capture/watch-places.js';
import type { Report } from '../../../findings/report-schema.js';
import { readBaselineFile } from '../../inputs/baseline-file.js';
import { mapsOnDisk } from '../../inputs/maps-on-disk.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { checkSeriesFolder, makeSeriesFolder, removeEmptyFolders } from '../../inputs/series-folder.js';
import { findSourceRoots } from '../../inputs/source-files-on-disk.js';
import { nextLine } from '../../inputs/terminal-line.js';
import { checkOutputs } from '../../output/write-reports.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';
import { groupSignals, localSystem } from '../../process/local-system.js';
import { analyzeNamed, printReport, runAnalyze } from '../analyze/run-analyze.js';
import type { AttachArguments } from './attach-options.js';
import { type CaptureNotices, createCaptureNotices, describeCost } from './capture-notices.js';
import { type PaceArguments, paceOf, targetOf, trackOf } from './capture-plan.js';
import { createFirstAnswer } from './first-answer.js';
import { listTargets } from './target-list.js';
import { startTracedLeases } from './traced-leases.js';
import { isWatched, watchTimes } from './watch-plan.js';

/** Runs `poolscope attach`. @returns the exit code */
export async function runAttach(args: AttachArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  // Errors in the arguments come before any access to files.
  const target = targetOf(args);
  await checkReport(args);
  const notices = createCaptureNotices(io, args.quiet === true);
  const work = { args, io, dependencies, notices };
  const { folder, snapshots, failure, report } = await capture(target, work)
    .catch((error: unknown) => {
      if (io.signal.aborted) tellRest(notices, '', [], true);
      throw error;
    })
    .finally(() => notices.done());
  const paths = snapshots.map(({ path }) => path);
  if (failure !== null) {
    tellRest(notices, folder, paths, io.signal.aborted);
    await notices.done();
    throw failure;
  }
  if (report !== null) return await printReport(report, args, io);
  if (!args.analyze || args['dry-run'] === true) return ExitCode.clean;
  return await runAnalyze({ ...args, snapshots: paths }, io, dependencies);
}

/** What one run works with. */
interface Work {
  readonly args: AttachArguments;
  readonly io: CliIo;
  readonly dependencies: CliDependencies;
  readonly notices: CaptureNotices;
}

/** Checks the options of the report first, so that they do not fail after minutes of capturing. */
async function checkReport(args: AttachArguments): Promise<void> {
  const { analyze, profile, baseline, 'source-root': roots } = args;
  if (!analyze) return;
  await readProfileFiles(profile ?? []);
  await findSourceRoots(roots ?? []);
  if (baseline !== undefined) readBaselineFile(baseline);
  await checkOutputs(args, baseline === undefined ? [] : [baseline]);
}

/** Captures a series and, where growth is to be watched, analyzes it while the session lasts. */
async function capture(
  target: Target | null,
  work: Work,
): Promise<CapturedSeries & { readonly folder: string; readonly report: Report | null }> {
  const { args, io, notices } = work;
  const system = await localSystem();
  if (target === null) throw await listTargets(system);
  const {
    worker = null,
    rounds,
    gzip = false,
    force = false,
    scripts: texts,
    close = false,
    'allow-remote': allowRemote = false,
    'free-port': borrowsPort = false,
  } = args;
  const track = trackOf(args);
  const { signal } = io;
  await checkSeriesFolder(args.dir);
  const options = { system, worker, allowRemote, close, force, borrowsPort, onLine: notices.echo, signal };
  const attachment = await attach(target, options);
  notices.attached(attachment);
  if (track !== null) notices.say(TRACKING_COST[track]);
  let series: CapturedSeries = { snapshots: [], failure: null, spanMs: 0 };
  let made: string[] = [];
  const first = showsFirstAnswer(args, io) ? createFirstAnswer(args, work.dependencies, signal, notices.say) : null;
  const leases = args['trace-leases'] === true ? await startTracedLeases(attachment.session, args, notices.say) : null;
  try {
    if (args['dry-run'] === true) {
      const estimate = await readCost(attachment, null);
      await notices.done();
      await writeText(io.stdout, `${describeCost(estimate, rounds + 1)}\n`);
      if (!force) refuseDeadly(estimate);
      return { ...series, folder: '', report: null };
    }
    const folder = args.dir ?? folderName(attachment.pid, new Date());
    made = await makeSeriesFolder(folder);
    const onEvent = (event: CaptureEvent): void => {
      notices.event(event);
      first?.event(event);
      leases?.event(event);
    };
    const pace = withOutput(paceOf(args), io, notices);
    const findMap = mapsOnDisk(await findSourceRoots(args['source-root'] ?? []));
    const options = { folder, rounds, pace, gzip, track, texts, findMap, force, signal, onEvent };
    series = await captureSeries(attachment, options);
    await first?.stop();
    if (series.failure !== null) return { ...series, folder, report: null };
    await leases?.keep(series.snapshots.map(({ path }) => path));
    notices.say(`The snapshots are in ${folder}. They hold every string of the process, passwords too.`);
    await notices.done();
    if (!isWatched(args)) return { ...series, folder, report: null };
    return await analyzeAttached(attachment, series, work).then(
      (report) => ({ ...series, folder, report }),
      // The snapshots are there.
      (failure: unknown) => ({ ...series, folder, failure, report: null }),
    );
  } finally {
    if (series.snapshots.length === 0) await removeEmptyFolders(made);
    await leases?.stop();
    notices.detached(await attachment.detach(series.failure !== null || signal.aborted), attachment.pid);
  }
}

/** Only who watches a terminal waits for it; its cost is that of one more analysis. */
function showsFirstAnswer({ analyze, rounds, quiet }: AttachArguments, { stderr }: CliIo): boolean {
  return analyze && rounds > 0 && quiet !== true && stderr.isTTY === true;
}

/** Node ids are valid while the session lasts, so what grew is looked at before it ends. */
async function analyzeAttached(
  { session }: Attachment,
  { snapshots, spanMs }: CapturedSeries,
  { args, io, dependencies, notices }: Work,
): Promise<Report> {
  const paths = snapshots.map(({ path }) => path);
  return await analyzeNamed({ ...args, snapshots: paths }, io, dependencies, async (places) => {
    const watched = await watchPlaces(session, places, {
      ...watchTimes(args, paceOf(args).kind, spanMs),
      // No longer than a snapshot, which the process has borne already.
      handlesMs: Math.max(...snapshots.map(({ pauseMs }) => pauseMs)),
      signal: io.signal,
      onProgress: notices.watching,
    });
    notices.watched(watched);
    await keepWatch(paths[paths.length - 1], watched, notices);
    await notices.done();
    return watched;
  });
}

/** The report is worth more than what a later analysis of the files would say. */
async function keepWatch(path: string | undefined, watched: Watch, notices: CaptureNotices): Promise<void> {
  try {
    if (path !== undefined) await addWatchToSidecar(path, watched);
  } catch (error) {
    notices.say(error instanceof Error ? error.message : String(error));
  }
}

const TRACKING_COST = {
  ages: 'Recording when objects are born takes the process up to half a core, until the last snapshot',
  stacks: 'Recording where objects are made slows allocation in the process ten times, until the last snapshot',
} as const;

function withOutput(pace: PaceArguments, io: CliIo, notices: CaptureNotices): Pace {
  switch (pace.kind) {
    case 'between':
      return { ...pace, env: io.env, onLine: notices.echo, ...groupSignals() };
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

function tellRest(notices: CaptureNotices, folder: string, paths: readonly string[], isInterrupted: boolean): void {
  const [first, ...more] = paths;
  const why = isInterrupted ? 'Interrupted. ' : '';
  if (first === undefined) {
    if (isInterrupted) notices.echo(`${why}No snapshot was kept.`);
  } else if (more.length === 0) notices.echo(`${why}Kept 1 snapshot: ${first}`);
  else notices.echo(`${why}Kept ${paths.length} snapshots; to analyze them: poolscope analyze ${join(folder, '/')}`);
}
