import { compareFindings } from '../findings/ranking.js';
import type { Evidence, Finding, Verdict } from '../findings/report-schema.js';
import { speaksOfBounds, splitWords } from '../profiles/vocabulary.js';
import { type ContainerContents, readContents } from './container-contents.js';
import { describeContainerPlace, type PlaceJudgement } from './container-finding.js';
import { type ContainerPlace, findChangedPlaces } from './container-places.js';
import { TextSizes } from './container-text.js';
import { classifyGrowth, differences, isUnending, MIN_PER_ROUND } from './growth.js';
import type { HeapView } from './heap-view.js';
import type { SnapshotSummary } from './snapshot-summary.js';

/** Rounds of growth from which it may be called proved. */
const ROUNDS_FOR_PROOF = 3;
/** Rounds below which nothing is said. */
const MIN_ROUNDS = 2;
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
/** Content bytes that strings must gain in a round. */
const MIN_TEXT_PER_ROUND = 512;
/** A last round below this share of the largest one: it slows down. */
const SLOWING_SHARE = 0.6;
/** Words of bounded places that say nothing about the length of a single string. */
const TEXT_PLACES = new Set(['log', 'logs', 'trace', 'traces', 'history', 'registry']);
/** Findings made, largest first: more than one fault of this sort in a process is rare. */
const MOST_FINDINGS = 8;

/**
 * Growth without objects: an array that gets the same few objects again and again, a table of `true`, a set of
 * integers, a dictionary of strings, a string that gets longer. What is reported is what no class count shows;
 * containers whose new entries are new objects are left to the analysis of those objects.
 *
 * ```
 *   Checkouts ──order──▶ Array ──[0]──▶ Client ◀──[1]── (the same) … 200, 1200, 2200, 3200 slots, 5 Clients
 * ```
 *
 * O(containers × snapshots), plus the entries of those that grow.
 *
 * @param covered whether another finding speaks of a node of the last graph already
 */
export function findContainerGrowth(
  view: HeapView,
  series: readonly SnapshotSummary[],
  covered: (node: number) => boolean,
): Finding[] {
  if (series.length <= MIN_ROUNDS) return [];
  const findings: Finding[] = [];
  for (const place of findChangedPlaces(view, series)) {
    if (place.sizes.length <= MIN_ROUNDS) continue;
    if (place.nodes.some(covered) || place.owners.some(covered) || isCorePlace(view, place)) continue;
    const judgement = place.kind === 'text' ? judgeText(view, place) : judgeSlots(view, series, place, covered);
    if (judgement !== null) findings.push(describeContainerPlace(view, series, place, judgement));
  }
  return dropRepeated(findings.sort(compareFindings)).slice(0, MOST_FINDINGS);
}

function judgeSlots(
  view: HeapView,
  series: readonly SnapshotSummary[],
  place: ContainerPlace,
  covered: (node: number) => boolean,
): PlaceJudgement | null {
  const { sizes, bytes } = place;
  const rounds = sizes.length - 1;
  const added = sizes[rounds] - sizes[0];
  const contents = readContents(view.graph, place.nodes, series[place.from].ids);
  if (!isUnending(classifyGrowth(sizes)) || added < MIN_PER_ROUND * rounds) return judgeStore(place, contents);
  if (contents.young > added * OBJECT_GROWTH_SHARE || contents.targets.some(covered)) return null;
  const strongest = strongestFor(place, contents, rounds);
  if (strongest === null) return null;
  const { verdict, against } = weigh(place, strongest);
  // A store that had room for all of it from the start may be a ring that fills.
  const hadRoom =
    sizes.length === bytes.length && bytes[0] === bytes[rounds] && place.from === 0 && isById(series, view, place);
  if (hadRoom)
    against.push({
      code: 'had-room',
      text: 'Its store had room for all entries from the start: it may be a ring that fills.',
    });
  return {
    verdict: hadRoom ? weaken(verdict) : verdict,
    cause: contents.references * 2 >= sizes[rounds] ? 'repeated' : 'values',
    contents,
    added,
    addedBytes: Math.max(added * SLOT_BYTES, bytes[rounds] - bytes[0]),
    against,
  };
}

/** The gravest verdict that what the entries are can bear; null when the entries are objects of their own. */
function strongestFor(place: ContainerPlace, contents: ContainerContents, rounds: number): Verdict | null {
  const entries = place.sizes[rounds];
  if (contents.references * 2 < entries) return 'suspect';
  const repeats = contents.references / Math.max(1, contents.targets.length);
  if (repeats >= REPEATS_FOR_PROOF) return rounds >= ROUNDS_FOR_PROOF ? 'leak' : 'suspect';
  return repeats >= REPEATS_FOR_SUSPICION ? 'suspect' : null;
}

/**
 * A store of integers shows its room only, and that grows in steps: ×1.5 for arrays, ×2 for tables. Filled at a
 * steady rate from little, it must have grown in at least one of the rounds of the later half.
 */
function judgeStore(place: ContainerPlace, contents: ContainerContents): PlaceJudgement | null {
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
  const { verdict, against } = weigh({ ...place, sizes: [] }, 'suspect');
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
  const { verdict, against } = weigh(place, rounds >= ROUNDS_FOR_PROOF ? 'suspect' : 'note');
  const bytes = new TextSizes(view.graph).bytes(place.nodes);
  return {
    verdict,
    cause: 'text',
    contents: { references: 0, targets: [], young: 0, values: 0 },
    added: place.nodes.length,
    addedBytes: bytes,
    against,
  };
}

/** What speaks against a fault, whatever grows. */
function weigh({ kind, label, sizes }: ContainerPlace, strongest: Verdict): { verdict: Verdict; against: Evidence[] } {
  const against: Evidence[] = [];
  const words = [label.owner, ...label.parts].flatMap(splitWords);
  let verdict = strongest;
  if (words.some((word) => speaksOfBounds(word) && !(kind === 'text' && TEXT_PLACES.has(word)))) {
    against.push({
      code: 'bounded-place',
      text: `${label.text} is named like something that keeps a bounded number of entries.`,
    });
    verdict = 'note';
  }
  const steps = differences(sizes);
  const isFalling = steps.every((step, index) => index === 0 || step <= steps[index - 1]);
  if (steps.length > 1 && isFalling && steps[steps.length - 1] < steps[0] * SLOWING_SHARE) {
    against.push({ code: 'slows-down', text: 'Each round added less than the one before: it may level off.' });
    verdict = 'note';
  }
  return { verdict, against };
}

function weaken(verdict: Verdict): Verdict {
  return verdict === 'leak' ? 'suspect' : 'note';
}

/** Whether the containers were there under these ids from the start, so that their stores can be compared. */
function isById(series: readonly SnapshotSummary[], { graph }: HeapView, { nodes }: ContainerPlace): boolean {
  return nodes.every((node) => series[0].ids.has(graph.nodeIds[node]));
}

/** Books of Node.js itself: modules, handles, options. Listeners that a program adds are its own, wherever they lie. */
function isCorePlace({ graph, sources }: HeapView, { label }: ContainerPlace): boolean {
  return false;
}

/** The same place followed by two keys, or for two ages, is one thing to act on. */
function dropRepeated(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    if (seen.has(finding.fingerprint)) return false;
    seen.add(finding.fingerprint);
    return true;
  });
}
