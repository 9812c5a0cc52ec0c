import { gravestVerdict } from '../../findings/finding-order.js';
import type { LeaseTrace } from '../../findings/lease-trace-schema.js';
import type { Finding, Pool, Report } from '../../findings/report-schema.js';
import { hasCapturedNumbers } from '../../graph/captured-numbers.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PlaceTranslator } from '../../graph/script-places.js';
import type { Profile } from '../../profiles/profile-schema.js';
import { NO_CODE, NOT_WATCHED, type WatchedPlaces } from '../cases/context.js';
import { CodeFacts, type ProgramCode } from '../code/code-facts.js';
import { countRoleCycles } from '../cut/cycles.js';
import { fileName } from '../labels/scope-owners.js';
import { captureTime } from '../objects/heap-clock.js';
import { type HeapView, viewHeap } from '../objects/heap-view.js';
import { measurePools, type PoolMeasures } from '../pools/books/history.js';
import { findPools, MOST_POOLS } from '../pools/find-pools.js';
import type { EarlierCapture } from '../pools/leases/lease-ages.js';
import { MOST_ASKED } from '../pools/leases/lease-holders.js';
import { ProfileFits } from '../pools/profile-fits.js';
import { checkIdEpoch, type EpochCheck } from '../series/comparable-ids.js';
import { findGrowingClasses, isTellingName } from '../series/growing-classes.js';
import { isUnending } from '../series/growth-pattern.js';
import { type SnapshotSummary, summarizeSnapshot, withoutFields } from '../series/snapshot-summary.js';
import { findLeaks } from './leak-search.js';
import type { PlaceToWatch } from './places-to-watch.js';

/** Most classes that the note on harmless cycles names. */
const MOST_CYCLE_CLASSES = 5;
/** Most growing classes that the notes name when ids cannot be compared. */
const MOST_NOTED_CLASSES = 5;
/** Most places that the notes name when the times of capture are unknown. */
const MOST_UNDATED = 3;
/** Rounds of steady growth before counts alone are worth a note. */
const MIN_ROUNDS_TO_NOTE = 3;

/** The part of a report that the analysis provides; the names of files and of the tool are added later. */
export type SeriesResult = Pick<
  Report,
  'verdict' | 'headline' | 'pools' | 'findings' | 'setAside' | 'growth' | 'notes' | 'limitsReached'
> & {
  readonly summaries: readonly SnapshotSummary[];
  readonly epoch: EpochCheck;
  /** What a living process could still decide. */
  readonly toWatch: readonly PlaceToWatch[];
  /** V8's ids of all suspects of each finding, in the order of the findings. */
  readonly listSuspectIds: () => number[][];
};

/**
 * A series of snapshots folded one graph at a time: `add` keeps a summary of each and lets its graph go,
 * `finish` looks at the last one in full. Snapshots must be added in the order of their capture.
 */
export class SeriesAnalysis {
  readonly #profiles: readonly Profile[];
  readonly #summaries: SnapshotSummary[] = [];
  readonly #pools: PoolMeasures[] = [];
  readonly #captures: EarlierCapture[] = [];
  readonly #fits: ProfileFits;

  constructor(profiles: readonly Profile[] = []) {
    this.#profiles = profiles;
    this.#fits = new ProfileFits(profiles);
  }

  /**
   * Adds an earlier snapshot of the series.
   *
   * @param capturedAtMs when it was taken, milliseconds of the epoch, or null when that is unknown
   * @param isLocalTime whether the time zone of that time is unknown, so that only differences between such times are meaningful
   */
  add(graph: HeapGraph, capturedAtMs: number | null = null, isLocalTime = false): void {
    this.#pools.push(measurePools(graph, this.#profiles, captureTime(graph, capturedAtMs, isLocalTime)));
    this.#fits.add(graph);
    const place = this.#summaries.length;
    // Nothing is older than the round that ends with the second snapshot, so the first one has nothing to compare.
    const summary = summarizeSnapshot(graph, { ids: true, kinds: true, containers: true, fields: place > 0 });
    if (place > 0) this.#summaries[place - 1] = withoutFields(this.#summaries[place - 1]);
    this.#summaries.push(summary);
    this.#captures.push({ largestId: summary.largestId, capturedAtMs });
  }

