import type { BaselineStatus } from '../findings/baseline-state-schema.js';
import type { Comparison } from '../findings/comparison-schema.js';
import type { Finding, Report } from '../findings/report-schema.js';
import { checkComparison } from './checked-comparison.js';
import { escapeJsonText, makeTextsPrintable } from './escape.js';
import { baselineSentence, explainCommand } from './finding-words.js';
import type { RenderOptions } from './render-options.js';
import type { SarifLocation, SarifLog } from './sarif/sarif-log.js';
import { type BareResult, fingerprintsOf, LEVELS, location, makeLog, text } from './sarif/sarif-parts.js';
import { placesOfFinding, prepareReport, withRelativeFiles } from './source-place.js';

/** Steps of a retaining path in a code flow; of a longer one the middle is left out, and the flow says so. */
const MOST_STEPS = 60;
/** Lines beside the first. */
const MOST_RELATED = 12;

/** The format `sarif` of a report: SARIF 2.1.0, for code scanning and editors. */
export function renderSarif(report: Report, options: RenderOptions): string {
  const prepared = prepareReport(report, options);
  const results = [
    ...prepared.findings.map((finding) => resultOf(finding, prepared, options)),
    ...(prepared.baseline?.gone ?? []).map(({ kind, fingerprint, headline }) =>
      absentResult(kind, fingerprint, headline, heapOf(prepared)),
    ),
  ];
  return write(
    makeLog(prepared.tool.version, results, {
      invocations: [{ executionSuccessful: true, ...notificationsOf(prepared) }],
      properties: {
        verdict: prepared.verdict,
        headline: prepared.headline,
        reportSchemaVersion: prepared.schemaVersion,
      },
    }),
  );
}

/** The format `sarif` of a comparison: the findings of both sides, each with its `baselineState`. */
export function renderSarifComparison(comparison: Comparison, options: RenderOptions): string {
  const printable = checkComparison(withRelativeFiles(makeTextsPrintable(comparison), options));
  const states = { new: 'new', worse: 'updated', remaining: 'unchanged', fixed: 'absent' } as const;
  const results = printable.findings.map((finding): BareResult => {
    const { kind, status, verdict, headline, fingerprint, source, before, after } = finding;
    const side = status === 'fixed' ? printable.before : printable.after;
    return {
      kind,
      level: status === 'fixed' ? 'note' : LEVELS[verdict],
      message: text(headline),
      locations: [source === null ? location({ file: side.name, line: 1 }) : location(source)],
      partialFingerprints: fingerprintsOf(fingerprint),
      baselineState: states[status],
      properties: { status, verdict, before, after },
    };
  });
  return write(
    makeLog(printable.tool.version, results, {
      invocations: [{ executionSuccessful: true }],
      properties: { outcome: printable.outcome, headline: printable.headline },
    }),
  );
}

function write(log: SarifLog): string {
  return `${escapeJsonText(JSON.stringify(log, null, 2))}\n`;
}

const STATES = {
  new: 'new',
  worse: 'updated',
  expired: 'unchanged',
  known: 'unchanged',
} as const satisfies Record<BaselineStatus, unknown>;

function resultOf(finding: Finding, report: Report, options: RenderOptions): BareResult {
  const { kind, verdict, headline, fingerprint, evidence, baseline } = finding;
  const places = placesOfFinding(finding);
  const [first, ...others] = places;
  const primary = first === undefined ? heapOf(report) : location(first);
  const related = others
    .slice(0, MOST_RELATED)
    .map((place, index) => ({ id: index + 1, ...location(place, place.what) }));
  const sentences = [
    headline,
    baselineSentence(finding) ?? '',
    ...evidence.for.map(({ text: said }) => `For: ${said}`),
    ...evidence.against.map(({ text: said }) => `Against: ${said}`),
    `In full: ${explainCommand(finding, options.reportFile)}`,
  ];
  return {
    kind,
    level: LEVELS[verdict],
    message: text(sentences.filter((sentence) => sentence !== '').join('\n')),
    locations: [withName(primary, finding)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...codeFlowOf(finding, report),
    partialFingerprints: fingerprintsOf(fingerprint),
    ...(baseline === undefined ? {} : { baselineState: STATES[baseline.status] }),
    ...(baseline?.status === 'known'
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: baseline.reason === '' ? 'In the baseline' : baseline.reason,
            },
          ],
        }
      : {}),
    properties: {
      verdict,
      suspects: finding.suspects,
      dead: finding.dead,
      freedBytes: finding.freedBytes,
      countPerSnapshot: finding.countPerSnapshot,
      evidenceFor: evidence.for.map(({ code }) => code),
      evidenceAgainst: evidence.against.map(({ code }) => code),
      sampleNodeIds: finding.sampleNodeIds,
    },
  };
}

function absentResult(kind: Finding['kind'], fingerprint: string, headline: string, heap: SarifLocation): BareResult {
  return {
    kind,
    level: 'note',
    message: text(`In the baseline and not found: ${headline}`),
    locations: [heap],
    partialFingerprints: fingerprintsOf(fingerprint),
    baselineState: 'absent',
    properties: {},
  };
}

/** The snapshot that shows it, for what no line of the program is known of. */
function heapOf({ series: { snapshots } }: Report): SarifLocation {
  // Code scanning asks for a line.
  return location({ file: snapshots.at(-1)?.file ?? 'heap.heapsnapshot', line: 1 });
}

function withName(primary: SarifLocation, { brokenEdge, code, classes }: Finding): SarifLocation {
  const name = code?.place ?? brokenEdge?.label ?? classes[0]?.name ?? '';
  if (name === '') return primary;
  return { ...primary, logicalLocations: [{ name, fullyQualifiedName: name, kind: 'member' }] };
}

/** The retaining path, step by step: at the class of each step where its place is known, else in the snapshot. */
function codeFlowOf(finding: Finding, report: Report): Pick<BareResult, 'codeFlows'> {
  const { path } = finding;
  if (path === null || path.steps.length === 0) return {};
  const heap = heapOf(report);
  const hidden = path.steps.length - MOST_STEPS;
  const half = MOST_STEPS / 2;
  const steps =
    hidden < 1 ? path.steps : [...path.steps.slice(0, half), `… ${hidden} more steps`, ...path.steps.slice(-half)];
  const sources = new Map(
    finding.classes.flatMap(({ name, source }) => (source === null ? [] : [[name, source] as const])),
  );
  const locations = steps.map((step) => {
    const words = step.replace(/^→ ?/, '');
    const source = sources.get(/→ ([^→]+)$/.exec(step)?.[1] ?? words);
    const at = source === undefined ? heap : location(source);
    return { location: { ...at, message: text(words) } };
  });
  return { codeFlows: [{ message: text('What keeps it, from a root of the heap'), threadFlows: [{ locations }] }] };
}

/** Remarks on the input and limits reached: they qualify all results. */
function notificationsOf({ notes, limitsReached }: Report) {
  const toolExecutionNotifications = [
    ...notes.map(({ code, text: said }) => ({ level: 'note' as const, message: text(said), descriptor: { id: code } })),
    ...limitsReached.map(({ limit, text: said }) => ({
      level: 'warning' as const,
      message: text(said),
      descriptor: { id: limit },
    })),
  ];
  return toolExecutionNotifications.length === 0 ? {} : { toolExecutionNotifications };
}
