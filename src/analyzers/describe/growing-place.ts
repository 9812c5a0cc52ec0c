import { fingerprint } from '../../findings/fingerprint.js';
import type { BrokenEdge, Evidence, Finding, FindingKind, GrowthRate, Source } from '../../findings/report-schema.js';
import { speaksOfListeners, speaksOfReservations } from '../../profiles/vocabulary.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { ContainerContents } from '../cases/place-contents.js';
import type { PlaceCause, PlaceJudgement } from '../cases/place-judgement.js';
import { type ContainerPlace, ownerSource } from '../cases/places.js';
import { allNamesOf, ownerNameOf, partNamesOf } from '../labels/label-questions.js';
import { describePath } from '../labels/retaining-path.js';
import type { HeapView } from '../objects/heap-view.js';
import { differences, exactMultiple, fitLine, growthRate } from '../series/growth-pattern.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import { formatBytes } from './headline.js';

const MOST_SAMPLES = 5;
const MOST_NAMES = 3;

/** What the size of a place counts. */
const UNIT: Readonly<Record<PlaceCause, string>> = {
  repeated: 'entries',
  values: 'entries',
  integers: 'bytes of store',
  text: 'bytes of text',
};

/** A finding about a place that grows without objects. */
export function describeContainerPlace(
  view: HeapView,
  series: readonly SnapshotSummary[],
  place: ContainerPlace,
  judgement: PlaceJudgement,
): Finding {
  const { graph } = view;
  const { label } = place;
  const kind: FindingKind = partNamesOf(label).some(speaksOfListeners) ? 'listener-pileup' : 'unbounded-collection';
  const source = ownerSource(view, place);
  const brokenEdge = describeCut(place, judgement, source);
  const via = reservationWords(view, place, judgement.contents);
  const ownerName = classOwner(view, place);
  return {
    kind,
    verdict: judgement.verdict,
    fingerprint: fingerprint(kind, label.text, judgement.cause),
    headline: writeHeadline(view, place, judgement, brokenEdge),
    classes:
      ownerName === null
        ? []
        : [{ name: ownerName, source, counts: series.map((summary) => summary.classCounts.get(ownerName) ?? 0) }],
    countPerSnapshot: countsOf(series, place, judgement),
    dead: 0,
    living: judgement.contents.targets.length,
    suspects: judgement.added,
    deadBy: [],
    shallowBytes: place.kind === 'text' ? judgement.addedBytes : place.bytes[place.bytes.length - 1],
    freedBytes: judgement.addedBytes,
    growth: rateOf(place, judgement),
    evidence: { for: evidenceFor(view, place, judgement), against: [...judgement.against] },
    path: describePath(graph, view.tree, place.nodes[0]),
    brokenEdge,
    cycle: null,
    refcount: null,
    reservation: { tracesBack: via.length > 0, via },
    holders: [
      { kind: place.kind === 'text' ? 'field' : 'collection', label: label.text, edges: place.nodes.length, source },
    ],
    source,
    sampleNodeIds: place.nodes.slice(0, MOST_SAMPLES).map((node) => graph.nodeIds[node]),
  };
}

function describeCut(place: ContainerPlace, judgement: PlaceJudgement, source: Source | null): BrokenEdge {
  return {
    label: place.label.text,
    action: writeAction(place, judgement),
    edges: place.kind === 'text' ? place.nodes.length : judgement.added,
    frees: judgement.added,
    of: judgement.added,
    freedBytes: judgement.addedBytes,
    livingLost: 0,
    also: [],
    source,
  };
}

function writeAction({ label }: ContainerPlace, { cause }: PlaceJudgement): string {
  switch (cause) {
    case 'repeated':
      return `Remove the entry from \`${label.text}\` when it has served its purpose`;
    case 'values':
    case 'integers':
      return `Remove entries from \`${label.text}\` when they are no longer needed`;
    case 'text':
      return `Stop appending to \`${label.text}\`, or keep its last part only`;
  }
}

function writeHeadline(view: HeapView, place: ContainerPlace, judgement: PlaceJudgement, cut: BrokenEdge): string {
  const { cause, contents, added, addedBytes } = judgement;
  const size = formatBytes(addedBytes);
  switch (cause) {
    case 'repeated':
      return `${cut.action}: ${added} entries were added (${size}), all for the same ${contents.targets.length} ${targetNames(view, contents)}.`;
    case 'values':
      return `${cut.action}: ${added} entries were added (${size}), none of them an object.`;
    case 'integers':
      return `${cut.action}: its store grew by ${size}, and no object is in it.`;
    case 'text':
      return `${cut.action}: ${place.nodes.length === 1 ? 'a string gets' : `${place.nodes.length} strings get`} longer (${size}).`;
  }
}

