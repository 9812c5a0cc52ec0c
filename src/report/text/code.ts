import type { Finding } from '../../findings/report-schema.js';
import { formatDuration, formatHours } from '../units.js';
import { capped, type Layout, layRow } from './layout.js';
import { formatSource, linkPlaces } from './source.js';

type Code = NonNullable<Finding['code']>;
type Removal = Code['removed'][number];

/** Lines of one kind shown without `verbose`. */
const MOST_LINES = 3;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;

const LABELS: Readonly<Record<Code['what'], { readonly added: string; readonly removed: string }>> = {
  collection: { added: 'added at', removed: 'removed at' },
  reference: { added: 'set at', removed: 'cleared at' },
  checkout: { added: 'taken at', removed: 'given back' },
  listener: { added: 'added at', removed: 'removed at' },
  timer: { added: 'started at', removed: 'cleared at' },
};

const CALLERS: Readonly<Record<Removal['caller'], string>> = {
  timer: 'run by a timer',
  event: 'run by a listener or promise',
  adder: 'run when something is added',
  call: '',
  nobody: 'called by no line',
};

/** What is wrong on the line to fix. The condition or field stands beside it. */
const REASONS: Readonly<Record<NonNullable<Code['missing']>['why'], string>> = {
  guard: 'only when this holds',
  return: 'returns before that',
  throw: 'throws before that',
  reject: 'may reject before that',
  yield: 'may be the last that is asked for',
  break: 'leaves the loop before that',
  'error-event': 'does not come after an error',
  catch: 'not done here',
  'next-round': 'goes on before that',
  end: 'ends without it',
  unlink: 'does not clear it',
  ending: 'runs at the end, and leaves it',
  'unset-field': 'no line sets this',
  'never-true': 'is never true',
  'other-key': 'under another key',
  'no-effect': 'takes out nothing',
  'held-value': 'refers to the object itself',
  inside: 'removes from what an entry holds, and leaves the entry',
  'other-place': 'removes from there only',
  stopped: 'clears the timer that would do it',
  uncalled: 'called by no line',
};

/** Lines of code under one label: `added at`, `to fix`. */
export interface CodeRows {
  readonly label: string;
  readonly lines: readonly string[];
}

/** What the program's text does to the place, in words that all formats share. */
export function describeCode(code: Code): CodeRows[] {
  const { added, removed } = LABELS[code.what];
  const { missing } = code;
  const rows = [
    { label: added, lines: code.added.map((site) => lineText(site, [])) },
    {
      label: removed,
      lines: code.removed.map((site) => lineText(site, [boundText(site), CALLERS[site.caller]])),
    },
    {
      label: 'to fix',
      lines: missing === null ? [] : [lineText({ ...missing, how: missing.detail }, [REASONS[missing.why]])],
    },
  ];
  return rows.filter(({ lines }) => lines.length > 0);
}

/** What the program's text does to the place, line by line. */
export function layCode(layout: Layout, { code }: Pick<Finding, 'code'>): string[] {
  if (code === undefined) return [];
  const rows = describeCode(code).flatMap(({ label, lines }) => layLines(layout, label, lines));
  return linkPlaces(layout, rows, placesOf(code));
}

/** The line to fix; where it is not known, the first lines that add and remove, as the sentence names no line then. */
export function layLineToFix(layout: Layout, code: Code): string[] {
  const first = { ...code, added: code.added.slice(0, 1), removed: code.removed.slice(0, 1) };
  return layCode(layout, { code: code.missing === null ? first : { ...code, added: [], removed: [] } });
}

/** All places that the rows and the headline may name, the line to fix first. */
export function placesOf(code: Code): readonly Code['added'][number][] {
  const { added, removed, missing } = code;
  return [...(missing === null ? [] : [{ ...missing, how: missing.detail }]), ...added, ...removed];
}

function boundText({ bound, afterMs }: Removal): string {
  if (bound === null) return '';
  if (bound === 'size') return 'by number';
  if (afterMs === null) return 'by time';
  return `after ${afterMs < MS_PER_MINUTE ? formatDuration(afterMs) : formatHours(afterMs / MS_PER_HOUR)}`;
}

function layLines(layout: Layout, label: string, lines: readonly string[]): string[] {
  return capped(layout, lines, MOST_LINES).flatMap((line, index) =>
    layRow(layout, index === 0 ? label : '', line, { hanging: 2 }),
  );
}

function lineText(site: Code['added'][number], remarks: readonly string[]): string {
  const name = site.function === null ? '' : ` in \`${site.function}\``;
  const how = site.how === '' ? '' : `\`${site.how}\``;
  const notes = [how, ...remarks].filter((note) => note !== '').join(', ');
  return `${formatSource(site)}${name}${notes === '' ? '' : ` (${notes})`}`;
}
