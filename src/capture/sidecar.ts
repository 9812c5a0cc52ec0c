import { readFile, rename, rm, writeFile } from 'node:fs/promises';

import { reasonOf, ToolError } from '../errors.js';
import type { CapturedHeap } from './heap-capture.js';
import type { RecordedLeases } from './recorded-leases.js';
import type { LoadedScript } from './script-list.js';
import type { KeptMap, KeptText } from './script-texts.js';
import type { TargetIdentity, TargetMemory } from './target-facts.js';
import type { Watch } from './watch-places.js';

/** What is known about a snapshot besides its contents. All sizes in bytes. */
export interface SidecarFacts {
  readonly identity: TargetIdentity;
  /** When the snapshot was requested. */
  readonly capturedAt: Date;
  /** 0-based number in the series. */
  readonly round: number;
  readonly heap: CapturedHeap;
  readonly before: TargetMemory;
  /** Null when the target ended before it could say. */
  readonly after: TargetMemory | null;
  readonly scripts: readonly LoadedScript[];
  /** Texts that were written, by number of the script. */
  readonly texts: ReadonlyMap<number, KeptText>;
  /** The same for their source maps. */
  readonly maps: ReadonlyMap<number, KeptMap>;
}

/**
 * Writes `<snapshot>.json`, which `analyze` reads: the times allow growth per hour, and the heap limit allows an
 * estimate of the time left. An earlier sidecar of the snapshot is replaced when the new one is complete.
 *
 * @throws ToolError `output-unwritable`
 */
export async function writeSidecar(facts: SidecarFacts): Promise<void> {
  const { identity, capturedAt, round, heap, before, after, scripts, texts, maps } = facts;
  const path = `${heap.path}.json`;
  const [textsFile = null] = [...texts.values()].map(({ file }) => file);
  const json = {
    capturedAt: capturedAt.toISOString(),
    heapLimitBytes: before.heapLimit,
    round,
    pid: identity.pid,
    threadId: identity.threadId,
    nodeVersion: identity.node,
    v8Version: identity.v8,
    platform: identity.platform,
    arch: identity.arch,
    script: identity.script,
    snapshotBytes: heap.bytes,
    pauseMs: Math.round(heap.pauseMs),
    memoryBefore: before,
    memoryAfter: after,
    // The file in the folder `scripts` that has all texts; each begins at its `at`.
    texts: textsFile,
    scripts: scripts.map(({ scriptId, url, sourceMapUrl, inlineMap }) => {
      const { hash, bytes, at } = texts.get(scriptId) ?? { hash: null, bytes: null, at: null };
      const map = maps.get(scriptId);
      const kept = map === undefined ? null : { path: map.path, hash: map.hash, bytes: map.bytes, at: map.at };
      return { scriptId, url, hash, bytes, at, sourceMapUrl, inlineMap, map: kept };
    }),
  };
  await writeWhole(path, json);
}

/**
 * Adds to what lies beside a snapshot what was seen in the living process after it, so that a later `analyze` says the same.
 *
 * @throws ToolError `output-unwritable`
 */
export async function addWatchToSidecar(snapshotPath: string, watched: Watch): Promise<void> {
  await addToSidecar(snapshotPath, { watched });
}

/**
 * The same for who took what is out in the snapshot.
 *
 * @throws ToolError `output-unwritable`
 */
export async function addLeasesToSidecar(snapshotPath: string, leases: RecordedLeases): Promise<void> {
  await addToSidecar(snapshotPath, { leases });
}

async function addToSidecar(snapshotPath: string, more: object): Promise<void> {
  const path = `${snapshotPath}.json`;
  let known: object = {};
  try {
    known = JSON.parse(await readFile(path, 'utf8')) as object;
  } catch (error) {
    throw unwritable(path, error);
  }
  await writeWhole(path, { ...known, ...more });
}

async function writeWhole(path: string, json: object): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, `${JSON.stringify(json, null, 2)}\n`, { mode: 0o600 });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): ToolError {
  return new ToolError('output-unwritable', `${path}: cannot be written: ${reasonOf(error)}`, { cause: error });
}
