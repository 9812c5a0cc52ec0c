import type { Attachment, InspectorFate } from '../../../capture/attachment.js';
import type { CostEstimate } from '../../../capture/cost-estimate.js';
import type { KeptTexts, LeftOut } from '../../../capture/script-texts.js';
import type { CaptureEvent } from '../../../capture/series-capture.js';
import type { Watch, WatchProgress } from '../../../capture/watch-places.js';
import { escapeControls } from '../../../report/escape.js';
import { formatBytes, formatDuration, plural } from '../../../report/units.js';
import { createCountdown } from '../../output/countdown.js';
import { createStatusLine } from '../../output/progress.js';
import { type CliIo, writeText } from '../../process/io.js';

/** Writes to stderr while a series is captured. */
export interface CaptureNotices {
  /** Prints a line that stays, except with `--quiet`. */
  say(line: string): void;
  /** Prints a line of the target or of the load command, always. */
  echo(line: string): void;
  attached(attachment: Attachment): void;
  event(event: CaptureEvent): void;
  /** Growing places are watched: under load, then without. */
  watching(progress: WatchProgress): void;
  watched(watch: Watch): void;
  detached(fate: InspectorFate, pid: number): void;
  /** Resolves when everything is written and the line of progress is removed. */
  done(): Promise<void>;
}

export function createCaptureNotices(io: CliIo, isQuiet: boolean): CaptureNotices {
  const status = createStatusLine(io);
  const countdown = createCountdown(status);
  let isLoaded = false;
  let writing: Promise<unknown> = Promise.resolve();
  const echo = (line: string): void => {
    status.clear();
    // The write starts at once, so that it comes before the next line of progress.
    writing = Promise.all([writing, writeText(io.stderr, `${escapeControls(line)}\n`)]);
  };
  const heapSizes: number[] = [];
  let keptBytes = 0;
  /** `; heap 31.2 MB → 33.0 MB so far` */
  const growth = (): string => {
    const [first] = heapSizes;
    const last = heapSizes.at(-1);
    if (first === undefined || last === undefined || heapSizes.length < 2) return '';
    return `; heap ${formatBytes(first)} → ${formatBytes(last)} so far`;
  };
  const say = (line: string): void => {
    if (!isQuiet) echo(line);
  };
  return {
    say,
    echo,
    attached: ({ pid, identity: { pid: innerPid, threadId, node, script } }) => {
      const inside = innerPid === pid ? '' : ` (${innerPid} in its container)`;
      const thread = threadId === 0 ? '' : `, worker thread ${threadId}`;
      say(`Attached to process ${pid}${inside}${thread}: Node.js ${node}${script === null ? '' : `, ${script}`}`);
    },
    event: (event) => {
      switch (event.type) {
        case 'cost':
          return say(describeCost(event.estimate, event.snapshots));
        case 'next-cost':
          return status.show(describeNext(event.estimate));
        case 'waiting':
          return countdown.start(
            `[${event.round + 1}/${event.snapshots}] waiting: next snapshot`,
            event.dueInMs,
            growth(),
          );
        case 'capturing':
          return countdown.stop();
        case 'progress': {
          const { round, snapshots, share, bytes } = event;
          const what = bytes > 0 ? `writing ${formatBytes(bytes)}` : `reading the heap ${Math.floor(share * 100)}%`;
          return status.show(`[${round + 1}/${snapshots}] the process is paused: ${what}`);
        }
        case 'captured': {
          heapSizes.push(event.heapUsed);
          keptBytes = event.keptBytes ?? keptBytes;
          const { path, bytes, fileBytes, pauseMs } = event.heap;
          const packed = fileBytes < bytes ? ` (${formatBytes(fileBytes)} packed)` : '';
          return say(`${path}  ${formatBytes(bytes)}${packed}, the process was paused for ${formatDuration(pauseMs)}`);
        }
        case 'renumbered':
          return say(
            `Another debugger has disconnected: objects of the ${plural(event.round, 'snapshot')} before cannot be ` +
              'matched with later ones.',
          );
        case 'scripts':
          return say(describeTexts(event.kept));
      }
    },
    watching: ({ isQuiet, leftMs }) => {
      // After a load command there is no load to be stopped.
      if (isQuiet && isLoaded) say(`Stop the load now: what grew is watched for ${formatDuration(leftMs)} without it.`);
      isLoaded = !isQuiet;
      status.show(`watching what grew${isQuiet ? ' without load' : ''}: ${formatDuration(leftMs)} left`);
    },
    watched: (watch) => {
      status.clear();
      say(describeWatch(watch));
    },
    detached: (fate, pid) => {
      if (keptBytes > KEPT_BYTES && fate !== 'gone')
        say(
          `Process ${pid} now has ${formatBytes(keptBytes)} more resident memory than before the first snapshot. Most of it is ` +
            'free inside the process, which may keep it until it ends.',
        );
      if (fate === 'in-use') say(`The inspector of process ${pid} stays open: another debugger uses it by now.`);
      if (fate === 'closing') say(`Process ${pid} does not answer yet. It closes its inspector as soon as it does.`);
    },
    done: async () => {
      countdown.stop();
      status.clear();
      await writing;
    },
  };
}

