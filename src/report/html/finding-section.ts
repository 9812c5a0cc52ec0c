import { KIND_GUIDES } from '../../findings/kind-guide.js';
import type { Finding } from '../../findings/report-schema.js';
import { badgeOf, baselineSentence, explainCommand } from '../finding-words.js';
import type { RenderOptions } from '../render-options.js';
import { describeCode } from '../text/code.js';
import { countText, deathText, sizeText } from '../text/finding.js';
import { formatSource } from '../text/source.js';
import { formatAge, formatCount } from '../units.js';
import { drawCycle } from './cycle-graph.js';
import { writeFix } from './fix-line.js';
import { type Content, html, type Markup, scrollable, sentence } from './markup.js';
import { drawPath } from './path-steps.js';

/** One finding as a section that can be folded. @param isOpen whether it is shown in full at first */
export function writeFinding(finding: Finding, index: number, isOpen: boolean, options: RenderOptions): Markup {
  const { verdict, kind, fingerprint, headline, baseline } = finding;
  return html`<article class="finding ${verdict} ${baseline?.status === 'known' && 'known'}" id="finding-${index}" data-verdict="${verdict}" data-kind="${kind}" tabindex="-1">
<details ${isOpen && html`open`}>
<summary><h3><span class="badge ${verdict}">${badgeOf(finding)}</span> ${sentence(headline)}</h3></summary>
${writeFix(finding)}
${writeFacts(finding)}
<div class="columns">
${writeEvidence('Evidence for', finding.evidence.for)}
${writeEvidence('Evidence against', finding.evidence.against)}
</div>
${section('What keeps it', drawPath(finding))}
${section('The cycle', writeCycle(finding))}
${section("What the program's code does", writeCode(finding))}
${section('Holders', writeHolders(finding))}
${section('Further', writeFurther(finding, fingerprint, options))}
</details>
</article>`;
}

function section(title: string, content: Markup | null): Markup | null {
  return content === null ? null : html`<h4>${title}</h4>${content}`;
}

function writeFacts(finding: Finding): Markup {
  const { kind, growth, brokenEdge, refcount, reservation, ages } = finding;
  const guide = KIND_GUIDES[kind];
  const baseline = baselineSentence(finding);
  const rows: [string, Content][] = [
    ['kind', html`<code>${kind}</code>: ${guide.title}`],
    ['count', sentence(countText(finding))],
    ['dead', sentence(deathText(finding))],
    ['size', sentence(sizeText(finding))],
    ...(growth.survivorsPerRound.length === 0
      ? []
      : [['survivors by round', growth.survivorsPerRound.map(formatCount).join(', ')] as [string, Content]]),
    ...(brokenEdge === null
      ? []
      : [
          [
            'the cut',
            html`<code>${brokenEdge.label}</code>: frees ${formatCount(brokenEdge.frees)} of ${formatCount(brokenEdge.of)}${brokenEdge.livingLost > 0 && html`, and ${formatCount(brokenEdge.livingLost)} living`}`,
          ] as [string, Content],
        ]),
    ...(brokenEdge?.also ?? []).map(
      ({ label, why }) => ['also', html`<code>${label}</code>: ${why}`] as [string, Content],
    ),
    ...(refcount === null
      ? []
      : [
          [
            'reference count',
            html`<code>${refcount.field}</code> says ${refcount.stated ?? 'nothing'}, the heap has ${formatCount(refcount.holders)} holders`,
          ] as [string, Content],
        ]),
    ...(reservation.tracesBack
      ? [
          [
            'reservations',
            html`found by way of ${reservation.via.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}`,
          ] as [string, Content],
        ]
      : []),
    ...(ages === undefined
      ? []
      : [
          [
            'ages',
            `${formatAge({ ms: ages.youngestMs, isLeast: false })} to ${formatAge({ ms: ages.oldestMs, isLeast: ages.atLeast > 0 })}`,
          ] as [string, Content],
        ]),
    ...(baseline === null ? [] : [['baseline', baseline] as [string, Content]]),
  ];
  return table(rows);
}

function table(rows: readonly (readonly [string, Content])[]): Markup {
  return html`<table class="facts"><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}

function writeEvidence(title: string, evidence: Finding['evidence']['for']): Markup {
  const items = evidence.map(({ text, code }) => html`<li>${sentence(text)} <span class="code">${code}</span></li>`);
  return html`<section><h4>${title}</h4>${items.length === 0 ? html`<p class="quiet">None.</p>` : html`<ul class="evidence">${items}</ul>`}</section>`;
}

function writeCycle({ cycle }: Finding): Markup | null {
  if (cycle === null) return null;
  const fate = cycle.harmless
    ? 'Nothing outside keeps it: the garbage collector frees it.'
    : `Kept alive by ${formatCount(cycle.anchors.length)} ${cycle.anchors.length === 1 ? 'reference' : 'references'} from outside.`;
  return html`${scrollable('The cycle, drawn', drawCycle(cycle))}<p><code>${cycle.folded}</code></p><p class="quiet">${formatCount(cycle.members)} objects are in it. ${fate}</p>
${cycle.anchors.map(({ label, path }) => html`<p><b>Anchor</b> <code>${label}</code><br><code>${path}</code></p>`)}`;
}

function writeCode(finding: Finding): Markup | null {
  if (finding.code === undefined) return null;
  return table(
    describeCode(finding.code).map(
      ({ label, lines }) =>
        [label, lines.map((line, index) => html`${index > 0 && html`<br>`}${sentence(line)}`)] as const,
    ),
  );
}

function writeHolders({ holders }: Finding): Markup | null {
  if (holders.length === 0) return null;
  return html`<table class="facts"><tbody>${holders.map(({ kind, label, edges, source }) => html`<tr><th scope="row"><code>${label}</code></th><td>${kind}, ${formatCount(edges)} ${edges === 1 ? 'reference' : 'references'}${source !== null && html` at <code>${formatSource(source)}</code>`}</td></tr>`)}</tbody></table>`;
}

function writeFurther(finding: Finding, fingerprint: string, options: RenderOptions): Markup {
  const { sampleNodeIds, classes, kind } = finding;
  return table([
    ['in full', html`<code>${explainCommand(finding, options.reportFile)}</code>`],
    ['when it is normal', KIND_GUIDES[kind].normal],
    ...classes.map(
      ({ name, counts, source }) =>
        [
          'class',
          html`<code>${name}</code> ${counts.map(formatCount).join(' → ')}${source !== null && html` at <code>${formatSource(source)}</code>`}`,
        ] as const,
    ),
    ...(sampleNodeIds.length === 0
      ? []
      : [
          [
            'samples',
            html`<code>${sampleNodeIds.map((id) => `@${id}`).join(' ')}</code> in the Memory panel of Chrome DevTools`,
          ] as const,
        ]),
    ['fingerprint', html`<code>${fingerprint}</code>`],
  ]);
}
