import type { Comparison } from '../findings/comparison-schema.js';
import { checkComparison } from './checked-comparison.js';
import { escapeJsonText, makeTextsPrintable } from './escape.js';
import { layComparedFindings, layComparedGrowth, layComparedSides } from './text/comparison.js';
import { type Layout, layParagraph, laySection, MIN_WIDTH } from './text/layout.js';
import type { TextOptions } from './text-report.js';
import { createTheme, type Theme } from './theme.js';

/** The format `json` of a comparison. */
export function renderComparisonJson(comparison: Comparison): string {
  return `${escapeJsonText(JSON.stringify(checkComparison(comparison), null, 2))}\n`;
}

/** The format `text` of a comparison: all of it, or with `quiet` one line for each finding. */
export function renderComparisonText(
  comparison: Comparison,
  options: TextOptions & { readonly quiet?: boolean },
): string {
  return options.quiet === true ? renderLines(comparison, options) : renderText(comparison, options);
}

function renderText(comparison: Comparison, options: TextOptions): string {
  const printable = checkComparison(makeTextsPrintable(comparison));
  const layout: Layout = {
    theme: createTheme(options),
    width: Math.max(MIN_WIDTH, options.width),
    verbose: options.verbose ?? false,
  };
  const lines = [
    ...layParagraph(layout, printable.headline, styleOf(layout.theme, printable.outcome)),
    ...layComparedFindings(layout, printable),
    ...layComparedSides(layout, printable),
    ...layComparedGrowth(layout, printable),
    ...laySection(
      layout,
      'Notes',
      printable.notes.flatMap(({ text }) => layParagraph(layout, `- ${text}`, undefined, 2)),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** One line per finding: status, verdict and sentence, unwrapped. */
function renderLines(comparison: Comparison, options: Pick<TextOptions, 'color'>): string {
  const theme = createTheme(options);
  return checkComparison(makeTextsPrintable(comparison))
    .findings.map(({ status, verdict, headline }) => {
      const style = status === 'fixed' ? theme.verdict.clean : theme.verdict[verdict];
      return `${style(`${status.toUpperCase()} ${verdict}`)} ${headline}\n`;
    })
    .join('');
}

function styleOf(theme: Theme, outcome: Comparison['outcome']) {
  switch (outcome) {
    case 'worse':
      return theme.verdict.leak;
    case 'remaining':
      return theme.verdict.suspect;
    case 'fixed':
    case 'clean':
      return theme.verdict.clean;
  }
}
