import type { Finding, Report } from '../findings/report-schema.js';
import { badgeOf, baselineSentence, baselineSummary, explainCommand } from './finding-words.js';
import { codeBlock, codeSpan, folded, inline, table } from './markdown/markdown-text.js';
import type { RenderOptions } from './render-options.js';
import { placesOfFinding, prepareReport } from './source-place.js';
import { describeCode } from './text/code.js';
import { countText, deathText, sizeText } from './text/finding.js';
import { formatSource } from './text/source.js';
import { formatBytes, formatCount, formatSeries, plural } from './units.js';

/** Findings in full without `verbose`: a comment of a pull request holds 65,536 characters. */
const MOST_FULL = 8;
/** Findings of one line each after those. */
const MOST_LINES = 40;
/** Pools shown. */
const MOST_POOLS = 5;
/** Evidence of a side, for findings that are not folded. */
const MOST_EVIDENCE = 4;
const MOST_STEPS = 40;

/**
 * The format `markdown` of a report (GitHub's and GitLab's dialect): for a comment of a pull request, or the file of an incident. What is new
 * comes first and in full, what is known and the notes in one line each. With `quiet` a list of sentences.
 */
export function renderMarkdown(report: Report, options: RenderOptions): string {
  const prepared = prepareReport(report, options);
  const { findings } = prepared;
  if (options.quiet === true) return findings.map((finding) => `- ${sentenceOf(finding)}\n`).join('');
  const verbose = options.verbose === true;
  const raised = findings.filter(({ verdict, baseline }) => verdict !== 'note' && baseline?.status !== 'known');
  const full = verbose ? raised : raised.slice(0, MOST_FULL);
  const lines = [
    `## poolscope: ${verdictText(prepared, raised)}`,
    '',
    ...(full.length === 1 && raised.length === 1 ? [] : [inline(prepared.headline), '']),
    ...full.flatMap((finding, index) => writeFinding(finding, raised.length > 1 ? `${index + 1}. ` : '', options)),
    ...listRest('More findings', raised.slice(full.length), verbose),
    ...writeBaseline(prepared, verbose),
    ...listRest(
      'Notes, which may be normal',
      findings.filter(({ verdict }) => verdict === 'note'),
      verbose,
    ),
    ...writePools(prepared, verbose),
    ...writeSeries(prepared),
    ...writeRemarks(prepared),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function verdictText({ verdict, baseline }: Report, raised: readonly Finding[]): string {
  const counted = (['leak', 'suspect'] as const).flatMap((of) => {
    const count = raised.filter((finding) => finding.verdict === of).length;
    return count === 0 ? [] : [plural(count, of)];
  });
  if (counted.length > 0) return counted.join(', ');
  return baseline !== undefined && (verdict === 'leak' || verdict === 'suspect') ? 'nothing new' : 'no leak found';
}

function sentenceOf(finding: Finding): string {
  return `**${badgeOf(finding)}** ${inline(finding.headline)}`;
}

/** One finding: the sentence, the line, the facts; the path and all evidence folded. */
function writeFinding(finding: Finding, position: string, options: RenderOptions): string[] {
  const { evidence, kind, path } = finding;
  const sentence = baselineSentence(finding);
  const facts = [
    ['kind', codeSpan(kind)],
    ...writeLines(finding),
    ['count', inline(countText(finding))],
    ['dead', inline(deathText(finding))],
    ['size', inline(sizeText(finding))],
    ...(sentence === null ? [] : [['baseline', inline(sentence)]]),
  ];
  return [
    `### ${position}${badgeOf(finding)}`,
    '',
    inline(finding.headline),
    '',
    ...table(['', ''], facts),
    ...writeEvidence(evidence, MOST_EVIDENCE),
    ...(path === null ? [] : folded('What keeps it', writePath(path.steps, path.folded))),
    `In full: ${codeSpan(explainCommand(finding, options.reportFile))}`,
    '',
  ];
}

/** What the program's code does to the place, else the line that the finding is about. */
function writeLines(finding: Finding): string[][] {
  const { code } = finding;
  if (code !== undefined)
    return describeCode(code).map(({ label, lines }) => [label, lines.map((line) => inline(line)).join('<br>')]);
  const [place] = placesOfFinding(finding);
  if (place === undefined) return [];
  const name = place.function === null ? '' : ` in ${codeSpan(place.function)}`;
  return [['line', codeSpan(formatSource(place)) + name]];
}

function writeEvidence(evidence: Finding['evidence'], most: number): string[] {
  const sides = [
    ...evidence.for.slice(0, most).map(({ text }) => `- for: ${inline(text)}`),
    ...evidence.against.slice(0, most).map(({ text }) => `- against: ${inline(text)}`),
  ];
  return sides.length === 0 ? [] : [...sides, ''];
}

function writePath(steps: readonly string[], whole: string): string[] {
  if (steps.length > MOST_STEPS || steps.length === 0) return codeBlock([whole]);
  return codeBlock(steps.map((step, index) => (index === 0 ? step : `→ ${step.replace(/^→ ?/, '')}`)));
}

/** A sentence each, under a heading; what is left out is counted. */
function listRest(title: string, findings: readonly Finding[], verbose: boolean): string[] {
  if (findings.length === 0) return [];
  const shown = verbose ? findings : findings.slice(0, MOST_LINES);
  const hidden = findings.length - shown.length;
  return folded(`${title} (${formatCount(findings.length)})`, [
    ...shown.map((finding) => `- ${sentenceOf(finding)}`),
    ...(hidden === 0 ? [] : [`- and ${formatCount(hidden)} more: \`--verbose\` lists them`]),
  ]);
}

function writeBaseline(report: Report, verbose: boolean): string[] {
  const summary = baselineSummary(report);
  if (summary === null || report.baseline === undefined) return [];
  const known = report.findings.filter(({ verdict, baseline }) => verdict !== 'note' && baseline?.status === 'known');
  const shown = verbose ? known : known.slice(0, MOST_LINES);
  const gone = verbose ? report.baseline.gone : report.baseline.gone.slice(0, MOST_LINES);
  const hidden = known.length - shown.length + report.baseline.gone.length - gone.length;
  const lines = [
    ...shown.map((finding) => `- ${sentenceOf(finding)} ${inline(baselineSentence(finding) ?? '')}`),
    ...gone.map(({ headline }) => `- **NOT FOUND** ${inline(headline)}`),
    ...(hidden === 0 ? [] : [`- and ${formatCount(hidden)} more: \`--verbose\` lists them`]),
  ];
  const sentence = `Baseline ${codeSpan(report.baseline.name)}: ${summary}.`;
  return [
    sentence,
    '',
    ...(lines.length === 0 ? [] : folded('Known findings, and entries that were not found', lines)),
  ];
}

/** The pools in use, by snapshot. */
function writePools({ pools }: Report, verbose: boolean): string[] {
  const told = verbose ? pools : pools.filter(isTelling);
  const shown = verbose ? told : told.slice(0, MOST_POOLS);
  const figure = (value: number | null | undefined): string => (value == null ? '–' : formatCount(value));
  const rows = shown.map(({ class: name, inventory = [] }) => {
    const leased = inventory.map((row) => row?.leased ?? null);
    const last = inventory.at(-1) ?? null;
    return [
      codeSpan(name),
      leased.every((count) => count === null) ? '–' : formatSeries(leased),
      ...[last?.idle, last?.pending, last?.dead, last?.maximum].map(figure),
    ];
  });
  const hidden = told.length - shown.length;
  if (rows.length === 0) return [];
  return folded(`Pools (${formatCount(told.length)})`, [
    ...table(['pool', 'leased', 'idle', 'waiting', 'dead', 'maximum'], rows),
    ...(hidden === 0 ? [] : [`and ${formatCount(hidden)} more`]),
  ]);
}

/** Whether something of it is lent, waited for, dead or amiss: an idle agent of Node.js tells nothing. */
function isTelling({ inventory = [], audit = [] }: Report['pools'][number]): boolean {
  const counts = inventory.flatMap((row) => [row?.leased, row?.pending, row?.dead]);
  return counts.some((count) => (count ?? 0) > 0) || audit.some(({ severity }) => severity === 'warning');
}

function writeSeries({ series: { snapshots, epoch }, tool }: Report): string[] {
  const [first] = snapshots;
  const last = snapshots.at(-1);
  if (first === undefined || last === undefined) return [];
  const versions = [...new Set(snapshots.flatMap(({ nodeVersion }) => nodeVersion ?? []))];
  const of = versions.length === 0 ? '' : ` of Node.js ${inline(versions.join(', '))}`;
  const sizes = `${formatBytes(first.shallowBytes)} → ${formatBytes(last.shallowBytes)}`;
  const warning =
    snapshots.length > 1 && !epoch.comparable
      ? ' Node ids differ between them: not one process, or an inspector was closed in between.'
      : '';
  return [`${plural(snapshots.length, 'snapshot')}${of}, ${sizes}; poolscope ${inline(tool.version)}.${warning}`, ''];
}

function writeRemarks({ notes, limitsReached }: Report): string[] {
  const remarks = [...notes, ...limitsReached].map(({ text }) => `- ${inline(text)}`);
  return remarks.length === 0 ? [] : folded(`Remarks on the input (${formatCount(remarks.length)})`, remarks);
}
