import { lessGrave } from '../../findings/ranking.js';
import type { Evidence, Verdict } from '../../findings/report-schema.js';
import { type ContainerKind, containerKind } from '../../graph/containers.js';
import { speaksOfBounds, splitWords } from '../../profiles/vocabulary.js';
import { type ContainerContents, NO_ENTRIES, readBirths, readContents } from '../cases/place-contents.js';
import type { PlaceJudgement } from '../cases/place-judgement.js';
import type { ContainerPlace } from '../cases/places.js';
import { findArrayRoom } from '../evidence/array-room.js';
import { findEvictionCode } from '../evidence/eviction-code.js';
import { findLimit, grownSlots, isOverLimit } from '../evidence/growth-limits.js';
import { findLeaving } from '../evidence/oldest-leave.js';
import type { PendingCleanup } from '../evidence/pending-cleanup.js';
import { allNamesOf } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';
import { classifyGrowth, differences, isUnending, MIN_PER_ROUND } from '../series/growth-pattern.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import { TextSizes } from '../series/text-sizes.js';
import { weighEviction, weighGrowth, weighLeaving, weighPending } from './growth-proof.js';

/** Rounds of growth from which it may be called proved. */
const ROUNDS_FOR_PROOF = 3;
/** So many references to one target, on average, and the same objects are entered again and again. */
const REPEATS_FOR_PROOF = 4;
const REPEATS_FOR_SUSPICION = 2;
/** So large a share of the new entries being new objects, and the objects are the growth, not the slots. */
const OBJECT_GROWTH_SHARE = 0.2;
/** Visible entries below this share of a store's room: its contents are integers, or it stands empty. */
const INVISIBLE_SHARE = 0.1;
const SLOT_BYTES = 8;
/** Growth of a store whose contents are invisible. */
const STORE_FACTOR = 4;
const MIN_STORE_GROWTH_BYTES = 512;
/** A share that makes the rest an exception. */
const MOSTLY = 0.9;
/** Queues that clear slots and compact later do so long before they have this many. */
const LAZY_QUEUE_SLOTS = 1024;
/** So large a share of all values being new, and more of them than new entries explain: old entries are updated. */
const REFRESHED_SHARE = 0.5;
const REFRESHED_FACTOR = 1.5;
/** Content bytes that strings must gain in a round. */
const MIN_TEXT_PER_ROUND = 512;
/** Entries without an object that a round must add to be a leak by their number alone. */
const FEW_PER_ROUND = 8;
/** Collections whose stores are as large as what is in them makes them. */
const LISTS: ReadonlySet<ContainerKind | null> = new Set(['array', 'map', 'set']);
/** Words of bounded places that say nothing about the length of a single string. */
const TEXT_PLACES = new Set(['log', 'logs', 'trace', 'traces', 'history', 'registry']);

/** What a place is accused of, or null when it is not worth a word. */
export function judgePlace(
  view: HeapView,
  series: readonly SnapshotSummary[],
  place: ContainerPlace,
  covered: (node: number) => boolean,
  pending: (container: number, entries: number) => PendingCleanup | null,
): PlaceJudgement | null {
  return place.kind === 'text' ? judgeText(view, place) : judgeSlots(view, series, place, covered, pending);
}

