import type { ExplainedEvidence, Explanation } from '../findings/explanation.js';
import { KIND_GUIDES } from '../findings/kind-guide.js';
import type { Finding } from '../findings/report-schema.js';
import { makeTextsPrintable } from './escape.js';
import type { ExplanationFormat } from './explanation-formats.js';
import { badgeOf, badgeStyle, baselineSentence, quoted } from './finding-words.js';
import { codeBlock, inline } from './markdown/markdown-text.js';
import type { RenderOptions } from './render-options.js';
import { withRelativeFiles } from './source-place.js';
import { describeCode } from './text/code.js';
import { countText, deathText, sizeText } from './text/finding.js';
import { type Layout, layParagraph, laySection, MIN_WIDTH } from './text/layout.js';
import { formatSource } from './text/source.js';
import { createTheme } from './theme.js';
import { plural } from './units.js';

const MOST_STEPS = 40;

/** A heading, with items below it, each of which may have more to say. */
interface Section {
  readonly title: string;
  readonly items: readonly Item[];
}

interface Item {
  readonly text: string;
  readonly more?: readonly string[];
  /** Lines to be shown as they are: a path. */
  readonly lines?: readonly string[];
}

/** Renders what `poolscope explain` tells. */
export function renderExplanation(explanation: Explanation, format: ExplanationFormat, options: RenderOptions): string {
  const root = format === 'text' ? options.folder : options.root;
  // Its parts were parsed against the schema of the report; only texts change here.
  const printable = withRelativeFiles(
    makeTextsPrintable(explanation),
    root === undefined ? {} : { root },
  ) as Explanation;
  const sections = sectionsOf(printable, options).filter(({ items }) => items.length > 0);
  return format === 'markdown' ? writeMarkdown(printable, sections) : writeText(printable, sections, options);
}

function sectionsOf(explanation: Explanation, options: RenderOptions): Section[] {
  const { finding, verdict, ground, surer } = explanation;
  const guide = KIND_GUIDES[finding.kind];
  const baseline = baselineSentence(finding);
  return [
    {
      title: `What it is: ${guide.title}`,
      items: [
        { text: guide.means },
        { text: `Count: ${countText(finding)}.` },
        { text: `Dead: ${deathText(finding)}.` },
        { text: `Size: ${sizeText(finding)}.` },
        ...pathItems(finding),
      ],
    },
    {
      title: 'How sure it is, and why',
      items: [
        { text: verdict },
        ...(ground === null ? [] : [{ text: ground }]),
        ...(baseline === null ? [] : [{ text: baseline }]),
      ],
    },
    { title: 'What speaks for it', items: explanation.for.map(evidenceItem) },
    {
      title: 'What speaks against it',
      items:
        explanation.against.length === 0
          ? [{ text: 'Nothing that poolscope looks for.' }]
          : explanation.against.map(evidenceItem),
    },
    {
      title: 'What would make it surer',
      items: surer.length === 0 ? [{ text: 'Nothing is needed: it is proven.' }] : surer.map((text) => ({ text })),
    },
    { title: 'How to mend it', items: mendItems(finding) },
    { title: 'How to check the fix', items: checkItems(finding, options) },
    {
      title: 'When it is no fault',
      items: [
        { text: guide.normal },
        {
          text: `To accept it for now: \`poolscope baseline ${fileOf(options)} -o known.json\`, then \`--baseline known.json\`.`,
        },
      ],
    },
    { title: 'Other findings of the report', items: otherItems(explanation, options) },
  ];
}

function pathItems({ path }: Finding): Item[] {
  if (path === null) return [];
  const lines =
    path.steps.length > MOST_STEPS || path.steps.length === 0
      ? [path.folded]
      : path.steps.map((step, index) => (index === 0 ? step : `→ ${step.replace(/^→ ?/, '')}`));
  return [{ text: 'What keeps it, from a root of the heap:', lines }];
}

function evidenceItem({ text, code, means, effect }: ExplainedEvidence): Item {
  const meaning = means === null ? `(${code})` : `\`${code}\`: ${means}`;
  return { text, more: [meaning, ...(effect === null ? [] : [effect])] };
}

/** The report, as a command names it. */
function fileOf({ reportFile = 'report.json' }: RenderOptions): string {
  return quoted(reportFile);
}

