import { writeFile } from 'node:fs/promises';

import { ToolError } from '../errors.js';
import type { CapturedHeap } from './heap-capture.js';
import type { LoadedScript } from './script-list.js';
import type { TargetIdentity, TargetMemory } from './target-facts.js';

/** What is known about a snapshot besides its contents. All sizes in bytes. */
export interface SidecarFacts {
  readonly identity: TargetIdentity;
  /** When the snapshot was requested. */
  readonly capturedAt: Date;
  /** 0-based number in the series. */
  readonly round: number;
  readonly heap: CapturedHeap;
  readonly before: TargetMemory;
  readonly after: TargetMemory;
  readonly scripts: readonly LoadedScript[];
}

/**
 * Writes `<snapshot>.json`, which `analyze` reads: the times allow growth per hour, and the heap limit allows an
 * estimate of the time left.
 *
 * @throws ToolError `output-unwritable`
 */
export async function writeSidecar(facts: SidecarFacts): Promise<void> {
  const { identity, capturedAt, round, heap, before, after, scripts } = facts;
  const path = `${heap.path}.json`;
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
    scripts,
  };
  try {
    await writeFile(path, `${JSON.stringify(json, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('output-unwritable', `${path}: cannot be written: ${reason}`, { cause: error });
  }
}
