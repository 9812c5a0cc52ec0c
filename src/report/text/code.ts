import type { Finding } from '../../findings/report-schema.js';
import { capped, type Layout, layRow } from './layout.js';
import { formatSource } from './source.js';

type Code = NonNullable<Finding['code']>;
type Removal = Code['removed'][number];

/** Lines of one kind shown without `verbose`. */
const MOST_LINES = 3;

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

const BOUNDS: Readonly<Record<NonNullable<Removal['bound']>, string>> = { clock: 'by time', size: 'by number' };

/** What the program's text does to the place, line by line. */
export function layCode(layout: Layout, { code }: Finding): string[] {
  if (code === undefined) return [];
  const { added, removed } = LABELS[code.what];
  return [
    ...layLines(
      layout,
      added,
      code.added.map((site) => lineText(site, [])),
    ),
    ...layLines(
      layout,
      removed,
      code.removed.map((site) => lineText(site, [site.bound === null ? '' : BOUNDS[site.bound], CALLERS[site.caller]])),
    ),
    ...(code.missing === null
      ? []
      : layRow(layout, 'to mend', lineText({ ...code.missing, how: code.missing.detail }, []), { hanging: 2 })),
  ];
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
