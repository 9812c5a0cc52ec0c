import type { Finding, Report } from '../../findings/report-schema.js';
import { baselineSummary } from '../finding-words.js';
import { formatSource } from '../text/source.js';
import { formatBytes, formatCount, formatSeries, plural } from '../units.js';
import { writeFix } from './fix-line.js';
import { type ChartLine, drawLines } from './line-chart.js';
import { type Content, html, type Markup, scrollable, sentence } from './markup.js';

const MOST_POOLS = 20;
const MOST_GROWING = 30;

/** What one sees first: the verdict, and the sentence to act on with its line. */
export function writeOverview(report: Report): Markup {
  const { verdict, headline, findings } = report;
  const [first] = findings;
  const summary = baselineSummary(report);
  return html`<header class="top ${verdict}">
<h1 class="verdict">${VERDICT_WORDS[verdict]}</h1>
<p class="headline">${sentence(headline)}</p>
${first !== undefined && first.verdict !== 'note' && writeFix(first)}
<p class="quiet">${countFindings(findings)}${summary !== null && html` · baseline: ${summary}`} · ${writeSeries(report)}</p>
</header>`;
}

/** Growth and the pools. */
export function writeFigures(report: Report): Markup {
  return html`<div class="figures">${drawObjects(report)}${drawBytes(report)}${writePools(report)}</div>`;
}

const VERDICT_WORDS: Readonly<Record<Report['verdict'], string>> = {
  leak: 'Leak',
  suspect: 'Suspect',
  note: 'No leak found',
  clean: 'No leak found',
};

function countFindings(findings: readonly Finding[]): string {
  const counted = (['leak', 'suspect', 'note'] as const).flatMap((verdict) => {
    const count = findings.filter((finding) => finding.verdict === verdict).length;
    return count === 0 ? [] : [plural(count, verdict)];
  });
  return counted.length === 0 ? 'No finding' : counted.join(', ');
}

function writeSeries({ series: { snapshots } }: Report): Content {
  const versions = [...new Set(snapshots.flatMap(({ nodeVersion }) => nodeVersion ?? []))];
  const first = snapshots[0]?.shallowBytes ?? 0;
  const last = snapshots.at(-1)?.shallowBytes ?? 0;
  return `${plural(snapshots.length, 'snapshot')}${versions.length === 0 ? '' : ` of Node.js ${versions.join(', ')}`}, ${formatBytes(first)} → ${formatBytes(last)}`;
}

function namesOf({ series: { snapshots } }: Report): string[] {
  return snapshots.map((_, index) => `${index}`);
}

function drawObjects(report: Report): Markup | null {
  const { findings, pools } = report;
  const rounds = report.series.snapshots.map((_, index) => index);
  const sum = (field: 'leased' | 'idle' | 'dead'): (number | null)[] =>
    rounds.map((round) => {
      const known = pools.flatMap(({ inventory = [] }) => inventory[round]?.[field] ?? []);
      return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
    });
  const accused = findings.find(({ verdict }) => verdict !== 'note');
  return drawLines({
    title: 'Objects by snapshot',
    names: namesOf(report),
    format: formatCount,
    lines: [
      ...(accused === undefined ? [] : linesOf(accused)),
      { name: 'leased, all pools', tone: 'leased', values: sum('leased') },
      { name: 'idle, all pools', tone: 'idle', values: sum('idle') },
      { name: 'dead in pools', tone: 'dead', values: sum('dead').map((count) => (count === 0 ? null : count)) },
    ],
  });
}

/** The objects of the first finding, and the others of their class: what of it is alive, or was there before the series. */
function linesOf({ classes: [leading], countPerSnapshot, dead, suspects }: Finding): ChartLine[] {
  const accused: ChartLine = {
    name: `${leading?.name ?? 'objects'} of the first finding${dead === suspects ? ', dead' : ''}`,
    tone: 'accused',
    values: countPerSnapshot,
  };
  if (leading === undefined || leading.counts.length !== countPerSnapshot.length) return [accused];
  const others = leading.counts.map((count, index) => count - (countPerSnapshot[index] ?? 0));
  // Where the finding counts what hangs on its leading class as well, the difference says nothing.
  if (others.some((count) => count < 0)) return [accused];
  return [accused, { name: `other ${leading.name}`, tone: 'other', values: others }];
}