/** The mending in the program's own names first, then what helps with this kind in general. */
function mendItems(finding: Finding): Item[] {
  const { brokenEdge, code, kind, source, holders } = finding;
  const where = brokenEdge?.source ?? source;
  return [
    ...(brokenEdge === null
      ? [{ text: 'No single reference frees it without freeing something in use.' }]
      : [
          {
            text: `${brokenEdge.action}.`,
            more: [
              `That frees ${brokenEdge.frees} of ${brokenEdge.of}${brokenEdge.livingLost === 0 ? ', and nothing in use' : `, but also ${plural(brokenEdge.livingLost, 'object')} in use`}.`,
              ...(where === null
                ? []
                : [
                    `The reference belongs to ${formatSource(where)}${where.function === null ? '' : ` in \`${where.function}\``}.`,
                  ]),
            ],
          },
        ]),
    ...(brokenEdge?.also ?? []).map(({ label, why }) => ({ text: `Also let go of \`${label}\`: ${why}.` })),
    ...(code === undefined
      ? []
      : describeCode(code).map(({ label, lines }) => ({ text: `${capital(label)}:`, more: lines }))),
    ...(brokenEdge === null && holders.length > 0
      ? [{ text: 'Its holders:', more: holders.map(({ kind: of, label }) => `${of} \`${label}\``) }]
      : []),
    ...KIND_GUIDES[kind].mend.map((text) => ({ text })),
  ];
}

function checkItems({ path, sampleNodeIds, verdict }: Finding, options: RenderOptions): Item[] {
  const ids = sampleNodeIds.slice(0, 3).map((id) => `\`@${id}\``);
  return [
    {
      text: `Do the same work with the fix, take as many snapshots, and compare: \`poolscope compare ${fileOf(options)} after/\`.`,
      more: [
        verdict === 'note'
          ? 'It is listed as fixed when it is gone.'
          : 'It is listed as fixed when it is gone, and the exit code is 0 when nothing is new or worse.',
      ],
    },
    ...(path?.expression == null
      ? []
      : [
          {
            text: 'In the running process, in a console (`node inspect -p <pid>`, or DevTools), one of them is:',
            lines: [path.expression],
          },
        ]),
    ...(ids.length === 0
      ? []
      : [{ text: `In the Memory panel of Chrome DevTools, load the last snapshot and search for ${ids.join(', ')}.` }]),
  ];
}

function otherItems({ others, of }: Explanation, options: RenderOptions): Item[] {
  const hidden = of - 1 - others.length;
  return [
    ...others.map(({ position, finding }) => ({
      text: `Finding ${position}, ${badgeOf(finding)}: ${finding.headline}`,
    })),
    ...(hidden > 0 ? [{ text: `and ${plural(hidden, 'other')}` }] : []),
    ...(others.length === 0
      ? []
      : [{ text: `One of them in full: \`poolscope explain ${fileOf(options)} ${others[0]?.position ?? 1}\`.` }]),
  ];
}

function writeText(
  { finding, position, of }: Explanation,
  sections: readonly Section[],
  options: RenderOptions,
): string {
  const theme = createTheme(options);
  const layout: Layout = { theme, width: Math.max(MIN_WIDTH, options.width), verbose: true };
  const badge = of === 1 ? badgeOf(finding) : `${badgeOf(finding)} ${position}/${of}`;
  const [first = '', ...rest] = layParagraph(layout, `${badge}  ${finding.headline}`, theme.headline, 2);
  const lines = [
    first.replace(badge, () => badgeStyle(theme, finding)(badge)),
    ...rest,
    ...layParagraph(layout, `${finding.kind}, fingerprint ${finding.fingerprint}`, theme.faint),
    ...sections.flatMap(({ title, items }) =>
      laySection(
        layout,
        title,
        items.flatMap((item) => [
          ...indented(layout, `- ${item.text}`, 0),
          ...(item.more ?? []).flatMap((text) => indented(layout, text, 2)),
          ...(item.lines ?? []).map((line) => `    ${line}`),
        ]),
      ),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** A paragraph `by` cells from the edge. */
function indented(layout: Layout, text: string, by: number): string[] {
  const lines = layParagraph({ ...layout, width: layout.width - by }, text, undefined, by === 0 ? 2 : 0);
  return lines.map((line) => ' '.repeat(by) + line);
}

function writeMarkdown({ finding, position, of }: Explanation, sections: readonly Section[]): string {
  const lines = [
    `## ${badgeOf(finding)}${of === 1 ? '' : ` ${position}/${of}`}`,
    '',
    inline(finding.headline),
    '',
    `Kind ${inline(finding.kind)}, fingerprint ${inline(finding.fingerprint)}`,
    '',
    ...sections.flatMap(({ title, items }) => [
      `### ${title}`,
      '',
      ...items.flatMap((item) => [
        `- ${inline(item.text)}`,
        ...(item.more ?? []).map((text) => `  - ${inline(text)}`),
        ...(item.lines === undefined ? [] : codeBlock(item.lines).map((line) => `  ${line}`)),
      ]),
      '',
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}
