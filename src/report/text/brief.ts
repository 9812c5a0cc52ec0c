import type { Finding, Report } from '../../findings/report-schema.js';
import { baselineSummary } from '../finding-words.js';
import { formatBytes, formatDuration, plural } from '../units.js';
import { layBriefPools } from './brief-pools.js';
import { layLineToFix } from './code.js';
import { layPlace } from './cut.js';
import { layBaseline, layCounts, layEvidence, layInFull, laySentence } from './finding.js';
import { type Layout, layParagraph, layRow } from './layout.js';
import { commonFolder, layTimings } from './overview.js';
import { layShortPath } from './path.js';

/** Findings after the first that get their sentence. */
const MOST_OTHERS = 3;
/** Sentences of evidence: for, and in all. */
const MOST_FOR = 3;
const MOST_EVIDENCE = 4;
/** The same beside other findings, which need lines of the screen as well. */
const MOST_FOR_OF_SEVERAL = 2;
const MOST_EVIDENCE_OF_SEVERAL = 3;
/** A sentence of a note that is longer ends with its first part. */
const LONG_SENTENCE = 120;
/** Places named of those that only notes are about. */
const MOST_NOTED = 3;
/** Notes on the analysis. */
const MOST_REMARKS = 3;

/** What fits one screen: the answer, the line, the proof, what to do next, and what else there is to see. */
export function layBrief(layout: Layout, report: Report): string[] {
  const findings = report.findings.filter(
    ({ verdict, baseline }) => verdict !== 'note' && baseline?.status !== 'known',
  );
  const [first, ...others] = findings;
  return [
    ...(first === undefined ? layHealthy(layout, report) : layFirst(layout, report, first, findings.length)),
    ...others
      .slice(0, MOST_OTHERS)
      .flatMap((finding, index) => ['', ...layOther(layout, finding, `${index + 2}/${findings.length}`)]),
    ...laySummary(layout, report, Math.max(0, others.length - MOST_OTHERS)),
  ];
}

/** One line that nothing has to be done, with what was looked at. */
function layHealthy(layout: Layout, { verdict, headline, pools, growth, setAside }: Report): string[] {
  const places = setAside.length;
  const seen = [
    ...(pools.length === 0 ? [] : [plural(pools.length, 'pool')]),
    ...(growth.length === 0 ? [] : [`${plural(growth.length, 'class', 'classes')} that grew`]),
    ...(places === 0 ? [] : [`${plural(places, 'place')} that grew for a known reason`]),
  ];
  const looked = seen.length === 0 ? '' : ` Looked at ${listed(seen)}.`;
  const said = verdict === 'note' ? 'No leak found.' : headline;
  return layParagraph(layout, said + looked, layout.theme.verdict.clean);
}

function layFirst(layout: Layout, report: Report, finding: Finding, count: number): string[] {
  const { evidence, path } = finding;
  // The sentence of a single finding is that of the report.
  const several = report.headline === finding.headline || count === 1 ? [] : layHeadline(layout, report);
  return [
    ...several,
    ...laySentence(layout, finding, count === 1 ? '' : `1/${count}`),
    ...layLine(layout, finding),
    ...(finding.baseline === undefined || finding.baseline.status === 'new' ? [] : layBaseline(layout, finding)),
    ...layCounts(layout, finding),
    ...(path === null ? [] : layShortPath(layout, 'kept by', path)),
    ...layEvidence(
      layout,
      count === 1
        ? strongest(evidence, MOST_FOR, MOST_EVIDENCE)
        : strongest(evidence, MOST_FOR_OF_SEVERAL, MOST_EVIDENCE_OF_SEVERAL),
    ),
    ...layRow(layout, 'check', checkText(report), { hanging: 2 }),
    ...layInFull(layout),
  ];
}

/** The first sentences of each side, and at least one against, as it lowers what the others say. */
function strongest(evidence: Finding['evidence'], mostFor: number, most: number): Finding['evidence'] {
  const against = Math.max(most - Math.min(mostFor, evidence.for.length), 1);
  return {
    for: evidence.for.slice(0, mostFor),
    against: evidence.against.slice(0, against),
  };
}

function layHeadline(layout: Layout, { headline }: Report): string[] {
  return [...layParagraph(layout, headline, layout.theme.headline), ''];
}

/** What to do, and one line of the program. The second sentence, with the others, is left to `--verbose`. */
function layOther(layout: Layout, finding: Finding, position: string): string[] {
  const { code, headline } = finding;
  return [
    ...laySentence(layout, { ...finding, headline: wholeSentence(headline) }, position),
    ...layLine(layout, code === undefined ? finding : { ...finding, code: { ...code, removed: [] } }),
  ];
}

