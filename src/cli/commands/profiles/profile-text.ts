import type { ProfileFit } from '../../../analyzers/pools/profile-fit.js';
import type { Profile } from '../../../profiles/profile-schema.js';
import { escapeControls } from '../../../report/escape.js';
import { wrapText } from '../../../report/text-width.js';
import { plural } from '../../../report/units.js';
import { suggestWord } from '../../arguments/nearest-word.js';

const GAP = 2;
/** Cells below which packages are listed on lines of their own. */
const MIN_PACKAGES = 16;

/** One line for each profile: name, versions it was checked with, packages. A long line is continued below. */
export function renderProfileList(profiles: readonly Profile[], width: number): string {
  const rows = profiles
    .map(({ name, library }) => [name, library?.versions ?? '', [library?.package ?? []].flat().join(', ')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const table = [['Profile', 'Versions', 'Packages'] as const, ...rows];
  const cells = [0, 1].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)) + GAP);
  const margin = (cells[0] ?? 0) + (cells[1] ?? 0);
  const lines = table.flatMap(([name, versions, packages]) => {
    if (margin + MIN_PACKAGES > width) return [name, `  ${versions}`, ...wrapText(packages, width - GAP).map(indent)];
    const [first = '', ...rest] = wrapText(packages, width - margin);
    const head = name.padEnd(cells[0] ?? 0) + versions.padEnd(cells[1] ?? 0);
    return [head + first, ...rest.map((line) => ' '.repeat(margin) + line)];
  });
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function indent(line: string): string {
  return ' '.repeat(GAP) + line;
}

/** A summary of a valid profile, so that its author can check whether it says what was meant. */
export function renderProfileSummary(file: string, profile: Profile): string {
  const { classes = {}, pools = [], connections = [], wrappers = [], deadWhen = [] } = profile;
  const described = Object.keys(classes);
  const spoken = new Set([
    ...connections,
    ...wrappers,
    ...pools.map((pool) => pool.class),
    ...deadWhen.map((rule) => rule.class),
  ]);
  const byName = [...spoken].filter((key) => !described.includes(key));
  const parts = [
    `${plural(pools.length, 'pool')} with ${plural(pools.flatMap(({ ledgers = [] }) => ledgers).length, 'ledger')}`,
    ...(described.length === 0 ? [] : [`described classes: ${described.join(', ')}`]),
    ...(byName.length === 0 ? [] : [`classes by the name they have on the heap: ${byName.join(', ')}`]),
  ];
  const text = `${file}: a valid profile (${profile.name}); ${parts.join('; ')}`;
  return `${escapeControls(text)}\n`;
}

/** Names in a profile that a snapshot does not have, one line each, with the nearest existing name. */
export function renderProfileFit(where: string, { matches, unchecked }: ProfileFit): string {
  const missed = matches.filter(({ isMatched }) => !isMatched);
  const found = `${matches.length - missed.length} of ${plural(matches.length, 'class or field', 'classes and fields')} found`;
  const lines = missed.map(({ place, text, name, others }) => {
    const nearest = suggestWord(name, others());
    return `  ${place}: ${text}${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`;
  });
  const note =
    unchecked.length === 0
      ? []
      : [`  not checked, because the snapshot was taken without numeric values: ${unchecked.join(', ')}`];
  return `${[`${where}: ${found}`, ...lines, ...note].map((line) => escapeControls(line)).join('\n')}\n`;
}
