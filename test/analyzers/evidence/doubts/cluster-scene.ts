import { GROWTH_KINDS } from '../../../../src/analyzers/cases/cluster-kind.js';
import { NO_CODE } from '../../../../src/analyzers/cases/context.js';
import type { PlaceCode, RemovalSite } from '../../../../src/analyzers/code/place-code.js';
import { type HeapArray, HeapBuilder, HeapMap, type HeapNode } from '../../../support/heap-dsl.js';
import { against, type ClusterDifference, clusterCase } from '../../support/case-support.js';
import { see, upTo } from '../finders/finders-support.js';

const PLACE = { file: '/srv/app.js', line: 1, column: 1 };
const SPAN_MS = 6000;
const ROWS = 60;

/** Kinds of growth that a straight line has to prove. */
export const KINDS = GROWTH_KINDS.map((kind) => [kind] as const);
/** What is no more than a suspicion, before any row that walks the heap is asked. */
export const SUSPECT = { rounds: 2, perRound: [30, 30] } as const;
/** A case that rests on the dead in a place that is to remember them. */
export const HISTORY: ClusterDifference = {
  kind: 'ledger-entry-kept',
  isMostlyDead: true,
  isHistory: true,
  facts: { leading: { dead: ROWS } },
};
/** A case that rests on the dead. */
export const DEAD: ClusterDifference = { ...HISTORY, isHistory: false };

interface SceneOptions {
  /** Whether the rows lie in a Map by a key each; else in an array. */
  readonly isMap?: boolean;
  readonly owner?: string;
  /** Entries of the collection in each snapshot. */
  readonly sizes?: readonly number[];
  /** Bytes of its store in each snapshot. */
  readonly bytes?: readonly number[];
  /** What the program's text says of the collection; there is none when not given. */
  readonly text?: PlaceCode['state'];
  /** Who calls each of the lines that remove from it, by the text. */
  readonly callers?: readonly RemovalSite['caller'][];
}

/**
 * ```
 *   globalThis ──hub──▶ Hub ──rows──▶ Array or Map ──▶ Row × 60, 20 of each of three rounds
 * ```
 */
export class Scene {
  readonly heap = new HeapBuilder();
  readonly list: HeapArray | HeapMap;
  readonly hub: HeapNode;
  readonly rows: readonly HeapNode[];
  /** First snapshots of nodes. */
  readonly born = new Map<HeapNode, number>();
  /** Groups of nodes; that of all others is 0. */
  readonly groups = new Map<HeapNode, number>();

  constructor({ isMap = false, owner = 'Hub' }: SceneOptions) {
    this.list = isMap ? this.heap.map() : this.heap.array();
    this.hub = this.heap.object(this.heap.class(owner, PLACE)).property('rows', this.list);
    this.heap.global.property('hub', this.hub);
    this.rows = upTo(ROWS).map(() => this.heap.object('Row'));
    for (const [index, row] of this.rows.entries()) {
      this.born.set(row, 1 + Math.floor(index / (ROWS / 3)));
      if (this.list instanceof HeapMap) this.list.entries.set(`key ${index}`, row);
      else this.list.push(row);
    }
  }

  /** A function of the file whose code has these words. */
  code(words: readonly string[]): void {
    this.heap.global.property('keep', this.heap.closure('keep', { place: PLACE, words }));
  }

  /** So many timers that fire after the series, and that see the owner of the collection. */
  timers(count: number, repeats: boolean): void {
    const sweep = this.heap.closure('sweep', { place: PLACE, context: { hub: this.hub } });
    for (const _ of upTo(count))
      this.heap.timeout(sweep, SPAN_MS + 1).property('_repeat', repeats ? SPAN_MS + 1 : null);
  }
}

/** Builds a scene; the answer judges cases of its rows: `ground verdict: evidence against`. */
export async function judgeIn(
  prepare: (scene: Scene) => unknown,
  options: SceneOptions = {},
): Promise<(difference?: ClusterDifference) => string> {
  const scene = new Scene(options);
  prepare(scene);
  const { view, at, births } = await see(scene.heap);
  const { sizes = [0, 20, 40, 60], bytes = [200, 400, 600, 800], text, callers = [] } = options;
  const removed = callers.map((caller) => ({
    ...PLACE,
    function: 'leave',
    how: 'delete',
    caller,
    bound: null,
    afterMs: null,
  }));
  const said = { name: 'rows', what: 'collection', state: text, added: [], removed, read: [], missing: null };
  const container = at(scene.list);
  const rows = scene.rows.map(at);
  // A Map may list its keys among the suspects as well.
  const keys = scene.list instanceof HeapMap ? [...scene.list.entries.keys()] : [];
  const targets = [...keys.flatMap((key) => (typeof key === 'object' && key !== null ? at(key) : [])), ...rows];
  const groupOf = new Map([...scene.groups].map(([node, group]) => [at(node), group]));
  const id = view.graph.nodeIds[container];
  const context = {
    view,
    population: { birth: births(scene.born), groupOf: (node: number) => groupOf.get(node) ?? 0 },
    series: sizes.map((entries, index) => ({
      containerEntries: new Map([[id, entries]]),
      containerBytes: new Map([[id, bytes[index]]]),
      ids: new Set(),
    })),
    times: { spanMs: SPAN_MS, nowMs: () => null },
    ledgerFacts: new Map(),
    leaseFacts: new Map(),
    idleFacts: new Map(),
    waitFacts: new Map(),
    code: text === undefined ? NO_CODE : { ofPlace: () => said, ofCallback: () => null },
    watched: new Map(),
  };
  return ({ facts, ...own } = {}) =>
    against(
      clusterCase({
        context,
        containers: [{ container, targets }],
        ...own,
        facts: { ...facts, leading: { nodes: rows, ...facts?.leading } },
      }),
    );
}