/** The line of the program, by its text; else where the class that has the reference is written. */
function layLine(layout: Layout, { code, brokenEdge, source }: Finding): string[] {
  return code === undefined ? layPlace(layout, 'code', brokenEdge?.source ?? source) : layLineToFix(layout, code);
}

/** How to see whether a change helped: the same work again, compared. */
function checkText({ series: { snapshots } }: Report): string {
  const before = commonFolder(snapshots.map(({ file }) => file)) || 'before/';
  return `\`poolscope compare ${before} after/\` once snapshots of the fixed program are in after/`;
}

function laySummary(layout: Layout, report: Report, hidden: number): string[] {
  const { findings, pools, growth, notes, limitsReached, watched } = report;
  const noted = findings.filter(({ verdict }) => verdict === 'note');
  const places = noted.flatMap(({ brokenEdge }) => (brokenEdge === null ? [] : [`\`${brokenEdge.label}\``]));
  const remarks = [...notes.map(({ text }) => text), ...limitsReached.map(({ text }) => text)];
  const further = [
    ...(hidden === 0 ? [] : [plural(hidden, 'more finding')]),
    ...(remarks.length > MOST_REMARKS ? [plural(remarks.length - MOST_REMARKS, 'more note')] : []),
    ...(pools.length === 0 ? [] : [plural(pools.length, 'pool')]),
    ...(growth.length === 0 ? [] : [`${plural(growth.length, 'class', 'classes')} that grew`]),
  ];
  return [
    '',
    ...layRow(layout, 'snapshots', seriesText(report), { hanging: 2 }),
    ...layWarning(layout, report),
    ...layKnown(layout, report),
    ...layBriefPools(layout, report),
    ...(watched === undefined || watched.loadMs + watched.quietMs === 0
      ? []
      : layRow(
          layout,
          'watched',
          `${plural(watched.places.length, 'place')} for ${formatDuration(watched.loadMs + watched.quietMs)}`,
        )),
    ...(noted.length === 0
      ? []
      : layRow(layout, 'noted', `${notedText(noted.length, places)}, which may be normal`, { hanging: 2 })),
    ...remarks
      .slice(0, MOST_REMARKS)
      .flatMap((text, index) => layRow(layout, index === 0 ? 'notes' : '', firstSentence(text), { hanging: 2 })),
    ...layRow(
      layout,
      'more',
      further.length === 0 ? '--verbose prints everything' : `--verbose prints ${listed([...further, 'the rest'])}`,
      { hanging: 2 },
    ),
    ...layTimings(layout, report),
  ];
}

/** What a baseline excuses, and what of it was not found. */
function layKnown(layout: Layout, report: Report): string[] {
  const summary = baselineSummary(report);
  if (summary === null) return [];
  return layRow(layout, 'baseline', `${report.baseline?.name ?? ''}: ${summary}`, { hanging: 2 });
}

function notedText(count: number, places: readonly string[]): string {
  const shown = places.slice(0, MOST_NOTED);
  const rest = count - shown.length;
  if (shown.length === 0) return `growth in ${plural(count, 'place')}`;
  return `growth in ${listed([...shown, ...(rest === 0 ? [] : [plural(rest, 'other place')])])}`;
}

/** `4 of Node.js 20.20.2 in heaps/, 7.6 MB → 9.9 MB` */
function seriesText({ series: { snapshots } }: Report): string {
  const versions = [...new Set(snapshots.flatMap(({ nodeVersion }) => nodeVersion ?? []))];
  const folder = commonFolder(snapshots.map(({ file }) => file));
  const first = snapshots[0]?.shallowBytes ?? 0;
  const last = snapshots.at(-1)?.shallowBytes ?? 0;
  const of = versions.length === 0 ? '' : ` of Node.js ${versions.join(', ')}`;
  const where = folder === '' ? '' : ` in ${folder}`;
  const sizes = snapshots.length > 1 ? `${formatBytes(first)} → ${formatBytes(last)}` : formatBytes(last);
  return `${snapshots.length}${of}${where}, ${sizes}`;
}

function layWarning(layout: Layout, { series: { snapshots, epoch } }: Report): string[] {
  if (snapshots.length < 2 || epoch.comparable) return [];
  const text = 'node ids differ between the snapshots: not one process, or an inspector was closed in between';
  return layRow(layout, 'warning', text, { hanging: 2 });
}

/** The first sentence; of a long one the first part. */
function firstSentence(text: string): string {
  const sentence = wholeSentence(text);
  if (sentence.length <= LONG_SENTENCE) return sentence;
  const part = /^.*?(?=[:;] )/s.exec(sentence)?.[0];
  return part === undefined ? sentence : `${part}.`;
}

/** Up to the first full stop that ends a sentence, as names of files have some inside. */
function wholeSentence(text: string): string {
  return /^.*?\.(?= [A-Z`]|$)/s.exec(text)?.[0] ?? text;
}

/** `a, b and c` */
function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
