import type { HeapArray, HeapBuilder, HeapNode, Value } from '../../support/heap-dsl.js';
import { type GrowthOptions, holder, searchGrowth, type Work } from '../search/growing-places-support.js';

/** What a search says of the only place that grows. */
export interface PlaceVerdict {
  readonly verdict: string;
  readonly against: readonly string[];
  readonly for: readonly string[];
  /** Codes of what was set aside. */
  readonly setAside: readonly string[];
  /** The sentence of each code. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The verdict on what grows, `none` where there is no finding. */
export async function judgePlace(work: Work, options: GrowthOptions = {}): Promise<PlaceVerdict> {
  const { labeled, setAside } = await searchGrowth(work, options);
  if (labeled.length > 1) throw new Error('more than one place grows');
  const told = labeled.flatMap(({ finding: { evidence } }) => [...evidence.for, ...evidence.against]);
  const [first] = labeled;
  return {
    verdict: first?.finding.verdict ?? 'none',
    against: first?.finding.evidence.against.map(({ code }) => code) ?? [],
    for: first?.finding.evidence.for.map(({ code }) => code) ?? [],
    setAside: setAside.map(({ code }) => code),
    texts: Object.fromEntries([...told, ...setAside].map(({ code, text }) => [code, text])),
  };
}

export interface ListOptions {
  readonly owner?: string;
  readonly field?: string;
  /** Entries in each snapshot. */
  readonly sizes: readonly number[];
  /** What is entered: one of these after the other; `true` when not given. */
  readonly values?: (heap: HeapBuilder) => readonly Value[];
  /** What else the owner has, or is in the heap. */
  readonly prepare?: (heap: HeapBuilder, owner: HeapNode, list: HeapArray) => unknown;
  /** What else a round does. */
  readonly each?: (list: HeapArray, round: number, heap: HeapBuilder) => unknown;
}

/** `globalThis ─hub▶ Hub ─seen▶ Array ─[k]▶ true`, of so many entries in each snapshot */
export function list({
  owner = 'Hub',
  field = 'seen',
  sizes,
  values = () => [true],
  prepare,
  each,
}: ListOptions): readonly [Work, { readonly rounds: number }] {
  let array: HeapArray;
  let entered: readonly Value[];
  const work: Work = (heap, round) => {
    if (round === 0) {
      array = heap.array();
      entered = values(heap);
      const node = holder(heap, owner, field, array);
      prepare?.(heap, node, array);
    }
    while (array.items.length < sizes[round]) array.push(entered[array.items.length % entered.length]);
    each?.(array, round, heap);
  };
  return [work, { rounds: sizes.length - 1 }];
}

/** Sizes of a collection that has 10 entries first, and gains so many in each round. */
export function gaining(...perRound: readonly number[]): number[] {
  const sizes = [10];
  for (const gained of perRound) sizes.push(sizes[sizes.length - 1] + gained);
  return sizes;
}

/** Objects of a class that are there from the start, in a global variable. */
export function clients(heap: HeapBuilder, count: number): HeapNode[] {
  const made = Array.from({ length: count }, () => heap.object('Client'));
  heap.global.property('pool', heap.object('Pool').property('all', heap.array(made)));
  return made;
}

/** A string in `Hub.text` of so many bytes in each snapshot. */
export function text(bytes: readonly number[], options: Omit<ListOptions, 'sizes' | 'values' | 'each'> = {}) {
  const { owner = 'Hub', field = 'text', prepare } = options;
  let hub: HeapNode;
  const work: Work = (heap, round) => {
    if (round === 0) {
      hub = holder(heap, owner, 'of', heap.object('Other'));
      prepare?.(heap, hub, heap.array());
    }
    hub.property(field, heap.allocate('string', `text ${round}`, { size: 16 + bytes[round] }));
  };
  return [work, { rounds: bytes.length - 1 }] as const;
}

/** A Set in `Hub.ids` of numbers, which a snapshot does not show, with a table of so many bytes in each snapshot. */
export function integers(bytes: readonly number[], options: Omit<ListOptions, 'sizes' | 'each'> = {}) {
  const { owner = 'Hub', field = 'ids', values = () => [], prepare } = options;
  let table: HeapNode | undefined;
  const work: Work = (heap, round) => {
    if (round === 0) {
      const ids = heap.set(values(heap));
      table = ids.edges.find(({ name }) => name === 'table')?.to;
      const node = holder(heap, owner, field, ids);
      prepare?.(heap, node, heap.array());
    }
    if (table !== undefined) table.size = bytes[round];
  };
  return [work, { rounds: bytes.length - 1 }] as const;
}
