import type { BallastCase } from '../../../src/analyzers/cases/ballast-case.js';
import type { Case } from '../../../src/analyzers/cases/case.js';
import type { ClusterCase } from '../../../src/analyzers/cases/cluster-case.js';
import type { ClusterFacts, ClusterGroup } from '../../../src/analyzers/cases/cluster-facts.js';
import { type CaseContext, NO_CODE, UNKNOWN_TIMES } from '../../../src/analyzers/cases/context.js';
import type { LeaseCase } from '../../../src/analyzers/cases/lease-case.js';
import type { PlaceCase } from '../../../src/analyzers/cases/place-case.js';
import type { ContainerContents } from '../../../src/analyzers/cases/place-contents.js';
import type { ContainerPlace } from '../../../src/analyzers/cases/places.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { judge } from '../../../src/analyzers/verdict/judge.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder } from '../../support/heap-dsl.js';

/*
 * global ─▶ Store ─rows─▶ Array        and 60 Row, 60 Busy { open: true }, 60 Opened { state: 'open' }, which the cases speak of
 */
const heap = new HeapBuilder();
const store = heap.object('Store');
const rows = heap.array([]);
heap.global.property('store', store.property('rows', rows));
const objects = {
  plain: Array.from({ length: 60 }, () => heap.object('Row')),
  busy: Array.from({ length: 60 }, () => heap.object('Busy').property('open', true)),
  opened: Array.from({ length: 60 }, () => heap.object('Opened').property('state', 'open')),
};
for (const [kind, nodes] of Object.entries(objects)) heap.global.property(kind, heap.array(nodes));
const { graph, at } = await graphOf(heap);
export const STORE = at(store);
export const ROWS = at(rows);
/** Objects without a field, and objects that say they are in use. */
export const PLAIN: readonly number[] = objects.plain.map(at);
export const BUSY: readonly number[] = objects.busy.map(at);
export const OPENED: readonly number[] = objects.opened.map(at);

const CONTEXT = {
  view: viewHeap(graph, []),
  population: { birth: new Uint8Array(graph.nodeCount), groupOf: () => 0 },
  series: Array.from({ length: 4 }, () => ({
    containerEntries: new Map(),
    containerBytes: new Map(),
    fieldStates: new Map(),
    ids: new Set(),
  })),
  times: UNKNOWN_TIMES,
  code: NO_CODE,
  ledgerFacts: new Map(),
  leaseFacts: new Map(),
  idleFacts: new Map(),
  waitFacts: new Map(),
  watched: new Map(),
} as unknown as CaseContext;

const LABEL = {
  id: 1,
  kind: 'array',
  text: 'Store.rows[]',
  owner: { kind: 'class', name: 'Store' },
  ownerNode: STORE,
  parts: [{ kind: 'field', name: 'rows' }, { kind: 'index' }],
};

/** What differs from a case that nothing speaks against. */
export type Difference<C> = { readonly [Name in keyof C]?: unknown };

export interface ClusterDifference extends Difference<Omit<ClusterCase, 'facts'>> {
  readonly facts?: Difference<Omit<ClusterFacts, 'leading'>> & { readonly leading?: Difference<ClusterGroup> };
}