  /**
   * Analyzes the series. May be called again for the same graph, with what was seen in the living process since.
   *
   * @param graph the last snapshot, or the only one
   */
  finish(
    graph: HeapGraph,
    translate?: PlaceTranslator,
    capturedAtMs: number | null = null,
    isLocalTime = false,
    program: ProgramCode | null = null,
    watched: WatchedPlaces = NOT_WATCHED,
    trace: LeaseTrace | null = null,
  ): SeriesResult {
    this.#fits.add(graph);
    const earlier = [...this.#summaries];
    const epoch = checkIdEpoch(earlier, graph);
    // Containers are compared over three snapshots or more. Ids and classes of the last snapshot are read from its graph.
    const captured = captureTime(graph, capturedAtMs, isLocalTime);
    const last = summarizeSnapshot(graph, {
      ids: false,
      kinds: false,
      containers: earlier.length >= 2,
      fields: false,
    });
    const summaries = [...earlier, last];
    // Only snapshots of the last one's epoch are compared, as ids of another process or epoch name other objects.
    const series = summaries.slice(epoch.since);
    const view = viewHeap(graph, this.#profiles, translate);
    const taken = { last: captured, earlier: this.#captures.slice(epoch.since) };
    const search = findPools(view, this.#pools.slice(epoch.since), taken, trace);
    const { pools, found, mostLeases } = search;
    const code = program === null ? null : new CodeFacts(graph, view.sources, program);
    const times = {
      spanMs: spanOf(this.#captures[epoch.since]?.capturedAtMs ?? null, capturedAtMs),
      nowMs: () => captured.now()?.ms ?? null,
    };
    const leaks = findLeaks(view, series, search, times, code ?? NO_CODE, watched);
    const { findings, setAside, limitsReached } = leaks;
    if (found > pools.length)
      limitsReached.push({
        limit: 'pools',
        value: MOST_POOLS,
        text: `${found} pools were found, with many small ones of a kind counted as one; the first ${MOST_POOLS} are shown.`,
      });
    if (mostLeases > MOST_ASKED)
      limitsReached.push({
        limit: 'lease-holders',
        value: MOST_ASKED,
        text: `A pool has ${mostLeases} open leases; who has them was looked up for the ${MOST_ASKED} oldest of each pool.`,
      });
    const verdict = gravestVerdict(findings);
    const growth = findGrowingClasses(view, summaries);
    return {
      summaries,
      epoch,
      verdict,
      headline: findings[0]?.headline ?? cleanHeadline(series.length, pools),
      pools: [...pools],
      findings,
      toWatch: leaks.toWatch,
      listSuspectIds: leaks.listSuspectIds,
      setAside,
      growth,
      notes: [
        ...this.#fits.notes(),
        ...notesOnNumbers(graph, findings),
        ...notesOnTimes(leaks.undated, capturedAtMs !== null),
        ...notesOn(epoch, series.length, growth),
        ...(code === null ? [] : notesOnCode(code)),
        ...(verdict === 'clean' ? [] : notesOnExhaustion(pools)),
        ...(series.length > 1 ? notesOnCycles(view, findings) : []),
      ],
      limitsReached,
    };
  }
}

/** Notes on verdicts that could differ if numbers had been captured. */
function notesOnNumbers(graph: HeapGraph, findings: readonly Finding[]): Report['notes'] {
  const open = findings.filter(({ verdict }) => verdict !== 'leak').length;
  if (open === 0 || hasCapturedNumbers(graph) !== false) return [];
  const which = open === 1 ? 'one finding that is no leak' : `${open} findings that are no leak`;
  return [
    {
      code: 'no-numbers',
      text: `The snapshots were taken without numeric values, which could decide ${which}: a time to live that is over, or a count of holders above those in the heap, would make it a leak; a time still to come, or a limit, a note. \`poolscope attach\` captures them, and so does \`writeHeapSnapshot\` with \`exposeNumericValues\`.`,
    },
  ];
}

/**
 * Notes on verdicts that could differ if the times of capture were known.
 *
 * @param undated what they could show
 * @param isLocal whether they are known, but not their time zone
 */
function notesOnTimes(undated: readonly string[], isLocal: boolean): Report['notes'] {
  if (undated.length === 0) return [];
  const why = isLocal
    ? 'The time zone of the times of capture is unknown, as they are known from the names of the files alone, and nothing in the heap tells it'
    : 'The times of capture are unknown: there is no `FILE.json` with `capturedAt` beside the snapshots, no time in their names, and none in the heap';
  const more = undated.length - MOST_UNDATED;
  const shown = [...undated.slice(0, MOST_UNDATED), ...(more > 0 ? [`${more} more places could be judged`] : [])];
  return [
    {
      code: 'no-times',
      text: `${why}. With them, ${shown.join('; ')}. \`poolscope attach\` writes them beside the snapshots.`,
    },
  ];
}

function spanOf(firstMs: number | null, lastMs: number | null): number | null {
  return firstMs === null || lastMs === null ? null : Math.max(0, lastMs - firstMs);
}

function notesOn(epoch: EpochCheck, snapshots: number, growth: Report['growth']): Report['notes'] {
  const notes: Report['notes'] = [];
  if (!epoch.comparable) {
    notes.push({ code: 'other-epoch', text: otherEpoch(epoch, snapshots) }, ...growthByCount(growth));
  } else if (snapshots === 1) {
    notes.push({
      code: 'single-snapshot',
      text: 'One snapshot shows what is dead and what keeps it. Three or more, taken after equal rounds of work, show what grows.',
    });
  } else if (snapshots < 4) {
    notes.push({
      code: 'short-series',
      text: `${snapshots} snapshots show ${snapshots - 1} ${snapshots === 2 ? 'round' : 'rounds'} of growth; four or more prove it.`,
    });
  }
  return notes;
}

function otherEpoch(epoch: EpochCheck, snapshots: number): string {
  const cause =
    'The snapshots are not all of one process, or an inspector session was closed between them: node ids do not match.';
  const analyzed =
    snapshots === 1
      ? 'Findings rest on the last snapshot alone'
      : `Findings rest on the last ${snapshots} snapshots, from number ${epoch.since + 1} on, whose ids do match`;
  return `${cause} ${analyzed}; growth over all of them is compared by class name only.`;
}

/** Counts of classes can be compared across processes. It is unknown whether these did the same work, so growth is only noted. */
function growthByCount(growth: Report['growth']): Report['notes'] {
  return growth
    .filter(({ class: name, counts, pattern }) => {
      return counts.length > MIN_ROUNDS_TO_NOTE && isUnending(pattern) && isTellingName(name);
    })
    .slice(0, MOST_NOTED_CLASSES)
    .map(({ class: name, counts }) => ({
      code: 'grows-by-count',
      text: `\`${name}\` grows steadily by count: ${counts.join(' → ')}. Which of them stay cannot be told without matching ids.`,
    }));
}

/** A note on parts of the program's code that could not be read. */
function notesOnCode({ limits }: CodeFacts): Report['notes'] {
  const parts = [
    part(limits.missing, 'was not found', 'were not found'),
    part(limits.otherVersion, 'is not the version that ran', 'are not the versions that ran'),
    part(limits.unparsed, 'could not be parsed', 'could not be parsed'),
    part(limits.tooMuch, 'is too much text to be read in full', 'are too much text to be read in full'),
  ].filter((text) => text !== '');
  if (parts.length === 0) return [];
  const isElsewhere = limits.missing.length + limits.otherVersion.length > 0;
  const advice = isElsewhere ? '; `poolscope attach` keeps such scripts, and `--source-root` says where they are' : '';
  return [
    {
      code: 'code-unread',
      text: `The program's code was not read in full: ${parts.join('; ')}. Lines in them may not be named${advice}.`,
    },
  ];
}

function part(scripts: readonly string[], one: string, several: string): string {
  if (scripts.length === 0) return '';
  const first = fileName(scripts[0]);
  return scripts.length === 1 ? `${first} ${one}` : `${scripts.length} scripts (${first} …) ${several}`;
}

/** A note that cycles alone are harmless, unless a finding shows a cycle. */
function notesOnCycles(view: HeapView, findings: readonly Finding[]): Report['notes'] {
  if (findings.some((finding) => finding.cycle !== null)) return [];
  const { cycles, classes } = countRoleCycles(view);
  if (cycles === 0) return [];
  const names = `${classes.slice(0, MOST_CYCLE_CLASSES).join(', ')}${classes.length > MOST_CYCLE_CLASSES ? ' and others' : ''}`;
  return [
    {
      code: 'harmless-cycles',
      text: `${cycles} reference ${cycles === 1 ? 'cycle' : 'cycles'} among connections, reservations and sessions (${names}); none is what keeps a leak: a cycle without an anchor is collected.`,
    },
  ];
}

/** The headline of a report without findings. It first names an exhausted pool with waiters, which needs attention as well. */
function cleanHeadline(snapshots: number, pools: readonly Pool[]): string {
  const [exhausted] = notesOnExhaustion(pools);
  if (exhausted !== undefined)
    return `${snapshots === 1 ? 'No dead connection is retained' : 'Nothing keeps growing'}, but ${exhausted.text}`;
  return snapshots === 1 ? 'No dead connection is retained.' : 'Nothing keeps growing: no leak found.';
}

function notesOnExhaustion(pools: readonly Pool[]): Report['notes'] {
  return pools.flatMap(({ class: name, words, audit = [] }) => {
    const exhausted = audit.find(({ code }) => code === 'exhausted');
    if (exhausted === undefined) return [];
    return [{ code: 'pool-exhausted', text: `${words?.pool ?? 'pool'} \`${name}\` is exhausted: ${exhausted.text}` }];
  });
}
