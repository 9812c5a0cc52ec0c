import type { ComparedFinding, ComparedMeasure, Comparison, Interval } from '../findings/comparison-schema.js';
import { checkComparison } from './checked-comparison.js';
import { makeTextsPrintable } from './escape.js';
import { codeSpan, folded, inline, table } from './markdown/markdown-text.js';
import type { RenderOptions } from './render-options.js';
import { withRelativeFiles } from './source-place.js';
import { formatBytes, formatCount, formatSigned, plural } from './units.js';

/** Rows of a table without `verbose`. */
const MOST_ROWS = 25;

/** The format `markdown` of a comparison: what is new, worse, remains or is fixed, and what grows on which side. */
export function renderMarkdownComparison(comparison: Comparison, options: RenderOptions): string {
  const { findings, before, after, headline, outcome, bytesPerRound, classes, notes } = checkComparison(
    withRelativeFiles(makeTextsPrintable(comparison), options),
  );
  const verbose = options.verbose === true;
  const shown = findings.filter(({ verdict }) => verbose || verdict !== 'note');
  const lines = [
    `## poolscope: ${outcome}`,
    '',
    inline(headline),
    '',
    ...cappedTable(['', 'finding', 'before', 'after'], shown.map(rowOf), verbose),
    ...table(
      ['side', '', 'Node.js', 'snapshots', 'verdict', 'bytes a round'],
      [
        [
          'before',
          codeSpan(before.name),
          inline(before.nodeVersions.join(', ')),
          formatCount(before.snapshots),
          before.verdict,
          rate(bytesPerRound.before),
        ],
        [
          'after',
          codeSpan(after.name),
          inline(after.nodeVersions.join(', ')),
          formatCount(after.snapshots),
          after.verdict,
          rate(bytesPerRound.after),
        ],
      ],
    ),
    ...(classes.length === 0
      ? []
      : folded(
          `Classes that grow (${formatCount(classes.length)})`,
          cappedTable(
            ['class', 'objects a round, before', 'after', 'difference'],
            classes.map((row) => [
              codeSpan(row.name),
              objects(row.before),
              objects(row.after),
              objects(row.difference),
            ]),
            verbose,
          ),
        )),
    ...notes.map(({ text }) => `- ${inline(text)}`),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function cappedTable(columns: readonly string[], rows: readonly (readonly string[])[], verbose: boolean): string[] {
  const shown = verbose ? rows : rows.slice(0, MOST_ROWS);
  const hidden = rows.length - shown.length;
  return [
    ...table(columns, shown),
    ...(hidden === 0 ? [] : [`and ${formatCount(hidden)} more: \`--verbose\` lists them`, '']),
  ];
}

function rowOf({ status, verdict, headline, before, after }: ComparedFinding): string[] {
  return [`**${status.toUpperCase()}** ${verdict}`, inline(headline), measureText(before), measureText(after)];
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

function rate(interval: Interval | null): string {
  return interval === null ? '–' : formatBytes(interval.mean);
}

function objects(interval: Interval | null): string {
  return interval === null ? '–' : formatSigned(interval.mean);
}