/** 60 rows in a list that grew by 20 in each of three rounds: a leak of which nothing is dead. */
export function clusterCase({ facts = {}, ...own }: ClusterDifference = {}): ClusterCase {
  const leading = {
    group: { kind: 'class', name: 'Row', nodes: [] },
    role: 'none',
    nodes: PLAIN,
    dead: 0,
    deadBy: [],
    depth: 1,
    births: [0, 20, 20, 20],
    ...facts.leading,
  };
  const perRound = own.perRound ?? [20, 20, 20];
  return {
    type: 'cluster',
    context: CONTEXT,
    kind: 'unbounded-collection',
    rounds: 3,
    perRound,
    wholeRounds: perRound,
    label: LABEL,
    set: { labels: [LABEL], isLink: false, isListed: false, frees: 60, freedBytes: 100_000 },
    cluster: { holders: [], locals: [] },
    cut: { frees: 60, freedBytes: 100_000 },
    remainder: null,
    releaseCall: null,
    timers: { expire: false, areEach: false, areFew: false, areLong: false, areSettled: false },
    containers: [],
    cycle: null,
    refcount: null,
    expiry: null,
    isExpired: false,
    user: null,
    waiting: null,
    deadOfEach: null,
    deadCount: leading.dead,
    isMostlyDead: false,
    isPlaceTaken: false,
    isStanding: false,
    isHistory: false,
    isBoundedPlace: false,
    isCorePlace: false,
    isHolderOld: true,
    isConnected: false,
    isPoolEach: false,
    isLent: false,
    isInList: true,
    isInCollection: true,
    isChain: false,
    isChainInField: false,
    restsOnGrowth: true,
    via: [],
    ...own,
    facts: {
      groups: [leading],
      connections: null,
      dead: leading.dead,
      deadBy: [],
      openHandles: 0,
      inboundShare: 0,
      inboundNearby: 0,
      busyShare: 0,
      books: [],
      outsiders: [],
      isLending: false,
      isIdle: false,
      ...facts,
      leading,
    },
  } as unknown as ClusterCase;
}

export interface PlaceDifference extends Difference<Omit<PlaceCase, 'place' | 'contents'>> {
  readonly place?: Difference<ContainerPlace>;
  readonly contents?: Difference<ContainerContents>;
}

/** An array that got 20 strings in each of three rounds. */
export function placeCase({ place, contents, ...own }: PlaceDifference = {}): PlaceCase {
  const perRound = own.perRound ?? [20, 20, 20];
  return {
    type: 'place',
    context: CONTEXT,
    label: LABEL,
    kind: 'unbounded-collection',
    cause: 'values',
    rounds: 3,
    entries: 80,
    added: 60,
    addedBytes: 480,
    repeats: 5,
    perRound,
    wholeRounds: perRound,
    storeSteps: 2,
    isList: true,
    isCovered: () => false,
    ...own,
    place: {
      kind: 'array',
      label: LABEL,
      nodes: [ROWS],
      owners: [ROWS],
      kept: false,
      from: 0,
      sizes: [20, 40, 60, 80],
      bytes: [180, 340, 500, 660],
      ...place,
    },
    contents: { references: 0, targets: [], young: 0, values: 80, fresh: 20, cleared: 0, ...contents },
  } as unknown as PlaceCase;
}

/** Five leases of a known pool that nobody can return, more from round to round. */
export function leaseCase(own: Difference<LeaseCase> = {}): LeaseCase {
  return {
    type: 'leases',
    kind: 'lease-never-released',
    context: CONTEXT,
    rounds: 3,
    accused: 0,
    accumulates: true,
    starves: false,
    isKnownPool: true,
    words: undefined,
    className: 'Client',
    abandoned: abandoned(5),
    ...own,
  } as unknown as LeaseCase;
}

export function abandoned(leases: number): unknown {
  return {
    audited: { pool: { known: null, node: STORE } },
    inventory: { leased: leases, size: 10 },
    leases: Array.from({ length: leases }, () => ({ unit: 0, members: [ROWS], age: null, origin: null })),
    counts: [1, 2, 3, leases],
  };
}

/** What four idle connections keep. */
export function ballastCase(own: Difference<BallastCase> = {}): BallastCase {
  return {
    type: 'ballast',
    kind: 'stale-link',
    context: CONTEXT,
    rounds: 3,
    accused: 0,
    isPlaceTaken: false,
    freedBytes: 4000,
    functionOnWay: null,
    ballast: { keepers: [1, 2, 3, 4], restBytes: 400 },
    ...own,
  } as unknown as BallastCase;
}

/** `ground verdict: evidence against`, or why nothing is said. */
export function against(c: Case): string {
  const judged = judge(c);
  if (judged.verdict === 'silent') return `silent: ${judged.why.code}`;
  return `${judged.ground} ${judged.verdict}: ${judged.against.map(({ code }) => code).join(', ')}`;
}

/** Codes of what speaks for a case. */
export function inFavor(c: Case): string {
  const judged = judge(c);
  return judged.verdict === 'silent' ? 'silent' : judged.for.map(({ code }) => code).join(', ');
}
