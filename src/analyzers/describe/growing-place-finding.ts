import { formatBytes } from '../../findings/byte-text.js';
import { formatCount } from '../../findings/count-text.js';
import type { BrokenEdge, Finding, GrowthRate, Source } from '../../findings/report-schema.js';
import { speaksOfReservations } from '../../profiles/vocabulary.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { PlaceCase } from '../cases/place-case.js';
import { type ContainerContents, targetNames } from '../cases/place-contents.js';
import type { ContainerPlace } from '../cases/places.js';
import { MOST_SAMPLES } from '../cases/thresholds.js';
import { describeRootedPath } from '../cut/rooted-path.js';
import { repeatedListener } from '../evidence/finders/repeated-listener.js';
import { besideLabel, tellingClassName } from '../labels/class-names.js';
import { ownerNameOf, placeNamesOf } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';
import { differences, exactMultiple, fitLine, growthRate } from '../series/growth-pattern.js';
import { type FindingJudgement, makeFinding } from './make-finding.js';
import { placeSource } from './place-source.js';
import { besideKeeper } from './program-keeper.js';

/** Describes a judged place that grows without objects. */
export function describeGrowingPlace(c: PlaceCase, judgement: FindingJudgement): Finding {
  const { place, label, cause, contents, added, addedBytes } = c;
  const { view, series } = c.context;
  const owner = placeSource(c.context, place.label);
  const source = repeatedListener(c) ?? owner;
  const brokenEdge = describeCut(c, source);
  const ownerName = classOwner(view, place);
  const isText = cause === 'text';
  return makeFinding(c, judgement, {
    identity: [label.text, cause],
    headline: writeHeadline(c, brokenEdge),
    classes:
      ownerName === null
        ? []
        : [
            {
              name: tellingClassName(view, place.label.ownerNode, ownerName),
              source: owner,
              counts: series.map((summary) => summary.classCounts.get(ownerName) ?? 0),
            },
          ],
    countPerSnapshot: countsOf(c),
    living: contents.targets.length,
    suspects: added,
    shallowBytes: isText ? addedBytes : place.bytes[place.bytes.length - 1],
    freedBytes: addedBytes,
    growth: rateOf(c),
    path: describeRootedPath(view, place.nodes[0]),
    brokenEdge,
    via: reservationWords(view, place, contents),
    holders: [{ kind: isText ? 'field' : 'collection', label: label.text, edges: place.nodes.length, source }],
    source,
    samples: place.nodes,
  });
}

function describeCut(c: PlaceCase, source: Source | null): BrokenEdge {
  const { place, cause, added, addedBytes } = c;
  return {
    label: c.label.text,
    action: writeAction(c),
    edges: cause === 'text' ? place.nodes.length : added,
    frees: added,
    of: added,
    freedBytes: addedBytes,
    livingLost: 0,
    also: [],
    source,
  };
}

function writeAction(c: PlaceCase): string {
  const { label, place, cause, context } = c;
  const keeper = repeatedListener(c) === null ? besideKeeper(context, place.label) : '';
  const where = `\`${label.text}\`${besideLabel(context.view, place.label)}${keeper}`;
  switch (cause) {
    case 'repeated':
      return `Remove the entry from ${where} when it has served its purpose`;
    case 'values':
    case 'integers':
      return `Remove entries from ${where} when they are no longer needed`;
    case 'text':
      return `Stop appending to ${where}, or keep its last part only`;
  }
}

function writeHeadline({ place, cause, contents, added, addedBytes, context }: PlaceCase, cut: BrokenEdge): string {
  const size = formatBytes(addedBytes);
  switch (cause) {
    case 'repeated':
      return `${cut.action}: ${formatCount(added)} entries were added (${size}), all for the same ${formatCount(contents.targets.length)} ${targetNames(context.view.graph, contents)}.`;
    case 'values':
      return `${cut.action}: ${formatCount(added)} entries were added (${size}), none of them an object.`;
    case 'integers':
      return `${cut.action}: its store grew by ${size}, and no object is in it.`;
    case 'text':
      return `${cut.action}: ${place.nodes.length === 1 ? 'a string gets' : `${formatCount(place.nodes.length)} strings get`} longer (${size}).`;
  }
}

/** Suspects of the finding in each snapshot: entries, slots for entries, or strings. */
function countsOf({ place, cause, context: { series } }: PlaceCase): number[] {
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

function rateOf({ place, cause, added, addedBytes }: PlaceCase): GrowthRate {
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

/** Growth of something of which only the bytes are known. */
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

/** Names that show that the place is a pool's book: on its path, of its owner, or of what it lists. */
function reservationWords(view: HeapView, place: ContainerPlace, contents: ContainerContents): string[] {
  const { label } = place;
  const { graph, roles } = view;
  const via = new Set<string>();
  if (placeNamesOf(label).some(speaksOfReservations)) via.add(label.text);
  const owner = classOwner(view, place);
  if (owner !== null && roles.of(label.ownerNode) !== 'none') via.add(owner);
  for (const target of contents.targets.slice(0, MOST_SAMPLES)) {
    if (graph.nodeType(target) !== NodeType.object) continue;
    const role = roles.of(target);
    if (role === 'connection' || role === 'lease') via.add(graph.nodeName(target));
  }
  return [...via].slice(0, 6);
}