function evidenceFor(view: HeapView, place: ContainerPlace, judgement: PlaceJudgement): Evidence[] {
  const { cause, contents } = judgement;
  const evidence: Evidence[] = [];
  const sizes = cause === 'integers' ? place.bytes : place.sizes;
  evidence.push({
    code: 'steady-growth',
    text: `${place.label.text} held ${sizes.join(', ')} ${UNIT[cause]} in ${sizes.length} snapshots in a row.`,
  });
  if (cause === 'repeated')
    evidence.push({
      code: 'same-targets',
      text: `${contents.references} references lead to the same ${contents.targets.length} ${targetNames(view, contents)}: no object grows with them.`,
    });
  if (cause === 'values')
    evidence.push({
      code: 'no-objects',
      text: 'The entries are strings, booleans or numbers, which no count of objects shows.',
    });
  if (cause === 'text')
    evidence.push({ code: 'longer-text', text: 'The same field refers to a longer string in each snapshot.' });
  return evidence;
}

/** Names of the classes that entries lead to, most frequent first: classes, never contents. */
function targetNames({ graph }: HeapView, { targets }: ContainerContents): string {
  const counts = new Map<string, number>();
  for (const node of targets) {
    const isFunction = graph.nodeType(node) === NodeType.closure;
    const name = isFunction ? `${graph.nodeName(node) || '(anonymous)'}()` : graph.nodeName(node) || 'Object';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} and others` : names.join(', ');
}

/** Suspects of the finding in each snapshot: entries, room for entries, or strings. */
function countsOf(series: readonly SnapshotSummary[], place: ContainerPlace, { cause }: PlaceJudgement): number[] {
  const before = new Array<number>(series.length - place.sizes.length).fill(0);
  switch (cause) {
    case 'repeated':
    case 'values':
      return [...before, ...place.sizes];
    case 'integers':
      return [...before, ...place.bytes.map((bytes) => Math.round(bytes / 8))];
    case 'text':
      return [...before, ...place.sizes.map(() => place.nodes.length)];
  }
}

function rateOf(place: ContainerPlace, { cause, added, addedBytes }: PlaceJudgement): GrowthRate {
  switch (cause) {
    case 'repeated':
    case 'values':
      return growthRate(place.sizes, differences(place.sizes).map(atLeastZero), addedBytes / Math.max(1, added));
    case 'integers':
      return byteRate(place.bytes);
    case 'text':
      return byteRate(place.sizes);
  }
}

/** Growth of what has a size and no number. */
function byteRate(bytes: readonly number[]): GrowthRate {
  const line = fitLine(bytes);
  return {
    ...growthRate([], [], 0),
    bytesPerRound: line === null ? null : Math.round(line.slope),
    fit: line === null ? null : Math.round(line.fit * 1000) / 1000,
    exactMultiple: exactMultiple([]),
  };
}

function atLeastZero(value: number): number {
  return Math.max(0, value);
}

/** The class that owns the place, when it is one of the program's. */
function classOwner({ graph }: HeapView, { label }: ContainerPlace): string | null {
  const node = label.ownerNode;
  return node >= 0 &&
    node < graph.nodeCount &&
    graph.nodeType(node) === NodeType.object &&
    graph.nodeName(node) === ownerNameOf(label)
    ? ownerNameOf(label)
    : null;
}

/** Whether it is a book about connections: by the names on the way, by its owner, or by what it lists. */
function reservationWords(view: HeapView, place: ContainerPlace, contents: ContainerContents): string[] {
  const { label } = place;
  const { graph, roles } = view;
  const via = new Set<string>();
  if (allNamesOf(label).some(speaksOfReservations)) via.add(label.text);
  const owner = classOwner(view, place);
  if (owner !== null && roles.of(label.ownerNode) !== 'none') via.add(owner);
  for (const target of contents.targets.slice(0, MOST_SAMPLES)) {
    if (graph.nodeType(target) !== NodeType.object) continue;
    const role = roles.of(target);
    if (role === 'connection' || role === 'lease') via.add(graph.nodeName(target));
  }
  return [...via].slice(0, 6);
}