function drawBytes(report: Report): Markup | null {
  const values = report.series.snapshots.map(({ shallowBytes }) => shallowBytes);
  return drawLines({
    title: 'Size of the heap by snapshot',
    names: namesOf(report),
    format: formatBytes,
    lines: [{ name: 'all objects', tone: 'bytes', values }],
  });
}

function writePools({ pools }: Report): Markup | null {
  if (pools.length === 0) return null;
  const rows = pools.slice(0, MOST_POOLS).map(({ class: name, source, inventory = [], heldBy = [], audit = [] }) => {
    const last = inventory.at(-1) ?? null;
    const figure = (value: number | null | undefined): string => (value == null ? '–' : formatCount(value));
    const leased = inventory.map((row) => row?.leased ?? null);
    return html`<tr><th scope="row"><code>${name}</code>${source !== null && html`<br><span class="quiet">${formatSource(source)}</span>`}</th>
<td>${leased.every((count) => count === null) ? '–' : formatSeries(leased)}</td><td>${figure(last?.idle)}</td><td>${figure(last?.pending)}</td><td>${figure(last?.dead)}</td><td>${figure(last?.maximum)}</td>
<td>${heldBy.map(({ holder, leases }) => html`<div>${holder === null ? "nobody but the pool's books" : html`<code>${holder.label}</code>`}: ${formatCount(leases)}</div>`)}${audit.map(({ text, severity }) => html`<div class="${severity}">${sentence(text)}</div>`)}</td></tr>`;
  });
  const hidden = pools.length - rows.length;
  return html`<section id="pools"><h2>Pools</h2>${scrollable(
    'Pools',
    html`<table class="wide pools"><thead><tr><th scope="col">pool</th><th scope="col">leased</th><th scope="col">idle</th><th scope="col">waiting</th><th scope="col">dead</th><th scope="col">maximum</th><th scope="col">leases held by, and what does not add up</th></tr></thead><tbody>${rows}</tbody></table>`,
  )}
${hidden > 0 && html`<p class="quiet">and ${formatCount(hidden)} more in the JSON report</p>`}</section>`;
}

/** What else the report says: classes that grew, what was set aside, remarks. */
export function writeRest({ growth, setAside, notes, limitsReached, series, tool }: Report): Markup {
  return html`<section id="rest"><h2>Further</h2>
${growth.length > 0 && html`<details><summary>Classes that grew (${formatCount(growth.length)})</summary><table class="facts"><tbody>${growth.slice(0, MOST_GROWING).map(({ class: name, counts, pattern }) => html`<tr><th scope="row"><code>${name}</code></th><td>${counts.map(formatCount).join(' → ')}, ${pattern}</td></tr>`)}</tbody></table></details>`}
${setAside.length > 0 && html`<details><summary>Set aside (${formatCount(setAside.length)})</summary><ul>${setAside.map(({ label, text, code }) => html`<li><code>${label}</code>: ${sentence(text)} <span class="code">${code}</span></li>`)}</ul></details>`}
${[...notes.map(({ text }) => text), ...limitsReached.map((limit) => (typeof limit === 'string' ? limit : JSON.stringify(limit)))].map((text) => html`<p>${sentence(text)}</p>`)}
<details><summary>Snapshots (${formatCount(series.snapshots.length)})</summary><ol>${series.snapshots.map(({ file, capturedAt, nodeCount, shallowBytes }) => html`<li><code>${file}</code> ${formatBytes(shallowBytes)}, ${formatCount(nodeCount)} nodes${capturedAt !== null && `, ${capturedAt}`}</li>`)}</ol></details>
<p class="quiet">Written by poolscope ${tool.version}. The page loads nothing from anywhere.</p></section>`;
}
