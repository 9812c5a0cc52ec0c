import type { ComparedFinding, ComparedMeasure, Comparison, Interval } from '../findings/comparison-schema.js';
import { checkComparison } from './checked-comparison.js';
import { makeTextsPrintable } from './escape.js';
import { drawBars } from './html/bar-chart.js';
import { html, type Markup, scrollable, sentence } from './html/markup.js';
import { writePage } from './html-report.js';
import type { RenderOptions } from './render-options.js';
import { withRelativeFiles } from './source-place.js';
import { formatBytes, formatCount, formatSigned, plural } from './units.js';

/** Classes on the chart of growth; the table has them all. */
const MOST_BARS = 12;

const OUTCOME_WORDS: Readonly<Record<Comparison['outcome'], string>> = {
  worse: 'Worse',
  remaining: 'Not fixed',
  fixed: 'Fixed',
  clean: 'Nothing found',
};

/** The format `html` of a comparison: what is new, worse, remains or is fixed, and growth before and after on one chart. */
export function renderHtmlComparison(comparison: Comparison, options: RenderOptions): string {
  const checked = checkComparison(withRelativeFiles(makeTextsPrintable(comparison), options));
  const { findings, headline, outcome, classes, notes } = checked;
  const shown = findings.filter(({ verdict }) => options.verbose === true || verdict !== 'note');
  const body = html`<header class="top ${outcome === 'worse' ? 'leak' : outcome}">
<h1 class="verdict">${OUTCOME_WORDS[outcome]}</h1><p class="headline">${sentence(headline)}</p></header>
<main><h2>Findings</h2>${shown.length === 0 && html`<p>None on either side.</p>`}
${
  shown.length > 0 &&
  scrollable(
    'Findings',
    html`<table class="wide"><thead><tr><th scope="col">status</th><th scope="col">finding</th><th scope="col">before</th><th scope="col">after</th></tr></thead><tbody>${shown.map(writeRow)}</tbody></table>`,
  )
}
${drawBars({
  title: 'Objects that grow in a round, before and after',
  format: formatSigned,
  rows: classes
    .slice(0, MOST_BARS)
    .map(({ name, before, after }) => ({ name, before: before?.mean ?? 0, after: after?.mean ?? 0 })),
})}
${writeSides(checked)}
${classes.length > 0 && html`<details><summary>Classes that grow (${formatCount(classes.length)})</summary><table class="facts"><thead><tr><th scope="col">class</th><th scope="col">objects a round, before</th><th scope="col">after</th><th scope="col">difference</th></tr></thead><tbody>${classes.map(({ name, before, after, difference }) => html`<tr><th scope="row"><code>${name}</code></th><td>${objects(before)}</td><td>${objects(after)}</td><td>${objects(difference)}</td></tr>`)}</tbody></table></details>`}
${notes.map(({ text }) => html`<p>${sentence(text)}</p>`)}</main>`;
  return writePage(`poolscope: ${outcome}`, body, 'comparison');
}

function writeRow({ status, verdict, headline, before, after }: ComparedFinding): Markup {
  return html`<tr><th scope="row">${status} <span class="badge ${verdict}">${verdict.toUpperCase()}</span></th><td>${sentence(headline)}</td><td>${measureText(before)}</td><td>${measureText(after)}</td></tr>`;
}

function writeSides({ before, after, bytesPerRound }: Comparison): Markup {
  const row = (
    what: string,
    { name, nodeVersions, snapshots, verdict }: Comparison['before'],
    rate: Interval | null,
  ): Markup =>
    html`<tr><th scope="row">${what}</th><td><code>${name}</code></td><td>${nodeVersions.join(', ')}</td><td>${formatCount(snapshots)}</td><td>${verdict}</td><td>${rate === null ? '–' : formatBytes(rate.mean)}</td></tr>`;
  return html`<h2>Sides</h2>${scrollable(
    'Sides',
    html`<table class="wide"><thead><tr><th scope="col">side</th><th scope="col">of</th><th scope="col">Node.js</th><th scope="col">snapshots</th><th scope="col">verdict</th><th scope="col">bytes a round</th></tr></thead><tbody>
${row('before', before, bytesPerRound.before)}${row('after', after, bytesPerRound.after)}</tbody></table>`,
  )}`;
}

function measureText(measure: ComparedMeasure | null): string {
  if (measure === null) return '–';
  const { suspects, perRound, freedBytes } = measure;
  return [
    plural(suspects, 'object'),
    ...(perRound === null ? [] : [`${formatSigned(perRound)} a round`]),
    ...(freedBytes === 0 ? [] : [formatBytes(freedBytes)]),
  ].join(', ');
}

function objects(interval: Interval | null): string {
  return interval === null ? '–' : formatSigned(interval.mean);
}
