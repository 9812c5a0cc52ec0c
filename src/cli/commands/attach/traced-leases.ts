import type { InspectorSession } from '../../../capture/inspector-session.js';
import { LeaseTrace } from '../../../capture/lease-trace.js';
import type { RecordedLeases } from '../../../capture/recorded-leases.js';
import type { CaptureEvent } from '../../../capture/series-capture.js';
import { addLeasesToSidecar } from '../../../capture/sidecar.js';
import { BUILTIN_PROFILES } from '../../../profiles/builtin-profiles.js';
import { lendingClasses } from '../../../profiles/lending-classes.js';
import { formatCount, formatDuration, plural } from '../../../report/units.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import type { AttachArguments } from './attach-options.js';

/** Records who checks out of the pools of the target while a series is captured. */
export interface TracedLeases {
  event(event: CaptureEvent): void;
  /** Reads what is out, and writes it beside the last snapshot. */
  keep(paths: readonly string[]): Promise<void>;
  /** Restores the target. Never fails. */
  stop(): Promise<void>;
}

/** Starts `--trace-leases`. @param say shows a line */
export async function startTracedLeases(
  session: InspectorSession,
  { profile = [], 'builtin-profiles': builtin }: AttachArguments,
  say: (line: string) => void,
): Promise<TracedLeases> {
  const profiles = [...(await readProfileFiles(profile)), ...(builtin ? BUILTIN_PROFILES : [])];
  const trace = new LeaseTrace(session, lendingClasses(profiles));
  await trace.start();
  say(describeStart(trace));
  return {
    event: (event) => trace.event(event),
    keep: async (paths) => {
      const recorded = await trace.read();
      say(describeEnd(recorded));
      const last = paths.at(-1);
      try {
        if (last !== undefined) await addLeasesToSidecar(last, recorded);
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    },
    stop: () => trace.stop(),
  };
}

/** `Recording who checks out: pg pool (Pool.connect), until the last snapshot` */
function describeStart({ classes, failure }: LeaseTrace): string {
  if (failure !== null) return `Checkouts cannot be recorded: ${failure}`;
  if (classes.length === 0)
    return (
      'No pool whose checkout methods a profile names is loaded in this thread of the process. poolscope looks again after each ' +
      'snapshot. For a pool of your own, add `acquire` and `release` to its profile.'
    );
  return `Recording who checks out, until the last snapshot: ${listClasses(classes)}`;
}

function listClasses(classes: RecordedLeases['classes']): string {
  const byProfile = new Map<string, string[]>();
  for (const { profile, class: name, methods } of classes)
    byProfile.set(profile, [...(byProfile.get(profile) ?? []), ...methods.map((method) => `${name}.${method}`)]);
  return [...byProfile].map(([profile, methods]) => `${profile} (${methods.join(', ')})`).join('; ');
}

function describeEnd(recorded: RecordedLeases): string {
  const { classes, recordedMs, checkouts, releases, leases, failure } = recorded;
  if (failure !== null) return `Recording checkouts failed: ${failure}`;
  if (classes.length === 0)
    return 'No checkout was recorded: no pool whose checkout methods a profile names was loaded.';
  return (
    `Recorded ${plural(checkouts, 'checkout')} and ${plural(releases, 'release')} in ${formatDuration(recordedMs)}; ` +
    `${formatCount(leases.length)} of them are still out. ${whatStays(recorded)}`
  );
}

function whatStays({ by, kept }: RecordedLeases): string {
  if (by === 'agent') return 'The agent in the process goes on recording.';
  return kept === 0
    ? 'All methods are restored.'
    : `${plural(kept, 'method')} could not be restored, because other code wrapped them meanwhile: they pass calls on.`;
}
