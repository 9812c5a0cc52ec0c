import type { Cycle, FindingKind } from '../../findings/report-schema.js';
import { ownerSource } from '../cut/cluster-places.js';
import type { Cluster } from '../cut/clusters.js';
import { findCycle } from '../cut/cycles.js';
import { isBoundedPlace, isHistory } from '../cut/holder-roles.js';
import type { RegionLabel, SuspectRegion } from '../cut/region.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import type { LabelKind } from '../labels/edge-label.js';
import { isInCollection } from '../labels/label-questions.js';
import type { Expiry } from '../objects/expiry.js';
import type { LeaseHolder } from '../pools/leases/lease-holders.js';
import type { Waiting } from '../pools/leases/waiting.js';
import { type CutOutcome, measureCut } from './cluster-cut.js';
import { findCommonExpiry } from './cluster-expiry.js';
import { type ClusterFacts, gatherFacts, isMostlyDead, isPoolEach, reservationWords } from './cluster-facts.js';
import { kindOfCluster } from './cluster-kind.js';
import { isMostlyLeased, leaseUser, leaseWords } from './cluster-leases.js';
import { type ClusterTimers, readTimers } from './cluster-timers.js';
import { type FilledContainer, findFilledContainers, holderOfCut } from './containers-of-cut.js';
import type { CaseContext } from './context.js';
import { leadWithOwner } from './leading-class.js';
import { once } from './once.js';
import { type CountedHolders, checkRefcounts } from './refcounts.js';
import { MOSTLY } from './thresholds.js';

/** Objects behind one reference from which they are a chain. */
const LINKS_PER_REFERENCE = 8;
/** Holders whose names may show that the suspects belong to a pool's books. */
const MOST_VIA_HOLDERS = 4;

const LISTS: ReadonlySet<LabelKind> = new Set(['array', 'map', 'set', 'dictionary']);

/** A cluster and what to cut for it. */
export interface SolvedCluster {
  readonly cluster: Cluster;
  readonly set: SmallestCut;
}

/**
 * Suspects that hang on the same references, as a case: what is known of them and of the place that holds them. What
 * costs a walk is found when it is first asked for.
 */
export class ClusterCase {
  readonly type = 'cluster';
  readonly context: CaseContext;
  readonly region: SuspectRegion;
  readonly cluster: Cluster;
  readonly set: SmallestCut;
  /** The reference to cut first: the place that is accused. */
  readonly label: RegionLabel;
  readonly facts: ClusterFacts;
  readonly rounds: number;
  readonly isMostlyDead: boolean;
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
  ) {
    const { view, population, series, leaseFacts } = context;
    this.context = context;
    this.region = region;
    this.cluster = cluster;
    this.set = set;
    this.label = set.labels[0];
    this.rounds = series.length - 1;
    this.isPlaceTaken = takenPlaces.has(this.label.text);
    const facts = leadWithOwner(
      view,
      gatherFacts(view.graph, region, cluster, set, population, view.deaths, view.roles, series.length),
    );
    const words = leaseWords(leaseFacts, facts);
    this.facts = words === null ? facts : { ...facts, words };
    this.isMostlyDead = isMostlyDead(this.facts);
  }

  get kind(): FindingKind {
    return this.#kind();
  }

  /** A cycle through the suspects and bookkeeping that something outside keeps alive, or null. */
  get cycle(): Cycle | null {
    return this.#cycle();
  }

  get refcount(): CountedHolders | null {
    return this.#refcount();
  }

  get cut(): CutOutcome {
    return this.#cut();
  }

  get timers(): ClusterTimers {
    return this.#timers();
  }

  /** Collections in which the place lists suspects, the fullest first. */
  get containers(): readonly FilledContainer[] {
    return this.#containers();
  }

  /** What each round left behind, the first one first. */
  get perRound(): readonly number[] {
    return this.facts.leading.births.slice(1);
  }

  /** The same without a last round of which part is still where it belongs, as the newest members of a list are. */
  get wholeRounds(): readonly number[] {
    return this.set.isLink ? this.perRound.slice(0, -1) : this.perRound;
  }

  /** When the suspects go, as they say themselves, or null. */
  get expiry(): Expiry | null {
    return this.#expiry();
  }

  /** Whether they say when they go, and that time was over when the snapshot was taken. */
  get isExpired(): boolean {
    return (this.expiry?.overMs ?? 0) > 0;
  }

  /** Whether growth has to prove the case: neither a pool's books nor a count of references does. */
  get restsOnGrowth(): boolean {
    if (this.isMostlyDead) return true;
    if (this.kind === 'lease-never-released') return this.facts.books.length === 0;
    return this.kind !== 'refcount-imbalance' || this.refcount?.isSure !== true;
  }

  /** Whether the owner of the place existed before the series began: the place collects, it is not collected. */
  get isHolderOld(): boolean {
    // An open handle is a root, however young it is.
    if (this.label.kind === 'handle') return true;
    const { view, population } = this.context;
    const isOld = (edge: number) => edge === -1 || population.birth[view.graph.source(edge)] === 0;
    // The links of a chain are as young as the chain: its head must hang on something old.
    if (this.set.isLink)
      return this.cluster.holders.some(({ label, edges }) => label.kind !== 'handle' && edges.some(isOld));
    return holderOfCut(this.cluster, this.set)?.edges.some(isOld) ?? false;
  }

  /** Whether the place is one of Node.js itself. */
  get isCorePlace(): boolean {
    return ownerSource(this.context.view, this.label)?.file.startsWith('node:') === true;
  }

  /** Whether the place is named like something that keeps a bounded number of entries. */
  get isBoundedPlace(): boolean {
    return isBoundedPlace(this.label);
  }

  /** Whether the place is named like something that remembers what is over. */
  get isHistory(): boolean {
    return isHistory(this.label) && !this.isChainInField;
  }

  /** Whether half of the suspects have a handle that is open, or more. */
  get isConnected(): boolean {
    const { openHandles, leading } = this.facts;
    return openHandles > 0 && openHandles >= leading.nodes.length * MOSTLY;
  }

  /** Whether a pool or an agent is made each time: that is a fault, whatever its connections do. */
  get isPoolEach(): boolean {
    return isPoolEach(this.facts);
  }

  /** Whether the suspects are things that are in use while they are open, not kept by number or time. */
  get isLent(): boolean {
    return ['connection', 'lease', 'session'].includes(this.facts.leading.role) && !this.isPoolEach;
  }

  /** Whether the place is a list or table of its own. */
  get isInList(): boolean {
    return LISTS.has(this.label.kind);
  }

  /** Whether there is a collection anywhere on the way from the owner to the suspects. */
  get isInCollection(): boolean {
    return isInCollection(this.label);
  }

  /** Whether each reference of the place leads to many suspects. */
  get isChain(): boolean {
    return this.label.boundaryEdges.length * LINKS_PER_REFERENCE <= this.facts.leading.nodes.length;
  }

  /** Whether a field, which holds one thing, leads to many: `lastError` keeps the last one, but not its whole chain. */
  get isChainInField(): boolean {
    return !this.isInCollection && this.isChain;
  }

  /** Whether some pool lent most of the leading suspects, as its books say. */
  get isLeased(): boolean {
    return isMostlyLeased(this.context.leaseFacts, this.facts);
  }

  /** The suspended function that has most of the leading suspects in a variable, or null. */
  get user(): LeaseHolder | null {
    return leaseUser(this.context.leaseFacts, this.facts);
  }

  /** The exhausted pool that most of what the place lists waits for, or null. */
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
