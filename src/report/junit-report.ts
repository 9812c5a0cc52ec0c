import type { Comparison } from '../findings/comparison-schema.js';
import { fails, failsCompared } from '../findings/fail-policy.js';
import type { Finding, Report } from '../findings/report-schema.js';
import { checkComparison } from './checked-comparison.js';
import { makeTextsPrintable } from './escape.js';
import { badgeOf, baselineSentence, explainCommand } from './finding-words.js';
import type { RenderOptions } from './render-options.js';
import { type NamedPlace, placesOfFinding, prepareReport, withRelativeFiles } from './source-place.js';
import { countText } from './text/finding.js';
import { formatSource } from './text/source.js';

/** One test of the suite. */
interface TestCase {
  readonly name: string;
  readonly group: string;
  readonly place: Pick<NamedPlace, 'file' | 'line'> | null;
  readonly outcome: 'passed' | 'failure' | 'skipped' | 'error';
  /** What kind of failure it is: the verdict. */
  readonly type: string;
  readonly message: string;
  readonly details: readonly string[];
}

/**
 * The format `junit` of a report: each finding is a test. It fails where it fails the run, so a build server shows what the exit code
 * says. A known finding and a suspect below `failOn` are skipped, and a note passes. Without leaks one test passes that says so.
 */
export function renderJunit(report: Report, options: RenderOptions): string {
  const { failOn = 'leak' } = options;
  const prepared = prepareReport(report, options);
  const cases = prepared.findings.map((finding): TestCase => {
    const isFailing = fails(finding, failOn);
    const [place = null] = placesOfFinding(finding);
    return {
      name: nameOf(finding.brokenEdge?.label ?? finding.code?.place ?? finding.classes[0]?.name, finding.fingerprint),
      group: finding.kind,
      place,
      outcome: outcomeOf(isFailing, finding.verdict !== 'note'),
      type: finding.verdict,
      message: [`${badgeOf(finding)}:`, finding.headline, baselineSentence(finding) ?? ''].join(' ').trim(),
      details: detailsOf(finding, options),
    };
  });
  const isUnanswered = failOn !== 'never' && cases.every(({ outcome }) => outcome !== 'failure');
  const orders = isUnanswered ? prepared.notes.filter(({ code }) => code === 'out-of-order') : [];
  return writeSuite(
    [
      ...cases,
      ...orders.map(({ text }) => single('the order of the snapshots', 'error', text)),
      ...(cases.length + orders.length === 0 ? [single(prepared.headline, 'passed', '')] : []),
    ],
    { verdict: prepared.verdict, headline: prepared.headline, version: prepared.tool.version },
  );
}

/** The format `junit` of a comparison: what is new or worse fails, what remains is skipped, what is fixed passes. */
export function renderJunitComparison(comparison: Comparison, options: RenderOptions): string {
  const { failOn = 'leak' } = options;
  const { findings, outcome, headline, tool } = checkComparison(
    withRelativeFiles(makeTextsPrintable(comparison), options),
  );
  const cases = findings.map((finding): TestCase => {
    const { status, verdict, kind, source, fingerprint } = finding;
    return {
      name: nameOf(finding.label ?? undefined, fingerprint),
      group: kind,
      place: source,
      outcome: outcomeOf(failsCompared(finding, failOn), status !== 'fixed' && verdict !== 'note'),
      type: verdict,
      message: `${status.toUpperCase()} ${verdict}: ${finding.headline}`,
      details: [finding.headline, `fingerprint: ${fingerprint}`],
    };
  });
  return writeSuite(cases.length === 0 ? [single(headline, 'passed', '')] : cases, {
    verdict: outcome,
    headline,
    version: tool.version,
  });
}

/** Build servers follow a test by its name, so it has no count in it. */
function nameOf(place: string | undefined, fingerprint: string): string {
  return place === undefined || place === '' ? fingerprint : place;
}

/** @param isRaised whether it is something to look at, though it fails no run */
function outcomeOf(isFailing: boolean, isRaised: boolean): TestCase['outcome'] {
  if (isFailing) return 'failure';
  return isRaised ? 'skipped' : 'passed';
}

function single(name: string, outcome: TestCase['outcome'], message: string): TestCase {
  return {
    name,
    group: 'series',
    place: null,
    outcome,
    type: 'input',
    message,
    details: message === '' ? [] : [message],
  };
}

function detailsOf(finding: Finding, { reportFile }: RenderOptions): string[] {
  const { headline, evidence, path } = finding;
  return [
    headline,
    '',
    ...placesOfFinding(finding)
      .slice(0, 4)
      .map((place) => `${place.what}: ${formatSource(place)}${place.function === null ? '' : ` in ${place.function}`}`),
    `count: ${countText(finding)}`,
    ...(path === null ? [] : [`kept by: ${path.folded}`]),
    ...evidence.for.map(({ text }) => `+ ${text}`),
    ...evidence.against.map(({ text }) => `- ${text}`),
    `in full: ${explainCommand(finding, reportFile)}`,
  ];
}

function writeSuite(cases: readonly TestCase[], properties: Readonly<Record<string, string>>): string {
  const count = (outcome: TestCase['outcome']): number => cases.filter((test) => test.outcome === outcome).length;
  const totals = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="poolscope" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" time="0">`,
    `  <testsuite name="poolscope" ${totals} time="0">`,
    '    <properties>',
    ...Object.entries(properties).map(
      ([name, value]) => `      <property name="${name}" value="${escapeXml(value)}"/>`,
    ),
    '    </properties>',
    ...cases.flatMap(writeCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function writeCase({ name, group, place, outcome, type, message, details }: TestCase): string[] {
  const where = place === null ? '' : ` file="${escapeXml(place.file)}" line="${place.line}"`;
  const body = escapeXml(details.join('\n'));
  return [
    `    <testcase name="${escapeXml(name)}" classname="poolscope.${group}" time="0"${where}>`,
    ...(outcome === 'failure' || outcome === 'error'
      ? [`      <${outcome} type="${escapeXml(type)}" message="${escapeXml(message)}">${body}</${outcome}>`]
      : []),
    ...(outcome === 'skipped' ? [`      <skipped message="${escapeXml(message)}"/>`] : []),
    ...(outcome !== 'failure' && outcome !== 'error' && body !== '' ? [`      <system-out>${body}</system-out>`] : []),
    '    </testcase>',
  ];
}

/** What XML 1.0 cannot have, not even escaped. Control characters were spelled out before, and so were halves of pairs. */
const NOT_XML = /[\ufffe\uffff]/g;

function escapeXml(text: string): string {
  return text
    .replace(NOT_XML, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
