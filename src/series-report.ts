import type { SeriesResult } from './analyzers/search/series-analysis.js';
import { type ForecastBasis, forecastGrowth } from './analyzers/series/forecast.js';
import { checkSeriesOrder, describeOrder } from './analyzers/series/series-order.js';
import { ToolError } from './errors.js';
import { notesOnLeases, notesOnWatch, recordOf } from './findings/capture-notes.js';
import type { LeaseTrace } from './findings/lease-trace-schema.js';
import { REPORT_PARSING, type Report, reportSchema, SCHEMA_VERSION } from './findings/report-schema.js';
import type { Watch } from './findings/watch-schema.js';
import { VERSION } from './version.js';

/** What a report says of a snapshot that the snapshot itself does not hold. */
interface ReportedSnapshot {
  readonly name: string;
  readonly capturedAt?: Date | null;
  readonly isLocalTime?: boolean;
  readonly modifiedAt?: Date | null;
  readonly heapLimitBytes?: number | null;
  readonly leases?: LeaseTrace | null;
}

/**
 * Makes the report on a series, and checks it against its schema.
 *
 * @param heapLimitBytes takes precedence over those of the inputs
 * @throws ToolError `report-invalid`, which is a bug of poolscope
 */
export function reportOnSeries(
  inputs: readonly ReportedSnapshot[],
  result: SeriesResult,
  watched: Watch | null,
  heapLimitBytes: number | null,
  timings: Readonly<Record<string, number>> | undefined,
): Report {
  const { summaries, epoch, ...rest } = result;
  const last = inputs.length - 1;
  const leases = inputs[last].leases ?? null;
  const basis: ForecastBasis = {
    capturedAtMs: inputs.map(({ capturedAt }) => capturedAt?.getTime() ?? null),
    heapBytes: summaries[last].heapBytes,
    heapLimitBytes: heapLimitBytes ?? inputs[last].heapLimitBytes ?? null,
  };
  // Findings rest on the snapshots of the last epoch only.
  const ownBasis = { ...basis, capturedAtMs: basis.capturedAtMs.slice(epoch.since) };
  const withForecast = <T extends Pick<Report['growth'][number], 'growth'>>(item: T, on: ForecastBasis): T => ({
    ...item,
    growth: forecastGrowth(item.growth, on),
  });
  const order = orderNotes(inputs, result);
  const report: Report = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'poolscope', version: VERSION },
    verdict: rest.verdict,
    // Results for files in the wrong order mislead, so this note becomes the headline.
    headline: order.length > 0 && rest.findings.length === 0 ? order[0].text : rest.headline,
    series: {
      snapshots: inputs.map((input, index) => ({
        file: input.name,
        capturedAt: timeText(input),
        nodeVersion: summaries[index].nodeVersion,
        nodeCount: summaries[index].nodeCount,
        edgeCount: summaries[index].edgeCount,
        shallowBytes: summaries[index].shallowBytes,
      })),
      epoch: { comparable: epoch.comparable, checked: epoch.checked, mismatches: epoch.mismatches },
    },
    pools: rest.pools,
    findings: rest.findings.map((finding) => withForecast(finding, ownBasis)),
    setAside: rest.setAside,
    growth: rest.growth.map((row) => withForecast(row, basis)),
    ...(watched === null ? {} : { watched }),
    ...(leases === null ? {} : { leaseRecord: recordOf(leases) }),
    notes: [...order, ...rest.notes, ...notesOnWatch(watched), ...notesOnLeases(leases)],
    limitsReached: rest.limitsReached,
    ...(timings === undefined ? {} : { timings }),
  };
  const parsed = reportSchema.safeParse(report, REPORT_PARSING);
  if (!parsed.success)
    throw new ToolError('report-invalid', `The report does not match its own schema: ${problemsOf(parsed.error)}`, {
      hint: 'This is a bug of poolscope; please report it.',
      cause: parsed.error,
    });
  return parsed.data;
}

/** The first problems, in one line. */
function problemsOf({ issues }: { readonly issues: readonly { path: PropertyKey[]; message: string }[] }): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');
}

/** ISO 8601, without a time zone where that is unknown. */
function timeText({ capturedAt, isLocalTime }: ReportedSnapshot): string | null {
  const text = capturedAt?.toISOString() ?? null;
  return isLocalTime === true ? (text?.slice(0, -1) ?? null) : text;
}

function orderNotes(inputs: readonly ReportedSnapshot[], { summaries, epoch }: SeriesResult): Report['notes'] {
  const facts = inputs.map(({ name, capturedAt, modifiedAt }, index) => ({
    name,
    capturedAtMs: capturedAt?.getTime() ?? null,
    modifiedAtMs: modifiedAt?.getTime() ?? null,
    largestId: summaries[index].largestId,
  }));
  const likely = checkSeriesOrder(facts, epoch.comparable);
  return likely === null ? [] : [describeOrder(facts, likely)];
}