function judgeSlots(
  view: HeapView,
  series: readonly SnapshotSummary[],
  place: ContainerPlace,
  covered: (node: number) => boolean,
  pending: (container: number, entries: number) => PendingCleanup | null,
): PlaceJudgement | null {
  const { sizes, bytes } = place;
  const rounds = sizes.length - 1;
  const added = sizes[rounds] - sizes[0];
  const contents = readContents(view.graph, place.nodes, series[place.from].ids, series[series.length - 2].ids);
  if (!isUnending(classifyGrowth(sizes)) || added < MIN_PER_ROUND * rounds) return judgeStore(view, place, contents);
  if (contents.young > added * OBJECT_GROWTH_SHARE || contents.targets.some(covered)) return null;
  const strongest = strongestFor(place, contents, rounds);
  if (strongest === null) return null;
  const { verdict, against } = weigh(view, place, strongest);
  const judgement: PlaceJudgement = {
    verdict,
    cause: contents.references * 2 >= sizes[rounds] ? 'repeated' : 'values',
    contents,
    added,
    addedBytes: Math.max(added * SLOT_BYTES, bytes[rounds] - bytes[0]),
    against,
  };
  const used = weighUse(view, place, judgement);
  if (used.verdict !== 'leak') return used;
  const proof = weighLeaving(
    weighPending({ verdict: used.verdict, for: [], against: used.against }, pending(place.nodes[0], added)),
    leavingOf(view, series, place),
  );
  return { ...used, verdict: proof.verdict, against: proof.against };
}

/** What left a collection of values that has been there since the first snapshot. */
function leavingOf(
  { graph }: HeapView,
  series: readonly SnapshotSummary[],
  { nodes, kept, from, sizes }: ContainerPlace,
): readonly number[] | null {
  if (nodes.length !== 1 || !kept) return null;
  const births = readBirths(
    graph,
    nodes[0],
    series.slice(from, -1).map(({ ids }) => ids),
  );
  return births === null ? null : findLeaving(sizes, births);
}

/** What speaks against a fault in how the entries are used. */
function weighUse({ graph }: HeapView, place: ContainerPlace, judgement: PlaceJudgement): PlaceJudgement {
  const { nodes, sizes, bytes } = place;
  const { contents } = judgement;
  const entries = sizes[sizes.length - 1];
  const against = [...judgement.against];
  let { verdict } = judgement;
  if (contents.cleared >= contents.values * MOSTLY && contents.values >= entries * MOSTLY) {
    against.push({ code: 'cleared-slots', text: 'The slots are null: what was there has been taken out.' });
    // A queue over an array moves up when enough of it is empty. An object with ever new keys has no front to move up from.
    const isQueue = place.nodes.every((node) => containerKind(graph, node) === 'array');
    if (entries <= place.nodes.length * LAZY_QUEUE_SLOTS) verdict = isQueue ? 'note' : lessGrave(verdict, 'suspect');
  }
  const lastRound = entries - sizes[sizes.length - 2];
  const perEntry = contents.values / entries;
  if (contents.fresh >= entries * REFRESHED_SHARE && contents.fresh > lastRound * perEntry * REFRESHED_FACTOR) {
    against.push({
      code: 'refreshed',
      text: 'Entries of earlier rounds were given new values in the last round: they are in use.',
    });
    verdict = 'note';
  }
  const room = place.kept && nodes.length === 1 ? findArrayRoom(graph, nodes[0], sizes[0], bytes) : null;
  if (room !== null) {
    against.push({ code: 'had-room', text: `It had ${room} slots from the start: it may be a ring that fills.` });
    verdict = 'note';
  }
  return { ...judgement, verdict, against };
}

/** The gravest verdict that what the entries are can bear; null when the entries are objects of their own. */
function strongestFor(place: ContainerPlace, contents: ContainerContents, rounds: number): Verdict | null {
  const entries = place.sizes[rounds];
  if (contents.references * 2 < entries) {
    return rounds < ROUNDS_FOR_PROOF || entries - place.sizes[0] < FEW_PER_ROUND * rounds ? 'note' : 'leak';
  }
  const repeats = contents.references / Math.max(1, contents.targets.length);
  if (repeats >= REPEATS_FOR_PROOF) return rounds >= ROUNDS_FOR_PROOF ? 'leak' : 'suspect';
  return repeats >= REPEATS_FOR_SUSPICION ? 'suspect' : null;
}

/**
 * A store of integers shows its room only, and that grows in steps: ×1.5 for arrays, ×2 for tables. Filled at a
 * steady rate from little, it must have grown in at least one of the rounds of the later half.
 */
