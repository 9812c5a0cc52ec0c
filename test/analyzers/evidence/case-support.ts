import type { ClusterCase } from '../../../src/analyzers/cases/cluster.js';
import type { ClusterFacts, ClusterGroup } from '../../../src/analyzers/cases/cluster-facts.js';

/** What a test says of the leading group; the rest is a class of 60 living objects, 20 of each of three rounds. */
export type GroupTraits = Partial<Omit<ClusterGroup, 'group' | 'nodes'>> & {
  readonly count?: number;
  readonly name?: string;
  readonly kind?: ClusterGroup['group']['kind'];
};

/** What a test says of a cluster; everything else is that of 60 living objects in the array of an old holder. */
export type ClusterTraits = Partial<Omit<ClusterCase, 'facts'>> & {
  readonly leading?: GroupTraits;
  readonly facts?: Partial<Omit<ClusterFacts, 'leading'>>;
};

/**
 * A cluster as a doubt sees it, for the values on both sides of a threshold. That the facts are those of a heap is what
 * the tests by picture show.
 */
export function clusterCase({ leading = {}, facts = {}, ...traits }: ClusterTraits = {}): ClusterCase {
  const { count = 60, name = 'Row', kind = 'class', ...group } = leading;
  const births = group.births ?? [0, 20, 20, 20];
  const lead: ClusterGroup = {
    group: { name, kind, nodes: new Uint32Array(count), births, counts: births, pattern: 'linear' },
    role: 'none',
    dead: 0,
    depth: 0,
    births,
    ...group,
    nodes: Array.from({ length: count }, (_, node) => node),
  };
  return {
    type: 'cluster',
    kind: 'unbounded-collection',
    rounds: births.length - 1,
    perRound: births.slice(1),
    wholeRounds: births.slice(1),
    isMostlyDead: false,
    isHolderOld: true,
    isCorePlace: false,
    isBoundedPlace: false,
    isHistory: false,
    isConnected: false,
    isPoolEach: false,
    isLent: false,
    isInList: true,
    isInCollection: true,
    isChain: false,
    isChainInField: false,
    isExpired: false,
    isPlaceTaken: false,
    restsOnGrowth: true,
    refcount: null,
    cycle: null,
    expiry: null,
    user: null,
    waiting: null,
    via: [],
    containers: [],
    timers: { expire: false, areEach: false, areLong: false, areSettled: false },
    label: { kind: 'array', text: 'Store.rows[]', parts: [], ownerNode: -1 },
    set: { labels: [], frees: count, freedBytes: 0, isLink: false, isListed: false },
    ...traits,
    facts: {
      groups: [lead],
      leading: lead,
      connections: null,
      dead: lead.dead,
      deadBy: [],
      openHandles: 0,
      inboundShare: 0,
      inboundNearby: 0,
      busyShare: 0,
      suspectsPerRound: births.slice(1),
      countPerSnapshot: births,
      books: [],
      outsiders: [],
      isLending: false,
      isIdle: false,
      ...facts,
    },
  } as unknown as ClusterCase;
}
