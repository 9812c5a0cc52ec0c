import { startOfTimeoutMs } from '../../../graph/active-timers.js';
import { BirthTimes } from '../../../graph/birth-times.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { readNode } from '../../../graph/values.js';
import type { Profile } from '../../../profiles/profile-schema.js';
import { speaksOfLeaseTime } from '../../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { FIRST_EPOCH_MS, LAST_EPOCH_MS } from '../../objects/epoch-times.js';
import { followPath } from '../../objects/field-path.js';
import type { CaptureTime } from '../../objects/heap-clock.js';
import type { ProfiledClasses } from '../../objects/profiled-classes.js';

/** The age of a lease. */
export interface LeaseAge {
  /** Milliseconds. */
  readonly ms: number;
  /** It is at least this old. */
  readonly isLeast: boolean;
}

/** An earlier snapshot of the series, in order of capture. */
export interface EarlierCapture {
  /** The largest node id assigned by then. */
  readonly largestId: number;
  /** Milliseconds of the epoch, or null when unknown. */
  readonly capturedAtMs: number | null;
}

/**
 * The least age of an object: it existed at the first snapshot whose assigned node ids include its own. Null when there
 * is none, or when the times are unknown.
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

const MS_PER_SECOND = 1000;

/**
 * How long resources have been leased. Sources, in this order: the field that the profile names; a field whose name
 * means it (`leasedAt`); an object made for the lease alone, whose age is known when the heap was tracked and is
 * otherwise bounded by earlier snapshots. The age is null where the heap shows none of these.
 */
export class LeaseAges {
  readonly #graph: HeapGraph;
  readonly #known: ProfiledClasses;
  readonly #births: BirthTimes;
  readonly #captured: CaptureTime;
  readonly #earlier: readonly EarlierCapture[];
  #processMs: number | null | undefined;

  constructor(
    graph: HeapGraph,
    known: ProfiledClasses,
    captured: CaptureTime,
    earlier: readonly EarlierCapture[] = [],
  ) {
    this.#graph = graph;
    this.#known = known;
    this.#births = new BirthTimes(graph.columns.samples);
    this.#captured = captured;
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
      // If a profile names the field, fields with similar names do not count.
      if (own !== undefined && own.length > 0) continue;
      const named = this.#byName(node);
      if (named !== null) return named;
    }
    return null;
  }

  /** Node id of an object made for the lease alone, which bounds the age by the snapshots of the series, or null. */
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
    if (value.kind !== 'number' || value.value === null || !Number.isFinite(value.value) || value.value <= 0)
      return null;
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
    return ageByNodeId(id, this.#captured.atMs, this.#earlier);
  }

  #sinceEpoch(ms: number): LeaseAge | null {
    // A field may also hold NaN.
    if (!(ms >= FIRST_EPOCH_MS && ms <= LAST_EPOCH_MS)) return null;
    const now = this.#captured.now();
    // The clocks of the capturing machine and the process may differ slightly.
    return now === null ? null : { ms: Math.max(0, now.ms - ms), isLeast: now.isLeast };
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

  /** Timer times count from the start of the process; the latest one is a lower bound for the current time. */
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
