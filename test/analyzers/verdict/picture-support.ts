import type { ProgramCode } from '../../../src/analyzers/code/code-facts.js';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { expectFigures } from '../../support/figures.js';
import { type HeapArray, HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';
import { FILE, owned, ROUND_MS, START_MS, type Work } from './verdict-support.js';

/** A place that grows is looked at for itself as well, after its objects. */
const OF_PLACES: ReadonlySet<string> = new Set(['covered', 'own-objects']);

/** What a report says of one place. */
export interface Seen {
  /** `silent` where the place was set aside, `none` where nothing was said of it at all. */
  readonly verdict: string;
  readonly kind: string | null;
  readonly fingerprint: string | null;
  readonly for: readonly string[];
  readonly against: readonly string[];
  /** Codes under which the objects in the place were set aside. */
  readonly setAside: readonly string[];
}

/**
 * Takes `snapshots` snapshots, one after each round of work, and reads what the report says of the place called `label`.
 *
 * @param program its text, where that is known
 */
export async function seen(
  work: Work,
  label: string,
  snapshots = 4,
  program: ProgramCode | null = null,
): Promise<Seen> {
  const heap = new HeapBuilder();
  const series = new SeriesAnalysis();
  for (let round = 0; ; round += 1) {
    work(heap, round);
    const graph = new HeapGraph(await heap.toColumns());
    const at = START_MS + round * ROUND_MS;
    if (round < snapshots - 1) {
      series.add(graph, at);
      continue;
    }
    const result = series.finish(graph, undefined, at, false, program);
    expectFigures(result, snapshots);
    const { findings, setAside } = result;
    const finding = findings.find(({ brokenEdge }) => brokenEdge?.label === label);
    const codes = setAside.flatMap((item) => (item.label === label && !OF_PLACES.has(item.code) ? item.code : []));
    return {
      verdict: finding?.verdict ?? (codes.length > 0 ? 'silent' : 'none'),
      kind: finding?.kind ?? null,
      fingerprint: finding?.fingerprint ?? null,
      for: finding?.evidence.for.map(({ code }) => code) ?? [],
      against: finding?.evidence.against.map(({ code }) => code) ?? [],
      setAside: codes,
    };
  }
}

/** The same in one line: `leak unbounded-collection: no-death`, or `silent: trifle` with the codes of what was set aside. */
export async function said(work: Work, label: string, snapshots = 4): Promise<string> {
  const { verdict, kind, against, setAside } = await seen(work, label, snapshots);
  if (kind === null) return verdict === 'none' ? verdict : `silent: ${setAside.join(', ')}`;
  return [`${verdict} ${kind}`, ...(against.length > 0 ? [against.join(', ')] : [])].join(': ');
}

/** What is drawn as `Hub ──rows──▶ Array ──▶ Row × births[round]`, but for what a test says. */
export interface Listing {
  readonly owner?: string;
  readonly field?: string;
  readonly className?: string;
  /** Bytes of each object. */
  readonly size?: number;
  /** Slots that the array has from the start. */
  readonly room?: number;
  /** What else the owner has, before the first snapshot. */
  readonly prepare?: (heap: HeapBuilder, owner: HeapNode, list: HeapArray) => void;
  /** What each object has. */
  readonly describe?: (row: HeapNode, heap: HeapBuilder, index: number) => void;
}

/** A list in a global variable; as many objects come to it in each round as `births` says, before the first snapshot those of round 0. */
export function listing(births: readonly number[], traits: Listing = {}): Work {
  const { owner = 'Hub', field = 'rows', className = 'Row', size = 500, room = 0, prepare, describe } = traits;
  let list: HeapArray;
  return (heap, round) => {
    if (round === 0) {
      list = heap.array(new Array(room).fill(null));
      list.items.length = 0;
      const node = owned(heap, owner, field, list);
      prepare?.(heap, node, list);
    }
    fill(births[round] ?? 0, (index) => {
      const row = heap.object(className, { size });
      describe?.(row, heap, index);
      list.push(row);
    });
  };
}

/** The same where the objects say that they are closed. */
export function dead(births: readonly number[], traits: Listing = {}): Work {
  return listing(births, {
    className: 'Guest',
    ...traits,
    describe: (row, heap, index) => {
      row.property('closed', true);
      traits.describe?.(row, heap, index);
    },
  });
}

/** Several of what a program does. */
export function all(...works: readonly Work[]): Work {
  return (heap, round) => {
    for (const work of works) work(heap, round);
  };
}

export function fill(count: number, work: (index: number) => void): void {
  for (let index = 0; index < count; index += 1) work(index);
}

/** A function of the file whose code has these words. */
export function code(heap: HeapBuilder, name: string, words: readonly string[]): HeapNode {
  return heap.closure(name, { place: { file: FILE, line: 5, column: 1 }, words });
}
