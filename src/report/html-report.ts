import type { Report } from '../findings/report-schema.js';
import { writeFinding } from './html/finding-section.js';
import { html, joined, type Markup, own } from './html/markup.js';
import { writeFigures, writeOverview, writeRest } from './html/overview.js';
import { SCRIPT } from './html/page-script.js';
import { STYLE } from './html/style.js';
import type { RenderOptions } from './render-options.js';
import { prepareReport } from './source-place.js';
import { formatCount } from './units.js';

/** Findings in a page without `--verbose`: more than anybody reads, and a page that opens at once. */
const MOST_FINDINGS = 500;

/** The format `html`: one page in one file, which loads nothing from anywhere, and is whole without its script. */
export function renderHtml(report: Report, options: RenderOptions): string {
  const prepared = prepareReport(report, options);
  const { findings, verdict } = prepared;
  const shown = options.verbose === true ? findings : findings.slice(0, MOST_FINDINGS);
  const hidden = findings.length - shown.length;
  // Notes are no instructions, so they stay folded beside something that is.
  const firstOpen = shown.findIndex(({ verdict: of, baseline }) => of !== 'note' && baseline?.status !== 'known');
  const body = html`${writeOverview(prepared)}
<main>
${writeFigures(prepared)}
<h2>Findings</h2>
${findings.length > 1 && writeTools(prepared)}
<p id="told" class="quiet" role="status"></p>
${findings.length === 0 && html`<p>Nothing that poolscope looks for was found.</p>`}
${shown.map((finding, index) => writeFinding(finding, index, index === firstOpen, options))}
${hidden > 0 && html`<p class="quiet">and ${formatCount(hidden)} more: <code>--verbose</code> writes them all</p>`}
${writeRest(prepared)}
</main>`;
  return writePage(`poolscope: ${verdict}`, body);
}

function writeTools({ findings }: Report): Markup {
  const verdicts = (['leak', 'suspect', 'note'] as const).filter((verdict) =>
    findings.some((finding) => finding.verdict === verdict),
  );
  return html`<div class="tools" role="search"><input id="search" type="search" placeholder="Search the findings ( / )" aria-label="Search the findings">
<button type="button" data-filter="all" aria-pressed="true">all</button>${verdicts.map((verdict) => html`<button type="button" data-filter="${verdict}" aria-pressed="false">${verdict}</button>`)}
<span class="quiet">keys: / search, j k next and previous, o open</span></div>`;
}

/** A whole document. Its policy allows no request, so that even a fault of ours could load nothing. */
export function writePage(title: string, body: Markup, what = 'report'): string {
  return `${joined([
    own('<!doctype html>\n'),
    html`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${own(STYLE)}</style></head><body>
<nav class="tools page" aria-label="Page"><span class="quiet">poolscope ${what}</span><button type="button" id="theme">light or dark</button></nav>
${body}
<script>${own(SCRIPT)}</script></body></html>`,
  ])}\n`;
}