/** `Watched 2 growing places for 12 s; the longest request took 25 ms, all of them 310 ms` */
function describeWatch({ places, loadMs, quietMs, longestMs, busyMs, bytes, failure }: Watch): string {
  if (failure !== null && loadMs + quietMs === 0) return `What grew could not be watched: ${failure}`;
  const quiet = quietMs === 0 ? '' : `${loadMs === 0 ? '' : ' and'} ${formatDuration(quietMs)} without load`;
  const time = `${loadMs === 0 ? '' : ` ${formatDuration(loadMs)}`}${quiet}`;
  const end = failure === null ? '' : `; then it failed: ${failure}`;
  return (
    `Watched ${plural(places.length, 'growing place')} for${time}: the longest request took ${formatDuration(longestMs)}, ` +
    `all of them ${formatDuration(busyMs)} and ${formatBytes(bytes)}; nothing was changed${end}`
  );
}

/** Less is not worth a word. */
const KEPT_BYTES = 20e6;

function describeNext({ pauseMs }: CostEstimate): string {
  return `preparing the next snapshot: a pause of about ${formatDuration(pauseMs[0])} to ${formatDuration(pauseMs[1])}`;
}

export function describeCost(estimate: CostEstimate, snapshots: number): string {
  const { heapUsed, objects, pauseMs, extraBytes, available, availableOf, danger } = estimate;
  const heap = `heap ${formatBytes(heapUsed)}${objects === null ? '' : `, ${plural(objects, 'object')}`}`;
  const each = snapshots === 1 ? 'The snapshot pauses' : `Each of ${snapshots} snapshots pauses`;
  const rest = available === null ? '' : `; the ${availableOf} has ${formatBytes(available)} left`;
  const warning = danger === 'safe' ? '' : '\nThat may not be enough: the system may end the process.';
  return (
    `${each} the process for ${formatDuration(pauseMs[0])} to ${formatDuration(pauseMs[1])} and needs ` +
    `${formatBytes(extraBytes[0])} to ${formatBytes(extraBytes[1])} of extra memory ` +
    `(${heap}${rest})${warning}`
  );
}

const LEFT_OUT: Readonly<Record<LeftOut, string>> = {
  'too-long': 'too long',
  'too-many': 'more than are kept',
  displaced: 'with line numbers of their own',
  'too-late': 'not kept in time',
  gone: 'no longer there',
};

/** `Kept the texts of 212 scripts (3.1 MB) in 85 ms; left out 3: 1 too long, 2 no longer there` */
function describeTexts({ texts, bytes, durationMs, leftOut, failure }: KeptTexts): string {
  const count = [...leftOut.values()].reduce((sum, scripts) => sum + scripts, 0);
  const reasons = [...leftOut].map(([reason, scripts]) => `${scripts} ${LEFT_OUT[reason]}`).sort();
  const rest = count === 0 ? '' : `; left out ${count}: ${reasons.join(', ')}`;
  const end = failure === null ? '' : `; then it failed: ${failure.message}`;
  return `Kept the texts of ${plural(texts.size, 'script')} (${formatBytes(bytes)}) in ${formatDuration(durationMs)}${rest}${end}`;
}
