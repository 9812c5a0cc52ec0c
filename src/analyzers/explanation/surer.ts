import type { Finding, Report } from '../../findings/report-schema.js';
import { ROUNDS_FOR_PROOF } from '../cases/thresholds.js';
import type { EvidenceCode } from '../evidence/catalog.js';

/** A report, of this version of the schema or another that it still matches. */
export type ExplainedReport = Omit<Report, 'schemaVersion'>;

const AT_REST =
  'Take the snapshots when the program is at rest, after rounds of equal work: what is in use for a moment is gone then.';
const LONGER = 'Take the series over a longer time than the timers wait, so that clean-up has its turn.';
const PROFILE =
  'Describe the pool in a profile (`poolscope profiles`), with the fields that say what is dead, idle or leased.';
const MORE_WORK = 'Do more work in each round: a handful may be a part of normal work.';
const BOUND = 'Go on until the bound would be passed, or make it small for the test: what stays below it is no leak.';

/** What would settle each doubt, where something can be done. */
const SETTLED_BY: Readonly<Partial<Record<EvidenceCode, string>>> = {
  few: MORE_WORK,
  'few-repeats': MORE_WORK,
  'has-holder': AT_REST,
  'has-user': AT_REST,
  busy: AT_REST,
  'in-flight': AT_REST,
  'suspended-holder': AT_REST,
  'in-use': AT_REST,
  'young-holder': AT_REST,
  inbound: 'Close the clients of the process before the last snapshot: what their peers keep open goes with them.',
  'bounded-place': BOUND,
  limit: BOUND,
  'had-room': BOUND,
  'eviction-code': BOUND,
  recurring: BOUND,
  'cleanup-pending': LONGER,
  'timers-expire': LONGER,
  'timers-wanted': LONGER,
  expires: LONGER,
  'removed-by-code': LONGER,
  'inferred-books': PROFILE,
  'says-it-lives': PROFILE,
  uneven:
    'Make the rounds equal: `poolscope attach <pid> --between <load command>` runs the same load before each snapshot.',
  'slows-down': 'Take more rounds: growth that levels off shows it.',
  'oldest-leave': 'Take more rounds, and stop the load before the last one: a queue is empty then.',
  'pool-exhausted': 'Mend what holds the connections of the pool first, then look again.',
  reconnecting: 'Take the series while the server can be reached.',
  'may-be-wanted': 'Look at the path: only the code says whether what the connections keep is still wanted.',
};

/**
 * What would make a finding surer, the most telling first: what its own doubts ask for, then what was not captured or not read. Empty
 * for a leak against which nothing speaks.
 */
export function whatWouldMakeSurer(report: Omit<Report, 'schemaVersion'>, finding: Finding): string[] {
  const { evidence, verdict } = finding;
  const limiting = evidence.against.filter(({ atMost }) => atMost !== undefined || finding.ground === undefined);
  if (verdict === 'leak' && limiting.length === 0) return [];
  const asked = limiting.flatMap(({ code }) => SETTLED_BY[code as EvidenceCode] ?? []);
  return [...new Set([...moreRounds(report), ...asked, ...notCaptured(report, finding)])];
}

function moreRounds({ series: { snapshots, epoch } }: Omit<Report, 'schemaVersion'>): string[] {
  if (snapshots.length > 1 && !epoch.comparable)
    return [
      'Take all snapshots of one process in one inspector session, as `poolscope attach` does: then it can be told which objects stay.',
    ];
  const missing = ROUNDS_FOR_PROOF + 1 - snapshots.length;
  if (missing < 1) return [];
  const more = missing === 1 ? 'one more snapshot' : `${missing} more snapshots`;
  return [
    `Take ${more}, each after an equal round of work: ${ROUNDS_FOR_PROOF} rounds prove growth. \`poolscope attach <pid>\` takes four.`,
  ];
}

/** Facts that a capture or an option could add. */
function notCaptured({ notes, watched, leaseRecord }: Omit<Report, 'schemaVersion'>, finding: Finding): string[] {
  const lacks = (code: string): boolean => notes.some((note) => note.code === code);
  return [
    ...(lacks('no-numbers')
      ? [
          'Capture numbers (`poolscope attach`, or `writeHeapSnapshot` with `exposeNumericValues`): counts of holders, limits and times to live are numbers.',
        ]
      : []),
    ...(lacks('no-times')
      ? ['Say when the snapshots were taken (`poolscope attach` does): times of expiry can be compared then.']
      : []),
    ...(finding.code === undefined
      ? [
          "Let poolscope read the program's code (`--source-root`, or `poolscope attach`, which keeps the scripts): it finds the lines that add and remove, and bounds.",
        ]
      : []),
    ...(watched === undefined && WATCHABLE.has(finding.ground ?? '')
      ? [
          'Watch the place in the living process: `poolscope attach` does after its last snapshot, with `--settle 20s` also without load.',
        ]
      : []),
    ...(finding.kind === 'lease-never-released' && leaseRecord === undefined
      ? ['Record who takes what is out: `poolscope attach <pid> --trace-leases`.']
      : []),
    ...(finding.ages === undefined && finding.dead === 0
      ? ['Record when objects are born: `poolscope attach <pid> --ages`.']
      : []),
    ...(finding.code === undefined && finding.allocatedAt === undefined
      ? ['Record which lines make them: `poolscope attach <pid> --allocations`.']
      : []),
  ];
}

/** Grounds of which `attach` can watch the place. */
const WATCHABLE: ReadonlySet<string> = new Set(['history', 'grown', 'open', 'repeated', 'values']);
