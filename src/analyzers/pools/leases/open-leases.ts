import type { Pool } from '../../../findings/report-schema.js';
import type { HeapView } from '../../objects/heap-view.js';
import { type AuditedPool, isDeadUnit } from '../books/pool-units.js';
import type { LeaseAge, LeaseAges } from './lease-ages.js';
import type { LeaseHolder } from './lease-holders.js';
import { groupByPlace, type LeaseOrigin, type LeaseOrigins } from './lease-origins.js';

/** Leases and holders listed individually; the others are only counted. */
const MOST_LEASES = 20;
const MOST_HOLDERS = 10;
const MOST_PLACES = 10;

/** What the report has of the leases of a pool. */
type ListedLeases = Required<Pick<Pool, 'leases' | 'heldBy' | 'omittedLeases'>> & Pick<Pool, 'takenAt'>;

/** A leased unit that no field proves dead. */
export interface OpenLease {
  readonly unit: number;
  /** Ordinals. */
  readonly members: readonly number[];
  readonly age: LeaseAge | null;
  /** Who took it, where that was recorded. */
  readonly origin: LeaseOrigin | null;
}

/** Finds the open leases, the oldest first. */
export function findOpenLeases(
  { graph, deaths }: HeapView,
  { units }: AuditedPool,
  ages: LeaseAges,
  origins: LeaseOrigins,
): readonly OpenLease[] {
  return [...units.leased]
    .map((unit) => ({ unit, members: units.units[unit] }))
    .filter(({ members }) => !isDeadUnit(deaths, members))
    .map(({ unit, members }) => {
      const origin = origins.of(members.map((node) => graph.nodeIds[node]));
      const age = origin === null ? ages.of(members) : { ms: origin.ageMs, isLeast: false };
      return { unit, members, age, origin };
    })
    .sort((a, b) => (b.age?.ms ?? -1) - (a.age?.ms ?? -1) || graph.nodeIds[a.members[0]] - graph.nodeIds[b.members[0]]);
}

/** Lists open leases, the oldest first, and their holders, those with most leases first. */
export function listLeases(
  { graph }: HeapView,
  open: readonly OpenLease[],
  holders: ReadonlyMap<number, LeaseHolder | null>,
  isRecorded: boolean,
): ListedLeases {
  const leases = open.map(({ unit, members, age, origin }) => ({
    class: graph.nodeName(members[0]),
    nodeId: graph.nodeIds[members[0]],
    holder: holders.get(unit) ?? null,
    age,
    ...(origin === null ? {} : { takenAt: { source: origin.source, caller: origin.caller } }),
  }));
  const asked = leases.filter((_, index) => holders.has(open[index].unit));
  return {
    heldBy: groupByHolder(asked).slice(0, MOST_HOLDERS),
    leases: leases.slice(0, MOST_LEASES),
    omittedLeases: Math.max(0, leases.length - MOST_LEASES),
    ...(isRecorded ? { takenAt: groupByOrigin(open) } : {}),
  };
}

function groupByOrigin(open: readonly OpenLease[]): NonNullable<Pool['takenAt']> {
  const seen = open.flatMap(({ origin, age }) => (origin === null ? [] : [{ origin, age }]));
  const rows = groupByPlace(seen, ({ origin }) => origin).map(({ place, leases }) => ({
    ...place,
    recorded: true,
    leases: leases.length,
    oldest: leases[0]?.age ?? null,
  }));
  const others = open.filter(({ origin }) => origin === null);
  const [first] = others;
  const rest = { source: null, caller: null, recorded: false, leases: others.length, oldest: first?.age ?? null };
  return [...rows.slice(0, MOST_PLACES), ...(first === undefined ? [] : [rest])];
}

type Lease = { readonly holder: LeaseHolder | null; readonly age: LeaseAge | null };

function groupByHolder(leases: readonly Lease[]): NonNullable<Pool['heldBy']> {
  const groups = new Map<string, { holder: LeaseHolder | null; leases: number; oldest: LeaseAge | null }>();
  for (const { holder, age } of leases) {
    const place = holder?.source == null ? '' : `${holder.source.file}:${holder.source.line}`;
    const key = holder === null ? '' : `${holder.kind} ${holder.label} ${place}`;
    const group = groups.get(key);
    // Leases come with the oldest first.
    if (group === undefined) groups.set(key, { holder, leases: 1, oldest: age });
    else group.leases += 1;
  }
  return [...groups]
    .sort(([keyA, a], [keyB, b]) => b.leases - a.leases || (keyA < keyB ? -1 : 1))
    .map(([, group]) => group);
}
