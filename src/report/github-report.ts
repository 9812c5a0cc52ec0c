import type { ComparedFinding, Comparison } from '../findings/comparison-schema.js';
import type { Finding, Report } from '../findings/report-schema.js';
import { checkComparison } from './checked-comparison.js';
import { makeTextsPrintable } from './escape.js';
import { badgeOf, baselineSentence, baselineSummary, explainCommand } from './finding-words.js';
import type { RenderOptions } from './render-options.js';
import { placesOfFinding, prepareReport, withRelativeFiles } from './source-place.js';
import { plural } from './units.js';

type Command = 'error' | 'warning' | 'notice';

/** Evidence in an annotation, of each side: GitHub shows a few lines. */
const MOST_EVIDENCE = 3;
const COMMANDS = { leak: 'error', suspect: 'warning', note: 'notice' } as const;

interface Annotation {
  readonly command: Command;
  readonly title: string;
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | null;
  readonly lines: readonly string[];
}

/**
 * The format `github` of a report: workflow commands, which become annotations of the lines of a pull request. A known finding
 * is a notice; notes are left out unless `verbose`, as GitHub shows ten annotations of a kind. The last line is for the log.
 */
export function renderGithub(report: Report, options: RenderOptions): string {
  const prepared = prepareReport(report, options);
  const shown = prepared.findings.filter(({ verdict }) => verdict !== 'note' || options.verbose === true);
  const annotations = shown.map((finding): Annotation => {
    const { headline, evidence, verdict, baseline } = finding;
    const [place = null] = placesOfFinding(finding);
    const sentence = baselineSentence(finding);
    return {
      command: baseline?.status === 'known' ? 'notice' : COMMANDS[verdict],
      title: titleOf(finding),
      place,
      lines: [
        headline,
        ...(sentence === null ? [] : [sentence]),
        ...evidence.for.slice(0, MOST_EVIDENCE).map(({ text }) => `+ ${text}`),
        ...evidence.against.slice(0, MOST_EVIDENCE).map(({ text }) => `- ${text}`),
        `In full: ${explainCommand(finding, options.reportFile)}`,
      ],
    };
  });
  const known = baselineSummary(prepared);
  const hidden = prepared.findings.length - shown.length;
  return write(annotations, [
    annotations.every(({ command }) => command === 'notice')
      ? `poolscope: ${prepared.headline}`
      : `poolscope: ${plural(annotations.length, 'annotation')}, the gravest verdict is ${prepared.verdict}`,
    ...(known === null ? [] : [`poolscope: baseline: ${known}`]),
    ...(hidden === 0 ? [] : [`poolscope: ${hidden} more without an annotation: notes, which may be normal`]),
    // Whatever qualifies all findings, such as files in the wrong order.
    ...prepared.notes.map(({ text }) => `poolscope: note: ${text}`),
  ]);
}

function titleOf(finding: Finding): string {
  return `poolscope ${badgeOf(finding).toLowerCase()}: ${finding.kind}`;
}

/** The format `github` of a comparison: annotations for what is new or worse; what remains or is fixed is a line of the log. */
export function renderGithubComparison(comparison: Comparison, options: RenderOptions): string {
  const { findings, outcome, headline, notes } = checkComparison(
    withRelativeFiles(makeTextsPrintable(comparison), options),
  );
  const isRaised = ({ status, verdict }: ComparedFinding): boolean =>
    (status === 'new' || status === 'worse') && verdict !== 'note';
  const annotations = findings.filter(isRaised).map(
    ({ status, verdict, kind, headline: sentence, source }): Annotation => ({
      command: COMMANDS[verdict],
      title: `poolscope ${status} ${verdict}: ${kind}`,
      place: source,
      lines: [sentence],
    }),
  );
  const others = findings.filter((finding) => !isRaised(finding) && finding.verdict !== 'note');
  return write(annotations, [
    `poolscope: ${outcome}. ${headline}`,
    ...others.map(({ status, verdict, headline: sentence }) => `poolscope: ${status} ${verdict}: ${sentence}`),
    ...notes.map(({ text }) => `poolscope: note: ${text}`),
  ]);
}

function write(annotations: readonly Annotation[], log: readonly string[]): string {
  return [...annotations.map(commandOf), ...log.map(inert)].map((line) => `${line}\n`).join('');
}

/** One workflow command, with what it is given escaped as the runner reads it. */
function commandOf({ command, title, place, lines }: Annotation): string {
  const properties = [
    ['title', title],
    ...(place === null
      ? []
      : [
          ['file', place.file],
          ['line', String(place.line)],
          ['col', String(place.column)],
        ]),
  ];
  const given = properties.map(([name, value]) => `${name}=${escapeProperty(value ?? '')}`).join(',');
  return `::${command} ${given}::${escapeData(lines.join('\n'))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A line of the log that the runner takes for no command: the older form, `##[error]`, may stand anywhere in a line. */
function inert(line: string): string {
  return line.replaceAll('##[', '# #[').replaceAll('\n', ' ');
}
