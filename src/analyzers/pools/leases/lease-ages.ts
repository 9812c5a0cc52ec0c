import { startOfTimeoutMs } from '../../../graph/active-timers.js';
import { BirthTimes } from '../../../graph/birth-times.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { readNode } from '../../../graph/values.js';
import type { Profile } from '../../../profiles/profile-schema.js';
import { speaksOfLeaseTime } from '../../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { followPath } from '../../objects/field-path.js';
import type { ProfiledClasses } from '../../objects/profiled-classes.js';

/** Since when something is out. */
export interface LeaseAge {
  /** Milliseconds. */
  readonly ms: number;
  /** It is at least this old. */
  readonly isLeast: boolean;
}

/** What was seen before: in the order of capture. */
export interface EarlierCapture {
  /** Ids up to this one had been given out. */
  readonly largestId: number;
  /** Milliseconds of the epoch, or null when unknown. */
  readonly capturedAtMs: number | null;
}

/**
 * The least age of an object: it existed when the first snapshot was taken that had given out its node id. Null when
 * none had, or when the times are unknown.
 */
export function ageByNodeId(
  id: number,
  capturedAtMs: number | null,
  earlier: readonly EarlierCapture[],
): LeaseAge | null {
  const first = earlier.find(({ largestId }) => id <= largestId);
  if (first?.capturedAtMs == null || capturedAtMs === null) return null;
  return { ms: Math.max(0, capturedAtMs - first.capturedAtMs), isLeast: true };
}

type Timestamp = NonNullable<Profile['timestamps']>[number];

/** Milliseconds of the epoch that a running process can have written: 2001 to 2286. Anything else is no time. */
const FIRST_EPOCH_MS = 1e12;
const LAST_EPOCH_MS = 1e13;
const MS_PER_SECOND = 1000;

/**
 * How long resources have been out: by the field that its profile names, by one whose name says so (`leasedAt`), or by
 * what was made for the lease alone, whose birth is known when the heap was tracked, and else bounded by the snapshots
 * that had not yet given out its node id. Nothing is guessed: where the heap does not tell, the age is null.
 */
export class LeaseAges {
  readonly #graph: HeapGraph;
  readonly #known: ProfiledClasses;
  readonly #births: BirthTimes;
  readonly #capturedAtMs: number | null;
  readonly #earlier: readonly EarlierCapture[];
  #processMs: number | null | undefined;

  constructor(
    graph: HeapGraph,
    known: ProfiledClasses,
    capturedAtMs: number | null,
    earlier: readonly EarlierCapture[] = [],
  ) {
    this.#graph = graph;
    this.#known = known;
    this.#births = new BirthTimes(graph.columns.samples);
    this.#capturedAtMs = capturedAtMs;
    this.#earlier = earlier;
  }

  /** The age of a lease by any of the objects that make it up, or null. */
  of(members: readonly number[]): LeaseAge | null {
    for (const node of members) {
      const known = this.#known.of(node);
      const own = known?.profile.timestamps?.filter(({ class: key, means }) => key === known.key && means === 'leased');
      for (const timestamp of own ?? []) {
        const age = this.#read(node, timestamp);
        if (age !== null) return age;
      }
      // Where a profile says how its times are called, no other name is believed.
      if (own !== undefined && own.length > 0) continue;
      const named = this.#byName(node);
      if (named !== null) return named;
    }
    return null;
  }

  /** Node id of what was made for a lease alone, by which a later look at the series bounds its age, or null. */
  birthId(members: readonly number[]): number | null {
    for (const node of members) {
      const known = this.#known.of(node);
      for (const { class: key, means, clock, field } of known?.profile.timestamps ?? []) {
        if (key !== known?.key || means !== 'leased' || clock !== 'birth') continue;
        const [target] = followPath(this.#graph, node, field);
        if (target !== undefined && this.#graph.nodeType(target) !== NodeType.hidden)
          return this.#graph.nodeIds[target];
      }
    }
    return null;
  }

  #read(node: number, { field, clock }: Timestamp): LeaseAge | null {
    const [target] = followPath(this.#graph, node, field);
    if (target === undefined) return null;
    if (clock === 'birth') return this.#sinceBirth(target);
    const value = readNode(this.#graph, target);
    if (value.kind !== 'number' || value.value === null || value.value <= 0) return null;
    switch (clock) {
      case 'epoch-ms':
        return this.#sinceEpoch(value.value);
      case 'epoch-s':
        return this.#sinceEpoch(value.value * MS_PER_SECOND);
      case 'process-ms': {
        const now = this.#processTime();
        return now === null || now < value.value ? null : { ms: now - value.value, isLeast: true };
      }
    }
  }

  #sinceBirth(node: number): LeaseAge | null {
    if (this.#graph.nodeType(node) === NodeType.hidden) return null;
    const id = this.#graph.nodeIds[node];
    const tracked = this.#births.ageOf(id);
    if (tracked !== null) return { ms: tracked.ms, isLeast: tracked.isLeast };
    return ageByNodeId(id, this.#capturedAtMs, this.#earlier);
  }

  #sinceEpoch(ms: number): LeaseAge | null {
    if (ms < FIRST_EPOCH_MS || ms > LAST_EPOCH_MS || this.#capturedAtMs === null) return null;
    // Clocks of capture and process may differ by a little.
    return { ms: Math.max(0, this.#capturedAtMs - ms), isLeast: false };
  }

  #byName(node: number): LeaseAge | null {
    const graph = this.#graph;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      if (graph.edgeType(edge) !== EdgeType.property || !speaksOfLeaseTime(graph.edgeName(edge))) continue;
      const value = readNode(graph, graph.target(edge));
      const age = value.kind === 'number' && value.value !== null ? this.#sinceEpoch(value.value) : null;
      if (age !== null) return age;
    }
    return null;
  }

  /** The clock of timers counts from the start of the process; the youngest timer says how late it is at least. */
  #processTime(): number | null {
    if (this.#processMs !== undefined) return this.#processMs;
    const graph = this.#graph;
    let latest: number | null = null;
    for (const node of graph.classes.objectsOf(graph.strings.indexOf('Timeout'))) {
      const start = startOfTimeoutMs(graph, node);
      if (start !== null && start > (latest ?? 0)) latest = start;
    }
    this.#processMs = latest;
    return latest;
  }
}