function judgeStore(view: HeapView, place: ContainerPlace, contents: ContainerContents): PlaceJudgement | null {
  const { bytes, sizes } = place;
  const rounds = bytes.length - 1;
  const steps = differences(bytes);
  const added = bytes[rounds] - bytes[0];
  if (added < MIN_STORE_GROWTH_BYTES || steps.some((step) => step < 0)) return null;
  if (sizes[rounds] > (bytes[rounds] / SLOT_BYTES) * INVISIBLE_SHARE) return null;
  const risen = steps.filter((step) => step > 0).length;
  if (risen < 2 && bytes[rounds] < bytes[0] * STORE_FACTOR) return null;
  if (!steps.slice(Math.floor(rounds / 2)).some((step) => step > 0)) return null;
  if (rounds < ROUNDS_FOR_PROOF) return null;
  // Of an object whose keys are numbers the store is as large as the last of them: a table of requests with ever new ids
  // grows so, and stands empty. Once is a step that any store makes.
  const isList = place.nodes.every((node) => LISTS.has(containerKind(view.graph, node)));
  const { verdict, against } = weigh(view, { ...place, sizes: [] }, isList && risen > 1 ? 'suspect' : 'note');
  against.push({
    code: 'invisible-entries',
    text: 'A snapshot shows no integers: only the size of the store tells that there are more of them.',
  });
  return {
    verdict,
    cause: 'integers',
    contents,
    added: Math.round(added / SLOT_BYTES),
    addedBytes: added,
    against,
  };
}

function judgeText(view: HeapView, place: ContainerPlace): PlaceJudgement | null {
  const { sizes } = place;
  const rounds = sizes.length - 1;
  const added = sizes[rounds] - sizes[0];
  if (!isUnending(classifyGrowth(sizes)) || added < MIN_TEXT_PER_ROUND * rounds) return null;
  const { verdict, against } = weigh(view, place, rounds >= ROUNDS_FOR_PROOF ? 'leak' : 'note');
  const bytes = new TextSizes(view.graph).bytes(place.nodes);
  return {
    verdict,
    cause: 'text',
    contents: NO_ENTRIES,
    added: place.nodes.length,
    addedBytes: bytes,
    against,
  };
}

/** What speaks against a fault, whatever grows. */
function weigh(
  view: HeapView,
  { kind, label, sizes, bytes, nodes, owners }: ContainerPlace,
  strongest: Verdict,
): { verdict: Verdict; against: Evidence[] } {
  const against: Evidence[] = [];
  const words = allNamesOf(label).flatMap(splitWords);
  let verdict = strongest;
  if (words.some((word) => speaksOfBounds(word) && !(kind === 'text' && TEXT_PLACES.has(word)))) {
    against.push({
      code: 'bounded-place',
      text: `${label.text} is named like something that keeps a bounded number of entries.`,
    });
    verdict = 'note';
  }
  if (sizes.length > 0 && sizes.length - 1 < ROUNDS_FOR_PROOF)
    against.push({
      code: 'short-series',
      text: 'Growth over two rounds may be a burst. Three rounds or more prove it.',
    });
  const each = sizes.length === 0 ? 0 : sizes[sizes.length - 1] / nodes.length;
  const limited = weighGrowth({
    perRound: differences(sizes),
    lastIsPartial: false,
    limit:
      kind === 'text'
        ? null
        : findLimit(view.graph, view.tree, owners[0], each, nodes.length === 1 ? grownSlots(bytes) : null),
    room: null,
    expiry: null,
    life: null,
    isLent: false,
  });
  const isCode =
    kind !== 'text' &&
    lessGrave(verdict, limited.verdict) !== 'note' &&
    !isOverLimit(view.graph, view.tree, owners[0], each);
  const proof = isCode ? weighEviction(limited, findEvictionCode(view, nodes[0])) : limited;
  return { verdict: lessGrave(verdict, proof.verdict), against: [...against, ...proof.against] };
}
