import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

import type { SnapshotInput } from '../analyze.js';
import { type LeaseTrace, leaseTraceSchema } from '../findings/lease-trace-schema.js';
import { type Watch, watchSchema } from '../findings/watch-schema.js';
import { readIfOrdinary } from './ordinary-file.js';

/** `Heap.20261122.143005.4711.0.001.heapsnapshot` of Node.js, `Heap-20261122T143005.heapsnapshot` of DevTools. */
const TIME_IN_NAME = /^Heap[.-](\d{4})(\d{2})(\d{2})[.T](\d{2})(\d{2})(\d{2})\b/;

/** The list of the scripts of a large program takes a few megabytes. */
const MAX_SIDECAR_BYTES = 64 * 2 ** 20;

/** The file `<file>.json` beside a snapshot, written when the snapshot was captured. Other fields are ignored. */
interface Sidecar {
  readonly capturedAt: Date | null;
  readonly heapLimitBytes: number | null;
  /** What was seen in the living process after it. */
  readonly watched: Watch | null;
  /** Who took what was out in it. */
  readonly leases: LeaseTrace | null;
}

const NO_SIDECAR: Sidecar = { capturedAt: null, heapLimitBytes: null, watched: null, leases: null };

/**
 * Adds the capture time to each input: `capturedAt` in `<file>.json` beside it, or else the time in a name that Node.js or
 * DevTools gave. A file's own times change when it is copied, so they are only used to notice files in the wrong order.
 */
export async function dateSnapshots(inputs: readonly SnapshotInput[]): Promise<SnapshotInput[]> {
  const dated: SnapshotInput[] = [];
  for (const input of inputs) dated.push(input.path === null ? input : await dateFile(input, input.path));
  return dated;
}

async function dateFile(input: SnapshotInput, path: string): Promise<SnapshotInput> {
  const stats = await stat(path).catch(() => null);
  const { capturedAt, heapLimitBytes, watched, leases } = readSidecar(`${path}.json`);
  const modifiedAt = stats?.isFile() === true ? stats.mtime : null;
  if (capturedAt !== null) return { ...input, capturedAt, modifiedAt, heapLimitBytes, watched, leases };
  const named = timeInName(basename(path));
  return { ...input, capturedAt: named, isLocalTime: named !== null, modifiedAt, heapLimitBytes };
}

/** The time in a file name. Its time zone is unknown, so it is read as UTC, which gives correct differences. */
function timeInName(name: string): Date | null {
  const match = TIME_IN_NAME.exec(name);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  return validDate(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Reads a sidecar. One that is missing, no ordinary file, too large, or something else is ignored. */
function readSidecar(path: string): Sidecar {
  const text = readIfOrdinary(path, MAX_SIDECAR_BYTES);
  return text === null ? NO_SIDECAR : parseSidecar(text);
}

/** What of a sidecar is valid. Never fails. */
export function parseSidecar(text: string): Sidecar {
  const json = parseJson(text);
  if (typeof json !== 'object' || json === null) return NO_SIDECAR;
  const limit = 'heapLimitBytes' in json ? json.heapLimitBytes : null;
  return {
    capturedAt: 'capturedAt' in json && typeof json.capturedAt === 'string' ? validDate(json.capturedAt) : null,
    watched: 'watched' in json ? (watchSchema.safeParse(json.watched).data ?? null) : null,
    leases: 'leases' in json ? (leaseTraceSchema.safeParse(json.leases).data ?? null) : null,
    heapLimitBytes: typeof limit === 'number' && Number.isFinite(limit) && limit > 0 ? limit : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function validDate(text: string): Date | null {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}
