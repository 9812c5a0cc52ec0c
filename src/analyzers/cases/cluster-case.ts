import type { Cycle, FindingKind } from '../../findings/report-schema.js';
import { ownerSource } from '../cut/cluster-places.js';
import type { Cluster } from '../cut/clusters.js';
import { findCycle } from '../cut/cycles.js';
import { isBoundedPlace, isHistory } from '../cut/holder-roles.js';
import type { RegionLabel, SuspectRegion } from '../cut/region.js';
import { countHeld, findRemainder, type Remainder } from '../cut/remainder.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import type { LabelKind } from '../labels/edge-label.js';
import { isInCollection } from '../labels/label-questions.js';
import type { Expiry } from '../objects/expiry.js';
import type { LeaseHolder } from '../pools/leases/lease-holders.js';
import type { Waiting } from '../pools/leases/waiting.js';
import { type CutOutcome, measureCut } from './cluster-cut.js';
import { findCommonExpiry } from './cluster-expiry.js';
import {
  type ClusterFacts,
  type ClusterGroup,
  gatherFacts,
  isMostlyDead,
  isPoolEach,
  reservationWords,
} from './cluster-facts.js';
import { kindOfCluster } from './cluster-kind.js';
import { isMostlyLeased, leaseUser, leaseWords } from './cluster-leases.js';
import { type ClusterTimers, readTimers } from './cluster-timers.js';
import { type FilledContainer, findFilledContainers, holderOfCut } from './containers-of-cut.js';
import type { CaseContext } from './context.js';
import { leadWithDead, leadWithOwner, leadWithRequests } from './leading-class.js';
import { once } from './once.js';
import { collectionOfPromise, isStore } from './promise-collections.js';
import { type CountedHolders, checkRefcounts } from './refcounts.js';
import { type ReleaseCall, releaseCallOf } from './release-call.js';
import { MOSTLY } from './thresholds.js';

/** Suspects for each reference of a place from which they count as a chain. */
const LINKS_PER_REFERENCE = 8;
/** How many holders are asked whether their names show that the suspects belong to a pool's books. */
const MOST_VIA_HOLDERS = 4;

const LISTS: ReadonlySet<LabelKind> = new Set(['array', 'map', 'set', 'dictionary']);

/** A cluster and what to cut for it. */
export interface SolvedCluster {
  readonly cluster: Cluster;
  readonly set: SmallestCut;
}

/**
 * Suspects that are kept by the same references, as a case: what is known of them and of the place that holds them. A fact
 * that costs a walk through the heap is computed when it is first asked for.
 */
export class ClusterCase {
  readonly type = 'cluster';
  readonly context: CaseContext;
  readonly region: SuspectRegion;
  readonly cluster: Cluster;
  readonly set: SmallestCut;
  /** The reference to cut first, which is the place that the case is about. */
  readonly label: RegionLabel;
  readonly facts: ClusterFacts;
  readonly rounds: number;
  readonly isMostlyDead: boolean;
  /** Whether the series says no more of them than its last snapshot: they are dead, and neither grow nor leave. */
  readonly isStanding: boolean;
  /** Whether an earlier pass of the search has a finding about this place. */
  readonly isPlaceTaken: boolean;

