import { type Attachment, attach } from '../../../capture/attachment.js';
import { groupSignals, localSystem } from '../../../capture/local-system.js';
import type { Pace } from '../../../capture/pacing.js';
import {
  type CapturedSeries,
  type CaptureEvent,
  captureAttached,
  readCost,
  refuseDeadly,
} from '../../../capture/series-capture.js';
import { addWatchToSidecar } from '../../../capture/sidecar.js';
import type { Target } from '../../../capture/target.js';
import { type Watch, watchPlaces } from '../../../capture/watch-places.js';
import { mapsOnDisk } from '../../../disk/maps-on-disk.js';
import { checkSeriesFolder, makeSeriesFolder, removeEmptyFolders } from '../../../disk/series-folder.js';
import { findSourceRoots } from '../../../disk/source-files-on-disk.js';
import type { Report } from '../../../findings/report-schema.js';
import { readBaselineFile } from '../../inputs/baseline-file.js';
import { type Configured, withConfig } from '../../inputs/config-file.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { nextLine } from '../../inputs/terminal-line.js';
import { createProgress } from '../../output/progress.js';
import { checkOutputs } from '../../output/write-reports.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';
import { inputFiles, printReport } from '../analyze/run-analyze.js';
import type { AttachArguments } from './attach-options.js';
import { type CaptureNotices, createCaptureNotices, describeCost } from './capture-notices.js';
import { type PaceArguments, paceOf, targetOf, trackOf } from './capture-plan.js';
import { type EarlyAnalysis, startEarlyAnalysis } from './early-analysis.js';
import { describeKept } from './kept-snapshots.js';
import { soFarText } from './so-far-text.js';
import { listTargets } from './target-list.js';
import { startTracedLeases } from './traced-leases.js';
import { isWatched, watchTimes } from './watch-plan.js';

/** Runs `poolscope attach`. @returns the exit code */
export async function runAttach(given: AttachArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  // Errors in the arguments come before any access to files.
  const target = targetOf(given);
  const args = await withConfig(given, io);
  await checkReport(args);
  const notices = createCaptureNotices(io, args.quiet === true);
  const work = { args, io, dependencies, notices };
  const { folder, snapshots, failure, analysis } = await capture(target, work)
    .catch(async (error: unknown) => {
      if (io.signal.aborted) await tellRest(work, '', []);
      throw error;
    })
    .finally(() => notices.done());
  const paths = snapshots.map(({ path }) => path);
  if (failure !== null) {
    await tellRest(work, folder, paths);
    throw failure;
  }
  if (analysis === null) return ExitCode.clean;
  const report = await analysis.catch(async (error: unknown) => {
    // The snapshots are there.
    await tellRest(work, folder, paths);
    throw error;
  });
  await checkOutputs(args, inputFiles(args, paths));
  return await printReport(report, args, io);
}

/** What one run works with. */
interface Work {
  readonly args: Configured<AttachArguments>;
  readonly io: CliIo;
  readonly dependencies: CliDependencies;
  readonly notices: CaptureNotices;
}

/** Checks the options of the report first, so that they do not fail after minutes of capturing. */
async function checkReport(args: Configured<AttachArguments>): Promise<void> {
  const { analyze, profile, baseline, 'source-root': roots } = args;
  if (!analyze) return;
  await readProfileFiles(profile);
  await findSourceRoots(roots);
  if (baseline !== undefined) readBaselineFile(baseline);
  await checkOutputs(args, inputFiles(args));
}

/** A series, and its analysis, which may still be under way. */
interface CaptureResult extends CapturedSeries {
  readonly folder: string;
  readonly analysis: Promise<Report> | null;
}

/** Captures a series and analyzes it. Where growth is to be watched, the session lasts until that is done. */
async function capture(target: Target | null, work: Work): Promise<CaptureResult> {
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
  const early = isAnalyzed(args) ? await startAnalysis(work) : null;
  const leases = args['trace-leases'] === true ? await startTracedLeases(attachment.session, args, notices.say) : null;
  try {
    if (args['dry-run'] === true) {
      const estimate = await readCost(attachment, null);
      await notices.done();
      await writeText(io.stdout, `${describeCost(estimate, rounds + 1)}\n`);
      if (!force) refuseDeadly(estimate);
      return { ...series, folder: '', analysis: null };
    }
    const folder = args.dir ?? folderName(attachment.pid, new Date());
    made = await makeSeriesFolder(folder);
    const onEvent = (event: CaptureEvent): void => {
      notices.event(event);
      early?.event(event);
      leases?.event(event);
    };
    const pace = withOutput(paceOf(args), io, notices);
    const findMap = mapsOnDisk(await findSourceRoots(args['source-root'] ?? []));
    const options = { folder, rounds, pace, gzip, track, texts, findMap, force, signal, onEvent };
    series = await captureAttached(attachment, options);
    if (series.failure !== null) return { ...series, folder, analysis: null };
    await leases?.keep(series.snapshots.map(({ path }) => path));
    notices.say(`The snapshots are in ${folder}. They hold every string of the process, passwords too.`);
    await notices.done();
    const analysis = early === null ? null : analyzeSeries(early, attachment, series, work);
    // Whoever waits for it later hears of a failure.
    if (isWatched(args)) await analysis?.catch(() => undefined);
    else analysis?.catch(() => undefined);
    return { ...series, folder, analysis };
  } catch (error) {
    early?.stop();
    throw error;
  } finally {
    if (series.failure !== null) early?.stop();
    if (series.snapshots.length === 0) await removeEmptyFolders(made);
    await leases?.stop();
    notices.detached(await attachment.detach(series.failure !== null || signal.aborted), attachment.pid);
  }
}

function isAnalyzed({ analyze, 'dry-run': isDry }: AttachArguments): boolean {
  return analyze && isDry !== true;
}

async function startAnalysis({ args, io, dependencies, notices }: Work): Promise<EarlyAnalysis> {
  // Only who watches a terminal waits for a first answer, which takes one more analysis.
  const isShown = args.rounds > 0 && args.quiet !== true && io.stderr.isTTY === true;
  const say = isShown ? notices.say : null;
  return await startEarlyAnalysis(args, dependencies, { isWatched: isWatched(args), say, signal: io.signal });
}

/** Node ids are valid while the session lasts, so what grew is looked at before it ends. */
async function analyzeSeries(
  early: EarlyAnalysis,
  { session }: Attachment,
  { snapshots, spanMs }: CapturedSeries,
  { args, io, notices }: Work,
): Promise<Report> {
  const paths = snapshots.map(({ path }) => path);
  const progress = createProgress(io);
  try {
    return await early.finish(paths, {
      onProgress: progress.update,
      watch: async (places, soFar) => {
        progress.clear();
        notices.say(soFarText(`by the ${snapshots.length} snapshots`, soFar, WATCH_MORE));
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
      },
    });
  } finally {
    progress.clear();
  }
}

const WATCH_MORE = {
  clean: 'What grew is watched on.',
  found: 'What grew is watched now: it may drain by itself.',
};

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

async function tellRest({ args, io, notices }: Work, folder: string, paths: readonly string[]): Promise<void> {
  const text = describeKept(args, folder, paths, io.signal.aborted);
  if (text !== null) notices.echo(text);
  await notices.done();
}
