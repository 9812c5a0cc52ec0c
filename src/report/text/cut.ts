import type { Cycle, Finding, Source } from '../../findings/report-schema.js';
import { formatBytes, formatCount, plural } from '../units.js';
import { type Layout, layRow } from './layout.js';
import { at, formatSource, linkPlaces } from './source.js';

/** The recommended cut: the reference, what cutting it frees and costs, and its place in the code. */
export function layCut(layout: Layout, { brokenEdge: edge, headline, evidence }: Finding): string[] {
  if (edge === null) {
    // The pool keeps its resources on purpose; the missing piece is a release.
    const isKeptByPool = evidence.for.some(({ code }) => code === 'nobody-left');
    const text = isKeptByPool
      ? 'nothing: the pool keeps them, and lends them again once they are given back'
      : 'no single reference frees the suspects without freeing something in use';
    return layRow(layout, 'cut', text);
  }
  const cost = edge.livingLost === 0 ? 'and nothing in use' : `but also ${plural(edge.livingLost, 'living object')}`;
  const gain = `frees ${formatCount(edge.frees)} of ${plural(edge.of, 'suspect')} (${formatBytes(edge.freedBytes)}) ${cost}`;
  return [
    ...layRow(layout, 'cut', `\`${edge.label}\`${counted(edge.edges)} ${gain}`, { hanging: 2 }),
    // Most headlines begin with the action, which is then not repeated.
    ...(headline.startsWith(edge.action)
      ? []
      : layRow(layout, '', edge.action, { style: layout.theme.headline, hanging: 2 })),
    ...edge.also.flatMap(({ label, edges, why }) =>
      layRow(layout, '', `also \`${label}\`${counted(edges)}: ${why}`, { hanging: 2 }),
    ),
    ...layPlace(layout, 'code', edge.source),
  ];
}

/** The number of references in parentheses; nothing for 0, where the references belong to another finding. */
function counted(edges: number): string {
  return edges === 0 ? '' : ` (${plural(edges, 'reference')})`;
}

/** A place in the code, in a row of its own; nothing where it is unknown. */
export function layPlace(layout: Layout, label: string, source: Source | null): string[] {
  if (source === null) return [];
  const name = source.function === null ? '' : ` in ${source.function}`;
  return linkPlaces(layout, layRow(layout, label, formatSource(source) + name, { hanging: 2 }), [source]);
}

/** The holders of the suspects. */
export function layHolders(layout: Layout, { holders }: Finding): string[] {
  return holders.flatMap(({ kind, label, edges, source }, index) =>
    layRow(layout, index === 0 ? 'holders' : '', `${kind} \`${label}\`${counted(edges)}${at(source)}`, { hanging: 2 }),
  );
}

/** The cycle, and what anchors it. */
export function layCycle(layout: Layout, { cycle }: Finding): string[] {
  if (cycle === null) return [];
  return [
    ...layRow(layout, 'cycle', `${cycle.folded} (${plural(cycle.members, 'object')} in its component)`, { hanging: 2 }),
    ...(cycle.harmless
      ? layRow(layout, '', 'nothing outside keeps it: the garbage collector frees it', { hanging: 2 })
      : []),
    ...cycle.anchors.flatMap((anchor) => layRow(layout, '', anchorText(anchor), { hanging: 2 })),
  ];
}

function anchorText({ label, path }: Cycle['anchors'][number]): string {
  return `anchored by \`${label}\`${path === label ? '' : `: ${path}`}`;
}
