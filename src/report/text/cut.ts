import type { BrokenEdge, Cycle, Finding, Holder, Source } from '../../findings/report-schema.js';
import { formatBytes, formatCount, plural } from '../units.js';
import { capped, type Layout, layRow } from './layout.js';
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
    ...capped(
      layout,
      edge.also.map(({ label, edges, why }) => `also \`${label}\`${counted(edges)}: ${why}`),
    ).flatMap((text) => layRow(layout, '', text, { hanging: 2 })),
    ...(edge.alsoOmitted === undefined
      ? []
      : layRow(layout, '', `${plural(edge.alsoOmitted, 'further reference')} of this kind not listed`, { hanging: 2 })),
    ...layPlace(layout, 'code', edge.source),
  ];
}

/** The number of references in parentheses; nothing for 0, where the references belong to another finding. */
function counted(edges: number): string {
  return edges === 0 ? '' : ` (${plural(edges, 'reference')})`;
}

function layPlace(layout: Layout, label: string, source: Source | null): string[] {
  if (source === null) return [];
  const name = source.function === null ? '' : ` in ${source.function}`;
  return linkPlaces(layout, layRow(layout, label, formatSource(source) + name, { hanging: 2 }), [source]);
}

/** The holders of the suspects, except one that the rows of the cut already show. */
export function layHolders(layout: Layout, { holders, brokenEdge }: Finding): string[] {
  const shown = layout.verbose ? holders : holders.filter((holder) => !isShownByCut(holder, brokenEdge));
  return capped(layout, shown).flatMap((holder, index) => {
    const text =
      typeof holder === 'string'
        ? holder
        : `${holder.kind} \`${holder.label}\`${counted(holder.edges)}${at(holder.source)}`;
    return layRow(layout, index === 0 ? 'holders' : '', text, { hanging: 2 });
  });
}

/** Whether the rows of the cut already show this holder: the same reference, and no other place in the code. */
function isShownByCut({ label, source }: Holder, edge: BrokenEdge | null): boolean {
  if (edge === null) return false;
  const withoutStatus = (text: string): string => text.replace(/\((live|idle|leased|dead|unknown)\)/g, '');
  const labels = [edge, ...edge.also].map((cut) => withoutStatus(cut.label));
  const isNewPlace = source !== null && (edge.source === null || formatSource(source) !== formatSource(edge.source));
  return labels.includes(withoutStatus(label)) && !isNewPlace;
}

/** The cycle in full when it is the finding, else in one line. */
export function layCycle(layout: Layout, { cycle, kind }: Finding): string[] {
  if (cycle === null) return [];
  if (kind !== 'anchored-cycle' && !cycle.harmless && !layout.verbose) {
    // Connections and sockets always refer to each other, so one line suffices unless the cycle is the finding.
    const anchors = capped(layout, cycle.anchors).map((item) =>
      typeof item === 'string' ? item : `\`${item.label}\``,
    );
    const text = `${plural(cycle.members, 'object')} in a cycle, anchored by ${anchors.join(', ')}`;
    return layRow(layout, 'cycle', text, { hanging: 2 });
  }
  return [
    ...layRow(layout, 'cycle', `${cycle.folded} (${plural(cycle.members, 'object')} in its component)`, { hanging: 2 }),
    ...(cycle.harmless
      ? layRow(layout, '', 'nothing outside keeps it: the garbage collector frees it', { hanging: 2 })
      : []),
    ...capped(layout, cycle.anchors).flatMap((anchor) =>
      layRow(layout, '', typeof anchor === 'string' ? anchor : anchorText(anchor), { hanging: 2 }),
    ),
  ];
}

function anchorText({ label, path }: Cycle['anchors'][number]): string {
  return `anchored by \`${label}\`${path === label ? '' : `: ${path}`}`;
}
