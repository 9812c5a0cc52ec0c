import type { LeaseTrace } from '../../../findings/lease-trace-schema.js';
import type { Source } from '../../../findings/report-schema.js';
import type { SourceIndex, SourcePlace } from '../../../graph/script-places.js';
import { isLibraryCode } from './lease-holders.js';

/** A place that checked something out. */
export interface TakingPlace {
  /** The line that called the pool, or a library that did. Null where the recorded stack has no line of the program. */
  readonly source: Source | null;
  /** The next function of the program that called it, where it is another one. */
  readonly caller: Source | null;
}

/** Who took a lease, and when. */
export interface LeaseOrigin extends TakingPlace {
  readonly ageMs: number;
}

const NO_PLACE: TakingPlace = { source: null, caller: null };

/** Who took what is out in the last snapshot, where checkouts were recorded in the process. */
export class LeaseOrigins {
  readonly #trace: LeaseTrace | null;
  readonly #sources: SourceIndex;
  readonly #byId: ReadonlyMap<number, LeaseTrace['leases'][number]>;
  readonly #places = new Map<number, TakingPlace>();

  constructor(sources: SourceIndex, trace: LeaseTrace | null) {
    this.#sources = sources;
    this.#trace = trace;
    this.#byId = new Map(trace?.leases.map((lease) => [lease.nodeId, lease]));
  }

  /** Whether checkouts of the pools of a profile were recorded. */
  records(profile: string | undefined): boolean {
    return this.#trace?.classes.some((recorded) => recorded.profile === profile) === true;
  }

  /** By the node ids of the objects that make up the lease. */
  of(nodeIds: readonly number[]): LeaseOrigin | null {
    const lease = nodeIds.map((id) => this.#byId.get(id)).find((found) => found !== undefined);
    if (lease === undefined) return null;
    return { ...(lease.place === null ? NO_PLACE : this.#placeOf(lease.place)), ageMs: lease.ageMs };
  }

  #placeOf(index: number): TakingPlace {
    let place = this.#places.get(index);
    if (place === undefined) {
      const frames = this.#trace?.places[index]?.frames ?? [];
      place = findPlace(frames.map((frame) => this.#sources.translate(frame)));
      this.#places.set(index, place);
    }
    return place;
  }
}

/** @param frames the calling one first, in the original source */
function findPlace(frames: readonly SourcePlace[]): TakingPlace {
  const own = frames.filter(({ file }) => !isLibraryCode(file));
  const [first, ...outer] = own;
  if (first === undefined) return NO_PLACE;
  // A callback in a function has no name, and is called before that function goes on.
  const name = first.function ?? outer.find(({ file }) => file === first.file)?.function ?? null;
  const caller = outer.find((frame) => frame.function !== null && frame.function !== name);
  return { source: { ...first, function: name }, caller: caller ?? null };
}

/** `orders.ts:88 (`shipOrder`)` */
export function describePlace({ source, caller }: TakingPlace): string {
  if (source === null) return 'a place without a line of the program';
  const from = caller === null ? '' : `, called at ${inShort(caller)}`;
  return `${inShort(source)}${from}`;
}

function inShort({ file, line, function: name }: Source): string {
  return `${file.replace(/^.*[/\\]/, '')}:${line}${name === null ? '' : ` (\`${name}\`)`}`;
}

/** Leases of one place. */
export interface LeasesOfPlace<Lease> {
  readonly place: TakingPlace;
  readonly leases: readonly Lease[];
}

/** Groups by place. The place whose leases are out longest in sum comes first: what is taken for a moment comes last. */
export function groupByPlace<Lease>(
  leases: readonly Lease[],
  originOf: (lease: Lease) => LeaseOrigin,
): LeasesOfPlace<Lease>[] {
  const groups = new Map<string, { place: TakingPlace; leases: Lease[]; sumMs: number }>();
  for (const lease of leases) {
    const { source, caller, ageMs } = originOf(lease);
    const key = JSON.stringify([source, caller]);
    const group = groups.get(key) ?? { place: { source, caller }, leases: [], sumMs: 0 };
    group.leases.push(lease);
    group.sumMs += ageMs;
    groups.set(key, group);
  }
  return [...groups]
    .sort(([keyA, a], [keyB, b]) => b.sumMs - a.sumMs || (keyA < keyB ? -1 : 1))
    .map(([, group]) => group);
}
