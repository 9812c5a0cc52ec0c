import { type Finding, type Report, VERDICTS } from '../../findings/report-schema.js';
import type { BitSet } from '../../graph/bit-set.js';
import { accusedNodes } from '../cases/accused-nodes.js';
import { BallastCase } from '../cases/ballast-case.js';
import {
  type CaseContext,
  type CodeView,
  NO_CODE,
  NOT_WATCHED,
  type SeriesTimes,
  UNKNOWN_TIMES,
  type WatchedPlaces,
} from '../cases/context.js';
import { findIdleBallast, type IdleBallast } from '../cases/idle-ballast.js';
import { LeaseCase } from '../cases/lease-case.js';
import { ROUNDS_FOR_PROOF } from '../cases/thresholds.js';
import { findClusters } from '../cut/clusters.js';
import { findConnectionsOfDead } from '../cut/held-by-connections.js';
import { tellsApart } from '../cut/holder-roles.js';
import { selectDead, selectGrowing, selectStanding, takeOutOwned } from '../cut/suspects.js';
import { describeAbandonedLeases, placeOfLeases } from '../describe/abandoned-leases-finding.js';
import { describeIdleBallast } from '../describe/idle-ballast-finding.js';
import type { HeapView } from '../objects/heap-view.js';
import type { LedgerFacts } from '../pools/audit/audit-pools.js';
import type { AuditedPool } from '../pools/books/pool-units.js';
import type { AbandonedLeases } from '../pools/leases/abandoned-leases.js';
import type { IdleFacts, LeaseFacts } from '../pools/leases/lease-facts.js';
import type { WaitFacts } from '../pools/leases/waiting.js';
import { Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import { findBesideHarmless } from './beside-harmless.js';
import { FindingsSoFar, type LabeledFinding } from './findings-so-far.js';
import { findGrowingPlaces } from './growing-places.js';
import { setAsideOlderOwners } from './older-owners.js';
import { listPlacesToWatch, type PlaceToWatch } from './places-to-watch.js';
import { makeRegionWithoutCarriers } from './program-carriers.js';
import { rankFindings } from './rank-findings.js';
import { listSetAside } from './set-aside.js';
import { findInClusters, splitDead } from './suspect-findings.js';
import { listUndated } from './undated.js';

export interface LeakSearch {
  /** The one to act on first comes first. */
  readonly findings: Finding[];
  /** V8's ids of all suspects of each finding, in the order of the findings. Listed when asked for, as few need them. */
  readonly listSuspectIds: () => number[][];
  /** What a living process could still decide about the findings, before they are reported. */
  readonly toWatch: readonly PlaceToWatch[];
  readonly setAside: Report['setAside'];
  readonly limitsReached: Report['limitsReached'];
  /** What the times of capture could still decide; empty where they are known. */
  readonly undated: readonly string[];
}

/** What the books of pools say about single objects. */
export interface BookFacts {
  readonly facts: LedgerFacts;
  readonly leases: LeaseFacts;
  readonly idle: IdleFacts;
  readonly waiting: WaitFacts;
  readonly abandoned: readonly AbandonedLeases[];
  readonly audited: readonly AuditedPool[];
}

const NO_BOOKS: BookFacts = {
  facts: new Map(),
  leases: new Map(),
  idle: new Map(),
  waiting: new Map(),
  abandoned: [],
  audited: [],
};

/**
 * Searches in five steps: objects that are proven dead, objects that grow in number and are not kept by dead ones alone, places
 * that grow without objects, leases that no code can return, and data that idle connections keep.
 */
export function findLeaks(
  view: HeapView,
  series: readonly SnapshotSummary[],
  books: BookFacts = NO_BOOKS,
  times: SeriesTimes = UNKNOWN_TIMES,
  code: CodeView = NO_CODE,
  watched: WatchedPlaces = NOT_WATCHED,
): LeakSearch {
  const context: CaseContext = {
    view,
    population: new Population(view.graph, view.tree, view.labels, series),
    series,
    times,
    code,
    ledgerFacts: books.facts,
    leaseFacts: books.leases,
    idleFacts: books.idle,
    waitFacts: books.waiting,
    watched,
  };
  const found = new FindingsSoFar(view.graph.nodeCount);
  findInObjects(context, found);
  setAsideOlderOwners(found);
  findGrowingPlaces(context, found);
  for (const leases of books.abandoned) addAbandonedLeases(context, leases, found);
  for (const ballast of findIdleBallast(view, books.audited)) addBallast(context, ballast, found);
  const { setAside, limit } = listSetAside(found.setAside);
  const ranked = rankFindings(found.labeled);
  return {
    findings: ranked.map(({ finding }) => finding),
    listSuspectIds: () => ranked.map((each) => accusedNodes(each.case).map((node) => view.graph.nodeIds[node])),
    toWatch: listPlacesToWatch(found.labeled),
    setAside,
    limitsReached: [...found.limitsReached, ...limit],
    undated: listUndated(found.labeled, times),
  };
}

/** Findings about dead objects and about objects that grow in number. */
function findInObjects(context: CaseContext, found: FindingsSoFar): void {
  const { view, population, series } = context;
  const rounds = series.length - 1;
  const takenPlaces = new Set<string>();
  const dead = selectDead(view, population, rounds);
  if (rounds === 0) {
    findInLast(context, dead, takenPlaces, found, false);
    return;
  }
  const split = dead.isEmpty() ? null : splitDead(context, dead);
  const { owned, byOlderOwners } =
    split === null ? { owned: dead, byOlderOwners: dead } : takeOutOwned(view, population, rounds, split, dead);
  if (split !== null && !dead.isEmpty())
    findInClusters(context, owned.isEmpty() ? split : splitDead(context, dead), takenPlaces, found);
  const growing = selectGrowing(view, population, rounds, found.explained);
  // Dead objects from before the series belong to owners from before it, which are no suspects. With the others they would
  // form a cluster of their own at a less telling place.
  owned.forEach((node) => {
    if (population.birth[node] > 0) growing.add(node);
  });
  const region = makeRegionWithoutCarriers(view, population, growing);
  if (region !== null) {
    const clusters = findClusters(region, (label) => tellsApart(label, view.roles));
    const beside = findInClusters(context, { region, clusters }, takenPlaces, found);
    findBesideHarmless(context, beside, takenPlaces, found);
  }
  findInDeadOfOwners(context, byOlderOwners, found);
  const standing = selectStanding(view, population, series, found.explained);
  // Of what the series says nothing, the last snapshot speaks alone.
  findInLast(context, standing, takenPlaces, found, true);
}

/** Findings about dead objects of which only the last snapshot says something. @param isStanding whether there are earlier ones */
function findInLast(
  context: CaseContext,
  dead: BitSet,
  takenPlaces: Set<string>,
  found: FindingsSoFar,
  isStanding: boolean,
): void {
  if (dead.isEmpty()) return;
  const { view, population } = context;
  const { held, connections } = findConnectionsOfDead(view, population, dead);
  const region = makeRegionWithoutCarriers(view, population, connections);
  if (region !== null)
    findInClusters(context, { region, clusters: findClusters(region) }, takenPlaces, found, isStanding);
  dead.andNot(held);
  if (!dead.isEmpty()) findInClusters(context, splitDead(context, dead, 1), takenPlaces, found, isStanding);
}

/** Findings about dead objects that were left to their owners, for owners that turned out to be no leak. */
function findInDeadOfOwners(context: CaseContext, dead: BitSet, found: FindingsSoFar): void {
  // Over a few rounds, growth is no more than suspected, whatever it is of.
  const said = context.series.length - 1 < ROUNDS_FOR_PROOF ? found.accused : found.proved;
  let told = 0;
  let all = 0;
  dead.forEach((node) => {
    // Only objects that were made during the series can be suspects of growth.
    if (context.population.birth[node] === 0) return;
    all += 1;
    if (said.has(node)) told += 1;
  });
  if (all === 0 || told * 2 >= all) return;
  const earlier = found.labeled;
  found.labeled = [];
  findInClusters(context, splitDead(context, dead), new Set(), found);
  const now = new Set(found.labeled.map(({ finding }) => finding.brokenEdge?.label));
  // Of two findings about one place, a note says less.
  const kept = earlier.filter(({ finding }) => finding.verdict !== 'note' || !now.has(finding.brokenEdge?.label));
  found.labeled = [...kept, ...found.labeled];
}

/**
 * Adds the leases that no code can return. They replace a note on the same book, which says less. A finding about some leases in that
 * book is about the same fault, so only the one that counts more of them stays.
 */
function addAbandonedLeases(context: CaseContext, abandoned: AbandonedLeases, found: FindingsSoFar): void {
  const accused = found.countAccused(abandoned.leases.map(({ members }) => members));
  const c = new LeaseCase(context, abandoned, accused);
  const earlier = [...found.labeled];
  const finding = found.add(c, null, placeOfLeases(c), (judgement) => describeAbandonedLeases(c, judgement));
  if (finding === null) return;
  const places = new Set(finding.holders.map(({ label }) => label));
  const beside = earlier.filter((each) => isInBook(each, places));
  if (beside.some((each) => compareSaid(each.finding, finding) < 0)) {
    found.labeled = earlier;
    return;
  }
  const note = earlier.find(
    ({ finding: { verdict, brokenEdge } }) => verdict === 'note' && places.has(brokenEdge?.label ?? ''),
  );
  found.labeled = found.labeled.filter((each) => each !== note && !beside.includes(each));
}

/** Whether a finding is about leases that a book with one of these names has. */
function isInBook({ finding: { kind, brokenEdge } }: LabeledFinding, places: ReadonlySet<string>): boolean {
  if (kind !== 'lease-never-released' || brokenEdge === null) return false;
  return [brokenEdge.label, ...brokenEdge.also.map(({ label }) => label)].some((label) => places.has(label));
}

/** Which of two findings about one fault says more: negative for the first. */
function compareSaid(a: Finding, b: Finding): number {
  return VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || b.suspects - a.suspects;
}

function addBallast(context: CaseContext, ballast: IdleBallast, found: FindingsSoFar): void {
  const { keepers, label } = ballast;
  const accused = found.countAccused(keepers.map(({ way }) => way));
  const c = new BallastCase(context, ballast, accused, found.accusesPlace(label.text));
  found.add(c, label, label.text, (judgement) => describeIdleBallast(c, judgement));
}