  readonly #kind = once(() => kindOfCluster(this));
  readonly #cycle = once(() =>
    findCycle(
      this.context.view,
      this.cluster.locals.map((local) => this.region.nodes[local]),
      this.cluster.holders,
    ),
  );
  readonly #refcount = once(() => checkRefcounts(this.context.view, this.facts));
  readonly #cut = once(() => measureCut(this.context.view, this.region, this.cluster, this.set, this.facts));
  /** The leading suspects, as local indexes. */
  readonly #leading = once(() => {
    const leading = new Set(this.facts.leading.nodes);
    return this.cluster.suspects.filter((local) => leading.has(this.region.nodes[local]));
  });
  readonly #remainder = once(() => findRemainder(this.region, this.cluster, this.set.labels, this.#leading()));
  readonly #releaseCall = once(() => releaseCallOf(this.context, this.cluster, this.facts));
  readonly #timers = once(() => readTimers(this.context, this.cluster, this.set, this.facts));
  readonly #expiry = once(
    () =>
      findCommonExpiry(this.context, this.facts.leading.nodes) ??
      findCommonExpiry(this.context, this.containers[0]?.targets ?? []),
  );
  readonly #containers = once(() => findFilledContainers(this.context.view, this.cluster, this.set));

  constructor(
    context: CaseContext,
    region: SuspectRegion,
    { cluster, set }: SolvedCluster,
    takenPlaces: ReadonlySet<string>,
    isStanding = false,
  ) {
    const { view, population, series, leaseFacts } = context;
    this.context = context;
    this.region = region;
    this.cluster = cluster;
    this.set = set;
    this.label = set.labels[0];
    this.rounds = series.length - 1;
    this.isStanding = isStanding;
    this.isPlaceTaken = takenPlaces.has(this.label.text);
    const gathered = gatherFacts(view.graph, region, cluster, set, population, view.deaths, view.roles, series.length);
    const facts = leadWithDead(view, leadWithRequests(view, leadWithOwner(view, gathered)));
    const words = leaseWords(leaseFacts, facts);
    this.facts = words === null ? facts : { ...facts, words };
    this.isMostlyDead = isMostlyDead(this.facts);
  }

  get kind(): FindingKind {
    return this.#kind();
  }

  /** A cycle through the suspects and bookkeeping that a reference from outside keeps alive, or null. */
  get cycle(): Cycle | null {
    return this.#cycle();
  }

  get refcount(): CountedHolders | null {
    return this.#refcount();
  }

  get cut(): CutOutcome {
    return this.#cut();
  }

  /** What the cut leaves of the leading suspects, and what holds that; null when it frees them all. */
  get remainder(): Remainder | null {
    return this.#remainder();
  }

  /** How many leading suspects stay when of all references to cut only those of one label are not cut. O(region). */
  countKeptBy({ id }: RegionLabel): number {
    const others = this.set.labels.filter((label) => label.id !== id);
    return countHeld(this.region, others, this.#leading());
  }

  /** How the program gives back leases that objects of its own are wrapped around; null when there are no such objects. */
  get releaseCall(): ReleaseCall | null {
    return this.#releaseCall();
  }

  get timers(): ClusterTimers {
    return this.#timers();
  }

  /** Collections in which the place lists suspects, the fullest first. */
  get containers(): readonly FilledContainer[] {
    return this.#containers();
  }

  /** How many suspects of each round are still there, the first round first. */
  get perRound(): readonly number[] {
    return this.facts.leading.births.slice(1);
  }

  /** The same without a last round whose objects are partly still in regular use, as the newest members of a list are. */
  get wholeRounds(): readonly number[] {
    return this.set.isLink ? this.perRound.slice(0, -1) : this.perRound;
  }

  /** When the suspects expire, by a field of their own, or null. */
  get expiry(): Expiry | null {
    return this.#expiry();
  }

  /** Whether they had expired when the snapshot was taken. */
  get isExpired(): boolean {
    return (this.expiry?.overMs ?? 0) > 0;
  }

  /** Whether growth alone has to prove the case, as neither a pool's books nor a reference count speaks for it. */
  get restsOnGrowth(): boolean {
    if (this.isMostlyDead) return true;
    if (this.kind === 'lease-never-released') return this.facts.books.length === 0;
    return this.kind !== 'refcount-imbalance' || this.refcount?.isSure !== true;
  }

  /** Whether the owner of the place existed before the series began, so that it is not one of the things that pile up. */
  get isHolderOld(): boolean {
    // An open handle is a root, however young it is.
    if (this.label.kind === 'handle') return true;
    const { view, population } = this.context;
    const isOld = (edge: number) => edge === -1 || population.birth[this.#ownerOf(view.graph.source(edge))] === 0;
    // The links of a chain are as young as the chain, so the object that holds its head must be old.
    if (this.set.isLink)
      return this.cluster.holders.some(({ label, edges }) => label.kind !== 'handle' && edges.some(isOld));
    return holderOfCut(this.cluster, this.set)?.edges.some(isOld) ?? false;
  }

  /**
   * The object or scope that has the collection of a reference. A store is made anew when a collection grows, a collection when it is
   * replaced by a copy: their own births say nothing.
   */
  #ownerOf(source: number): number {
    const { graph, tree } = this.context.view;
    let owner = collectionOfPromise(graph, tree, source) ?? source;
    while (isStore(graph, owner)) {
      const parent = tree.parent(owner);
      if (parent === -1) return source;
      owner = parent;
    }
    return owner;
  }

  /** Whether the place belongs to Node.js itself. */
  get isCorePlace(): boolean {
    return ownerSource(this.context.view, this.label)?.file.startsWith('node:') === true;
  }

  /** Whether the place is named like something that keeps a bounded number of entries. */
  get isBoundedPlace(): boolean {
    return isBoundedPlace(this.label);
  }

  /** Whether the place is named like a record of finished things: `history`, `closedConnections`. */
  get isHistory(): boolean {
    return isHistory(this.label) && !this.isChainInField;
  }

  /** Whether at least half of the suspects have an open handle. */
  get isConnected(): boolean {
    const { openHandles, leading } = this.facts;
    return openHandles > 0 && openHandles >= leading.nodes.length * MOSTLY;
  }

  /** The dead that belong to leading suspects which are not dead themselves, about one to each; null when there are none. */
  get deadOfEach(): ClusterGroup | null {
    const { leading, groups } = this.facts;
    if (leading.dead > 0) return null;
    const [most] = [...groups].sort((a, b) => b.dead - a.dead);
    return most.dead > 0 && most.dead >= leading.nodes.length * MOSTLY ? most : null;
  }

  /** How many are proven dead: of the leading suspects, or of what belongs to these. */
  get deadCount(): number {
    return this.facts.leading.dead || (this.deadOfEach?.dead ?? 0);
  }

  /** Whether a pool or an agent is created again and again, which is a fault whatever its connections do. */
  get isPoolEach(): boolean {
    return isPoolEach(this.facts);
  }

  /** Whether the suspects are resources: they are kept while they are in use, and not by number or time as in a cache. */
  get isLent(): boolean {
    return ['connection', 'lease', 'session'].includes(this.facts.leading.role) && !this.isPoolEach;
  }

  /** Whether the place is a collection itself. */
  get isInList(): boolean {
    return LISTS.has(this.label.kind);
  }

  /** Whether a collection lies anywhere on the path from the owner to the suspects. */
  get isInCollection(): boolean {
    return isInCollection(this.label);
  }

  /** Whether each reference of the place keeps many suspects, as the head of a linked list does. */
  get isChain(): boolean {
    return this.label.boundaryEdges.length * LINKS_PER_REFERENCE <= this.facts.leading.nodes.length;
  }

  /** Whether the place is a field that keeps many suspects: the name `lastError` explains one object, but not a whole chain. */
  get isChainInField(): boolean {
    return !this.isInCollection && this.isChain;
  }

  /** Whether most of the leading suspects are leased, by the books of some pool. */
  get isLeased(): boolean {
    return isMostlyLeased(this.context.leaseFacts, this.facts);
  }

  /** The suspended function whose variables hold most of the leading suspects, or null. */
  get user(): LeaseHolder | null {
    return leaseUser(this.context.leaseFacts, this.facts);
  }

  /** The exhausted pool that most entries of the place wait for, or null. */
  get waiting(): Waiting | null {
    const { view, waitFacts } = this.context;
    if (waitFacts.size === 0) return null;
    const edges = holderOfCut(this.cluster, this.set)?.edges ?? [];
    const waiting = edges.flatMap((edge) => (edge === -1 ? [] : (waitFacts.get(view.graph.target(edge)) ?? [])));
    return waiting.length > 0 && waiting.length >= edges.length * MOSTLY ? waiting[0] : null;
  }

  /** Names by which the case traces back to the bookkeeping of reservations; empty when it does not. */
  get via(): readonly string[] {
    const holders = this.cluster.holders.slice(0, MOST_VIA_HOLDERS).map(({ label }) => label);
    return reservationWords(this.facts, [...this.set.labels, ...holders]);
  }
}
