import type { FindingKind } from '../../findings/report-schema.js';
import { containerKind } from '../../graph/collection-entries.js';
import { speaksOfListeners } from '../../profiles/vocabulary.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { partNamesOf } from '../labels/label-questions.js';
import { classifyGrowth, differences, isUnending, MIN_PER_ROUND } from '../series/growth-pattern.js';
import { TextSizes } from '../series/text-sizes.js';
import type { CaseContext } from './context.js';
import { once } from './once.js';
import { type ContainerContents, NO_ENTRIES, readContents } from './place-contents.js';
import type { ContainerPlace } from './places.js';
import { ROUNDS_FOR_PROOF } from './thresholds.js';

/** Why a place grows without objects. */
export type PlaceCause =
  /** The same objects are added again and again. */
  | 'repeated'
  /** The entries are strings, booleans and the like. */
  | 'values'
  /** The entries are not in the snapshot: only the room for them grows. */
  | 'integers'
  /** Strings that get longer. */
  | 'text';

/** Share of a store's slots below which the visible entries are too few: its contents are integers, or it is nearly empty. */
const INVISIBLE_SHARE = 0.1;
const SLOT_BYTES = 8;
/** Factor by which a store must grow whose contents are invisible. */
const STORE_FACTOR = 4;
const MIN_STORE_GROWTH_BYTES = 512;
/** Content bytes that strings must gain in a round. */
const MIN_TEXT_PER_ROUND = 512;

/** What grows at a place. */
type Growth = 'slots' | 'store' | 'text';

/**
 * A place that grows without objects of its own: an array that gets the same few objects again and again, a table of
 * `true`, a set of integers, a dictionary of strings, a string that gets longer.
 */
export class PlaceCase {
  readonly type = 'place';
  readonly context: CaseContext;
  readonly place: ContainerPlace;
  readonly label: EdgeLabel;
  readonly kind: FindingKind;
  /** Rounds since the place was first seen. */
  readonly rounds: number;
  /** Whether a node belongs to an earlier finding. */
  readonly isCovered: (node: number) => boolean;
  readonly #growth: Growth;
  readonly #contents = once(() => {
    const { context, place } = this;
    const { series } = context;
    return this.#growth === 'text'
      ? NO_ENTRIES
      : readContents(context.view.graph, place.nodes, series[place.from].ids, series[series.length - 2].ids);
  });

  private constructor(
    context: CaseContext,
    place: ContainerPlace,
    isCovered: (node: number) => boolean,
    growth: Growth,
  ) {
    this.context = context;
    this.place = place;
    this.label = place.label;
    this.kind = partNamesOf(place.label).some(speaksOfListeners) ? 'listener-pileup' : 'unbounded-collection';
    this.rounds = place.sizes.length - 1;
    this.isCovered = isCovered;
    this.#growth = growth;
  }

  /** The case against a place whose size changed, or null when it does not keep growing. */
  static accuse(context: CaseContext, place: ContainerPlace, isCovered: (node: number) => boolean): PlaceCase | null {
    const growth = place.kind === 'text' ? growthOfText(place) : growthOfSlots(place);
    return growth === null ? null : new PlaceCase(context, place, isCovered, growth);
  }

  get contents(): ContainerContents {
    return this.#contents();
  }

  get cause(): PlaceCause {
    if (this.#growth !== 'slots') return this.#growth === 'text' ? 'text' : 'integers';
    return this.contents.references * 2 < this.entries ? 'values' : 'repeated';
  }

  /** Entries in the last snapshot; bytes of text where that grows. */
  get entries(): number {
    return this.place.sizes[this.rounds];
  }

  /** References to one target, on average. */
  get repeats(): number {
    return this.contents.references / Math.max(1, this.contents.targets.length);
  }

  /** Entries that were added during the series; strings, where these get longer; slots, where entries are invisible. */
  get added(): number {
    const { sizes, bytes, nodes } = this.place;
    if (this.#growth === 'text') return nodes.length;
    if (this.#growth === 'store') return Math.round((bytes[this.rounds] - bytes[0]) / SLOT_BYTES);
    return sizes[this.rounds] - sizes[0];
  }

  /** Bytes that these take. */
  get addedBytes(): number {
    const { bytes, nodes } = this.place;
    if (this.#growth === 'text') return new TextSizes(this.context.view.graph).bytes(nodes);
    const storeBytes = bytes[this.rounds] - bytes[0];
    return this.#growth === 'store' ? storeBytes : Math.max(this.added * SLOT_BYTES, storeBytes);
  }

  /** What each round added; empty where the entries cannot be counted. */
  get perRound(): readonly number[] {
    return this.#growth === 'store' ? [] : differences(this.place.sizes);
  }

  get wholeRounds(): readonly number[] {
    return this.perRound;
  }

  /** Rounds in which the store got larger. */
  get storeSteps(): number {
    return differences(this.place.bytes).filter((step) => step > 0).length;
  }

  /** Whether all are of a kind whose store has a size that follows from the number of entries. */
  get isList(): boolean {
    return this.place.nodes.every((node) => LISTS.has(containerKind(this.context.view.graph, node) ?? ''));
  }
}

const LISTS: ReadonlySet<string> = new Set(['array', 'map', 'set']);

function growthOfText({ sizes }: ContainerPlace): Growth | null {
  const rounds = sizes.length - 1;
  const isMuch = sizes[rounds] - sizes[0] >= MIN_TEXT_PER_ROUND * rounds;
  return isMuch && isUnending(classifyGrowth(sizes)) ? 'text' : null;
}

function growthOfSlots(place: ContainerPlace): Growth | null {
  const { sizes } = place;
  const rounds = sizes.length - 1;
  if (isUnending(classifyGrowth(sizes)) && sizes[rounds] - sizes[0] >= MIN_PER_ROUND * rounds) return 'slots';
  return hasGrowingStore(place) ? 'store' : null;
}

/**
 * Of a store of integers only the capacity is visible, and that grows in steps: ×1.5 for arrays, ×2 for tables. If it fills at
 * a steady rate from a small size, it must have grown in at least one round of the later half.
 */
function hasGrowingStore({ bytes, sizes }: ContainerPlace): boolean {
  const rounds = bytes.length - 1;
  if (rounds < ROUNDS_FOR_PROOF) return false;
  const steps = differences(bytes);
  if (bytes[rounds] - bytes[0] < MIN_STORE_GROWTH_BYTES || steps.some((step) => step < 0)) return false;
  if (sizes[rounds] > (bytes[rounds] / SLOT_BYTES) * INVISIBLE_SHARE) return false;
  const risen = steps.filter((step) => step > 0).length;
  if (risen < 2 && bytes[rounds] < bytes[0] * STORE_FACTOR) return false;
  return steps.slice(Math.floor(rounds / 2)).some((step) => step > 0);
}
