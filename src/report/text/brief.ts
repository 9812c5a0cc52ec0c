import type { Finding, Report } from '../../findings/report-schema.js';
import { baselineSummary } from '../finding-words.js';
import { formatBytes, formatDuration, plural } from '../units.js';
import { layBriefPools } from './brief-pools.js';
import { type BriefShape, layToFit } from './brief-shape.js';
import { layLineToFix } from './code.js';
import { layPlace } from './cut.js';
import { layBaseline, layCounts, layEvidence, layInFull, laySentence } from './finding.js';
import { type Layout, layParagraph, layRow } from './layout.js';
import { commonFolder, layTimings } from './overview.js';
import { layShortPath } from './path.js';

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

/** Evidence of which the sentence or the row `count` has the figures as well. */
const REPEATED = new Set(['single-holder', 'steady-growth']);

/**
 * What fits one screen: the answer, the line, the proof, what to do next, and what else there is to see.
 *
 * @param height lines of the screen, where they are known
 */
export function layBrief(layout: Layout, report: Report, height?: number): string[] {
  return layToFit((shape) => layShape(layout, report, shape), height);
}

function layShape(layout: Layout, report: Report, shape: BriefShape): string[] {
  const findings = report.findings.filter(
    ({ verdict, baseline }) => verdict !== 'note' && baseline?.status !== 'known',
  );
  const [first, ...others] = findings;
  return [
    ...(first === undefined ? layHealthy(layout, report) : layFirst(layout, report, first, findings.length, shape)),
    ...others
      .slice(0, shape.others)
      .flatMap((finding, index) => ['', ...layOther(layout, finding, `${index + 2}/${findings.length}`, shape)]),
    ...laySummary(layout, report, Math.max(0, others.length - shape.others), shape),
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

function layFirst(layout: Layout, report: Report, finding: Finding, count: number, shape: BriefShape): string[] {
  const { path } = finding;
  const evidence = shape.repeats ? finding.evidence : withoutRepeats(finding.evidence);
  const headline = shape.uncounted ? finding.headline : withoutUncounted(finding.headline);
  // The sentence of a single finding is that of the report.
  const several = report.headline === finding.headline || count === 1 ? [] : layHeadline(layout, report);
  return [
    ...several,
    ...laySentence(layout, { ...finding, headline }, count === 1 ? '' : `1/${count}`),
    ...layLine(layout, finding),
    ...(finding.baseline === undefined || finding.baseline.status === 'new' ? [] : layBaseline(layout, finding)),
    ...layCounts(layout, finding),
    ...(path === null ? [] : layShortPath(layout, 'kept by', path, shape.steps)),
    ...layEvidence(
      layout,
      count === 1
        ? strongest(evidence, MOST_FOR, MOST_EVIDENCE)
        : strongest(evidence, MOST_FOR_OF_SEVERAL, MOST_EVIDENCE_OF_SEVERAL),
    ),
    ...layRow(layout, 'check', checkText(report), { hanging: 2 }),
    ...(shape.inFull ? layInFull(layout) : []),
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
function layOther(layout: Layout, finding: Finding, position: string, { tellsOthers }: BriefShape): string[] {
  const { code, headline } = finding;
  if (!tellsOthers) return laySentence(layout, { ...finding, headline: firstPart(headline) }, position);
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

function laySummary(layout: Layout, report: Report, hidden: number, shape: BriefShape): string[] {
  const { findings, pools, growth, notes, limitsReached, watched } = report;
  const noted = findings.filter(({ verdict }) => verdict === 'note');
  const places = noted.flatMap(({ brokenEdge }) => (brokenEdge === null ? [] : [`\`${brokenEdge.label}\``]));
  const remarks = [...notes.map(({ text }) => text), ...limitsReached.map(({ text }) => text)];
  const further = [
    ...(hidden === 0 ? [] : [plural(hidden, 'more finding')]),
    ...(shape.noted || noted.length === 0 ? [] : [`${plural(noted.length, 'place')} whose growth may be normal`]),
    ...(remarks.length > MOST_REMARKS ? [plural(remarks.length - MOST_REMARKS, 'more note')] : []),
    ...(pools.length === 0 ? [] : [plural(pools.length, 'pool')]),
    ...(growth.length === 0 ? [] : [`${plural(growth.length, 'class', 'classes')} that grew`]),
  ];
  return [
    '',
    ...layRow(layout, 'snapshots', seriesText(report), { hanging: 2 }),
    ...layWarning(layout, report),
    ...layKnown(layout, report),
    ...layBriefPools(layout, report, shape.poolRows),
    ...(watched === undefined || watched.loadMs + watched.quietMs === 0
      ? []
      : layRow(
          layout,
          'watched',
          `${plural(watched.places.length, 'place')} for ${formatDuration(watched.loadMs + watched.quietMs)}`,
        )),
    ...(noted.length === 0 || !shape.noted
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
  return sentence.length <= LONG_SENTENCE ? sentence : firstPart(sentence);
}

/** Up to the first colon or semicolon. */
function firstPart(sentence: string): string {
  const part = /^.*?(?=[:;] )/s.exec(sentence)?.[0];
  return part === undefined ? sentence : `${part}.`;
}

/** Evidence without what other rows say; all of it where nothing else speaks for the finding. */
function withoutRepeats({ for: all, against }: Finding['evidence']): Finding['evidence'] {
  const others = all.filter(({ code }) => !REPEATED.has(code));
  return { for: others.length === 0 ? all : others, against };
}

/** `…: frees 28 of 28 DbConnection; not counted: 23 from before the series. …` without what is not counted. */
function withoutUncounted(headline: string): string {
  const first = wholeSentence(headline);
  const at = first.indexOf('; not counted: ');
  return at < 0 ? headline : `${first.slice(0, at)}.${headline.slice(first.length)}`;
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
